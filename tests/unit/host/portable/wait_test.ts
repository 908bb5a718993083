import { assert } from "@std/assert";
import { sleep, waitForTime } from "../../../../lib/host/portable/wait.ts";
import { ALWAYS_READY } from "../../../../lib/io/pollable.ts";

/** How many milliseconds `act` takes. */
function duration(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

Deno.test("sleep() lasts as long as it is told", () => {
  assert(duration(() => sleep(0n)) < 20);
  assert(duration(() => sleep(1n)) < 20);
  const slept = duration(() => sleep(30_000_000n));
  assert(slept >= 29 && slept < 500, `${slept}`);
});

Deno.test("waitForTime() lasts for its timeout without a stream, and for a moment with one", () => {
  assert(duration(() => waitForTime([], 20_000_000n)) >= 19);
  assert(duration(() => waitForTime([ALWAYS_READY], 5_000_000_000n)) < 1_000);
  assert(duration(() => waitForTime([ALWAYS_READY], undefined)) < 1_000);
  const moment = duration(() => waitForTime([ALWAYS_READY], undefined));
  assert(moment > 0.5, `${moment}: no time for anyone else`);
});
