/**
 * Waiting for time to pass; there is nothing else here that could be waited for.
 *
 * @module
 */

import type { Pollable } from "../../io/pollable.ts";

/** How long until a stream that would have blocked is tried again, in nanoseconds. */
const PAUSE = 1_000_000n;

/** Blocks the thread for so many nanoseconds; undefined means for ever. */
export function sleep(nanoseconds: bigint | undefined): void {
  const milliseconds = nanoseconds === undefined ? Infinity : Number(nanoseconds) / 1e6;
  // Nobody else has this memory, so nobody wakes it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * See {@linkcode Host.wait}. When a stream is ready cannot be asked, so it may be at any moment: the
 * wait for one is a short pause.
 */
export function waitForTime(pollables: readonly Pollable[], timeout: bigint | undefined): void {
  const mayBeReady = pollables.length > 0 && (timeout === undefined || timeout > PAUSE);
  sleep(mayBeReady ? PAUSE : timeout);
}
