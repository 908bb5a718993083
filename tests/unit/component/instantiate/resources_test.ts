import { assertEquals, assertRejects } from "@std/assert";
import { Suspend } from "../../../../lib/component/host_interface.ts";
import type { Resource, Value } from "../../../../lib/component/values.ts";
import { eachWay, Running } from "./guests.ts";

async function made(guest: Running, value: number): Promise<Resource> {
  return await guest.call("[constructor]counter", value) as Resource;
}

eachWay("the host uses a resource of a guest's", async (way) => {
  using guest = await Running.of("guest_resource", {}, way);
  const counter = await made(guest, 7);
  assertEquals(await guest.call("[method]counter.value", counter), 7);
  assertEquals(await guest.call("[method]counter.value", counter), 7);
  assertEquals([await guest.call("live"), counter.owned], [1, true]);
  assertEquals(await guest.call("take", counter), 7);
  assertEquals([await guest.call("live"), counter.owned], [0, false]);
});

eachWay("disposing a resource of a guest's runs its destructor, once", async (way) => {
  using guest = await Running.of("guest_resource", {}, way);
  const counter = await made(guest, 7);
  const other = await made(guest, 8);
  counter[Symbol.dispose]();
  counter[Symbol.dispose]();
  assertEquals(await guest.call("live"), 1);
  assertEquals(await guest.call("[method]counter.value", other), 8);
});

eachWay("a resource that is no longer the host's is refused", async (way) => {
  using guest = await Running.of("guest_resource", {}, way);
  using another = await Running.of("guest_resource", {}, way);
  const counter = await made(guest, 7);
  const foreign = await made(another, 8);
  await guest.call("take", counter);
  for (const value of [counter, foreign, undefined, 1, {}] as Value[]) {
    await assertRejects(() => guest.call("[method]counter.value", value), TypeError);
    await assertRejects(() => guest.call("take", value), TypeError);
  }
  assertEquals(guest.ending, undefined);
});

eachWay("a destructor that the host calls waits", async (way) => {
  const waits: unknown[] = [];
  const host = { waiting: ["wait"], functions: { wait: (n: number) => new Suspend(n, () => n) } };
  using guest = await Running.of("slow_destructor", host, way, { waited: (n) => waits.push(n) });
  {
    await using _thing = await guest.call("[constructor]thing", 7) as Resource;
    assertEquals(waits, []);
  }
  assertEquals(waits, [7]);
  assertEquals(guest.ending, undefined);
});

eachWay("what is borrowed can be dropped, and its owner keeps it", async (way) => {
  using guest = await Running.of("borrows", {}, way);
  await guest.call("drop");
  assertEquals(guest.ending, undefined);
});

eachWay("a destructor that is a function of the host's is called as it is", async (way) => {
  const gone: number[] = [];
  const host = { waiting: [], functions: { gone: (n: number) => void gone.push(n) } };
  using guest = await Running.of("host_destructor", host, way);
  {
    await using _thing = await guest.call("[constructor]thing", 7) as Resource;
  }
  (await guest.call("[constructor]thing", 8) as Resource)[Symbol.dispose]();
  assertEquals([gone, guest.ending], [[7, 8], undefined]);
});
