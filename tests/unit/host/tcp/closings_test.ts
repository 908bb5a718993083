import { assertEquals } from "@std/assert";
import { Closings } from "../../../../lib/host/tcp/closings.ts";

Deno.test("Closings() closes what has been sent, and at last what cannot be", async () => {
  const closings = new Closings(50);
  const closed: string[] = [];
  const sent = Promise.withResolvers<void>();
  closings.add(sent.promise, () => closed.push("sent"));
  closings.add(new Promise(() => {}), () => closed.push("never sent"));
  await Promise.resolve();
  assertEquals(closed, []);
  sent.resolve();
  await closings.settled();
  assertEquals(closed, ["sent", "never sent"]);
  await closings.settled();
});

Deno.test("Closings.drop() waits for nothing that is not sent, now or later", async () => {
  const closings = new Closings(60_000);
  const closed: string[] = [];
  closings.add(new Promise(() => {}), () => closed.push("before"));
  closings.drop();
  closings.add(new Promise(() => {}), () => closed.push("after"));
  await new Promise((done) => setTimeout(done, 0));
  assertEquals(closed, ["before", "after"]);
  await closings.settled();
});
