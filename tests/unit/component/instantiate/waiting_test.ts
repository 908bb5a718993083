import { assertEquals, assertRejects } from "@std/assert";
import { type HostInterface, Suspend } from "../../../../lib/component/host_interface.ts";
import { suspended } from "../../../../lib/component/instantiate/suspended.ts";
import { ProcExit } from "../../../../lib/errors.ts";
import { eachWay, Running } from "./guests.ts";

/** Waits as often as the number says, modulo 3, and answers it. */
const host: HostInterface = {
  waiting: ["wait"],
  functions: {
    wait: (what: number) => {
      const again = (times: number): unknown =>
        times === 0 ? what : new Suspend(what, () => again(times - 1));
      return again(what % 3);
    },
  },
};

eachWay("an inner component waits in an import and in a destructor", async (way) => {
  const waits: unknown[] = [];
  using guest = await Running.of("composed", host, way, { waited: (wait) => waits.push(wait) });
  // The inner one is given "AB" in UTF-8: 12 + 65.
  assertEquals(await guest.call("run"), 77);
  assertEquals(waits, [10]);
  waits.length = 0;
  assertEquals(await guest.call("run"), 77);
  assertEquals(waits, [10]);
});

eachWay("a start function waits", async (way) => {
  const waits: unknown[] = [];
  const three = {
    waiting: ["wait"],
    functions: { wait: (n: number) => new Suspend(n, () => n + 1) },
  };
  using guest = await Running.of("start", three, way, { waited: (wait) => waits.push(wait) });
  assertEquals(await guest.call("answer"), 4);
  assertEquals(waits, [3]);
});

eachWay("what ends the wait ends the guest", async (way) => {
  const ends: readonly (readonly [() => never, kind: string])[] = [
    [() => {
      throw new ProcExit(5);
    }, "exit"],
    [() => {
      throw new Error("broken");
    }, "bug"],
  ];
  for (const [end, kind] of ends) {
    using guest = await Running.of("composed", host, way, { waited: end });
    await assertRejects(() => guest.call("run"));
    assertEquals(guest.ending?.kind, kind);
    await assertRejects(() => guest.call("run"));
  }
});

eachWay("what a retry throws ends the guest", async (way) => {
  const exits = {
    waiting: ["wait"],
    functions: {
      wait: (n: number) =>
        new Suspend(n, () => {
          throw new ProcExit(n);
        }),
    },
  };
  using guest = await Running.of("composed", exits, way);
  await assertRejects(() => guest.call("run"));
  assertEquals(guest.ending, { kind: "exit", status: 12 });
});

eachWay("where it is said which functions wait, no other may", async (way) => {
  using guest = await Running.of("composed", { ...host, waiting: ["other"] }, way);
  await assertRejects(() => guest.call("run"));
  assertEquals(guest.ending?.kind, "bug");
});

Deno.test("a guest that is suspended cannot be entered", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  using guest = await Running.of("composed", host, "suspended", {
    waiting: suspended(() => promise),
  });
  const first = guest.call("run");
  await assertRejects(() => guest.call("run"), Error, "while a call is in it");
  resolve();
  await assertRejects(() => first);
  assertEquals(guest.ending?.kind, "trap");
});
