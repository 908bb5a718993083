import { assert, assertEquals, assertGreater, assertGreaterOrEqual, assertLess } from "@std/assert";
import { testWithLibc } from "../with_libc.ts";

const SECOND = 1_000_000_000n;

testWithLibc("clocks.realtime is the time of day", async () => {
  const { clocks } = await import("../../../../lib/host/kernel/clocks.ts");
  const before = BigInt(Date.now()) * 1_000_000n;
  const now = clocks.realtime.now();
  const after = BigInt(Date.now() + 1) * 1_000_000n;
  assertGreaterOrEqual(now, before);
  assertLess(now, after + SECOND);
});

testWithLibc("clocks.monotonic never runs back, and as fast as any other clock", async () => {
  const { clocks } = await import("../../../../lib/host/kernel/clocks.ts");
  const [start, other] = [clocks.monotonic.now(), performance.now()];
  let last = start;
  for (let i = 0; i < 10_000; i++) {
    const now = clocks.monotonic.now();
    assert(now >= last);
    last = now;
  }
  while (performance.now() - other < 20);
  const passed = clocks.monotonic.now() - start;
  assertGreaterOrEqual(passed, 19_000_000n);
  assertLess(passed, 10n * SECOND);
});

testWithLibc(
  "clocks.realtime.resolution() and that of clocks.monotonic are below a second",
  async () => {
    const { clocks } = await import("../../../../lib/host/kernel/clocks.ts");
    for (const clock of [clocks.realtime, clocks.monotonic]) {
      const resolution = clock.resolution();
      assertGreater(resolution, 0n);
      assertLess(resolution, SECOND);
      assertEquals(clock.resolution(), resolution);
    }
  },
);
