import { assertEquals } from "@std/assert";
import { testWithLibc } from "../with_libc.ts";

/** Something harmless to call with a number. */
const calls = "abs";

testWithLibc("Timer.stop() tells whether the timer was still to go off", async () => {
  const { Timer } = await import("../../../../lib/host/kernel/timer.ts");
  const timers = [
    new Timer({ calls, argument: -1, after: 60_000, every: 0 }),
    new Timer({ calls, argument: -1, after: 5, every: 0 }),
    new Timer({ calls, argument: -1, after: 5, every: 10 }),
  ];
  await new Promise((resolve) => setTimeout(resolve, 50));
  assertEquals(timers.map((timer) => timer.stop()), [true, false, true]);
  assertEquals(timers.map((timer) => timer.stop()), [false, false, false]);
});
