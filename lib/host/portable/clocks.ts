/**
 * The clocks of JavaScript.
 *
 * @module
 */

import type { Clock, Clocks } from "../../clocks/clock.ts";

const MILLISECOND = 1_000_000n;

/** What of `performance.now()` is kept as a whole number before it becomes a bigint. */
const NANOSECONDS = 1_000_000;

/** The time of day, in whole milliseconds as the times of files are here. */
const realtime: Clock = {
  now: () => BigInt(Date.now()) * MILLISECOND,
  resolution: () => MILLISECOND,
};

/** Since the process began. Deno passes on what the operating system counts, and rounds nothing. */
const monotonic: Clock = {
  now: () => BigInt(Math.round(performance.now() * NANOSECONDS)),
  // Linux counts nanoseconds, macOS 42 at once, Windows 100.
  resolution: () => Deno.build.os === "linux" ? 1n : 100n,
};

/** The host's clocks. */
export const clocks: Clocks = { realtime, monotonic };
