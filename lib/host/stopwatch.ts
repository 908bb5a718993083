/**
 * How long things take.
 *
 * @module
 */

/** Milliseconds since some moment, with their fractions; slow, for what is rarely asked. */
export function milliseconds(): number {
  return performance.now();
}
