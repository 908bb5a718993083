/**
 * clock_gettime(2).
 *
 * @module
 */

import type { Clock, Clocks } from "../../clocks/clock.ts";
import { bind, COLD_INT, ColdInt, fail } from "../libc/library.ts";

const SECOND = 1_000_000_000n;

const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;

const { clock_gettime, clock_getres } = bind({
  /** (clock, timespec) */
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  /** (clock, timespec) */
  clock_getres: { parameters: [COLD_INT, "buffer"], result: "i32" },
});

const argument = new ColdInt();
/** A `struct timespec`: seconds and nanoseconds. */
const timespec = new BigInt64Array(2);
const timespecBytes = new Uint8Array(timespec.buffer);

/** The clocks of the kernel. */
export const clocks: Clocks = {
  realtime: clock(CLOCK_REALTIME),
  monotonic: clock(CLOCK_MONOTONIC),
};

function clock(id: number): Clock {
  return {
    now(): bigint {
      if (clock_gettime(id, timespecBytes) < 0) fail();
      return timespec[0]! * SECOND + timespec[1]!;
    },
    resolution(): bigint {
      if (clock_getres(argument.of(id), timespecBytes) < 0) fail();
      return timespec[0]! * SECOND + timespec[1]!;
    },
  };
}
