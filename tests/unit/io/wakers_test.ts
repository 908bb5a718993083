import { assertEquals } from "@std/assert";
import { alreadyAwake, Wakers } from "../../../lib/io/wakers.ts";

Deno.test("Wakers.wakeAll() tells each of those who wait once", () => {
  const wakers = new Wakers();
  const told: string[] = [];
  wakers.add(() => told.push("a"));
  wakers.add(() => told.push("b"));
  wakers.wakeAll();
  wakers.wakeAll();
  assertEquals(told, ["a", "b"]);
});

Deno.test("Wakers.add() takes back its own wait alone, also of one who waits twice", () => {
  const wakers = new Wakers();
  let told = 0;
  const wake = () => void told++;
  const takeBack = wakers.add(wake);
  wakers.add(wake);
  takeBack();
  takeBack();
  wakers.wakeAll();
  assertEquals(told, 1);
});

Deno.test("Wakers.wakeAll() leaves who is added while it tells for the next time", () => {
  const wakers = new Wakers();
  let told = 0;
  const again = () => {
    told++;
    wakers.add(again);
  };
  wakers.add(again);
  wakers.wakeAll();
  assertEquals(told, 1);
  wakers.wakeAll();
  assertEquals(told, 2);
});

Deno.test("Wakers.wakeAll() leaves out who is taken back while it tells", () => {
  const wakers = new Wakers();
  const told: string[] = [];
  wakers.add(() => {
    told.push("first");
    takeBack();
  });
  const takeBack = wakers.add(() => told.push("second"));
  wakers.wakeAll();
  assertEquals(told, ["first"]);
});

Deno.test("alreadyAwake() tells at once", () => {
  let told = 0;
  alreadyAwake(() => void told++)();
  assertEquals(told, 1);
});
