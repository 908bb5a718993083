/**
 * Numbers as text.
 *
 * @module
 */

/** A number as it can be read again. */
export function textOf(value: unknown): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
