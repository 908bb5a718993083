/**
 * Randomness as a capability.
 *
 * @module
 */

/** A source of random bytes fit for keys. */
export interface RandomSource {
  /** Fills `into`, whatever its length, as getrandom(2). */
  fill(into: Uint8Array<ArrayBuffer>): void;
}
