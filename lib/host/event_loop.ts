/**
 * The event loop, which a suspended guest leaves to others.
 *
 * @module
 */

/** The longest that a timer of the event loop can run, in milliseconds: 24 days. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * Calls `wake` after so many nanoseconds, or earlier when they are very many; 0 gives everybody else a
 * turn, which takes microseconds where the shortest timer takes a millisecond.
 *
 * @returns takes that back
 */
export function wakeAfter(nanoseconds: bigint, wake: () => void): () => void {
  if (nanoseconds <= 0n) {
    const turn = setImmediate(wake);
    return () => clearImmediate(turn);
  }
  const milliseconds = Number((nanoseconds + 999_999n) / 1_000_000n);
  const timer = setTimeout(wake, Math.min(milliseconds, MAX_TIMER));
  return () => clearTimeout(timer);
}
