import { assert, assertEquals } from "@std/assert";
import { clocks } from "../../../../lib/host/portable/clocks.ts";

Deno.test("the real-time clock is that of Date, and says how coarse it is", () => {
  const before = Date.now();
  const now = clocks.realtime.now();
  assert(now >= BigInt(before) * 1_000_000n && now <= BigInt(Date.now()) * 1_000_000n);
  assertEquals(clocks.realtime.resolution(), 1_000_000n);
  assertEquals(now % clocks.realtime.resolution(), 0n);
});

Deno.test("the monotonic clock never runs back, and is finer than a microsecond", () => {
  let last = clocks.monotonic.now();
  let least = 1_000_000n;
  for (let i = 0; i < 20_000; i++) {
    const now = clocks.monotonic.now();
    assert(now >= last);
    if (now > last && now - last < least) least = now - last;
    last = now;
  }
  assert(least < 1_000n, `${least}`);
  assert(clocks.monotonic.resolution() <= least);
});
