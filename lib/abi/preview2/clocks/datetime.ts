/**
 * Moments as `datetime`.
 *
 * @module
 */

/** A moment, counted from 1970. */
export interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

const BILLION = 1_000_000_000n;

/** Nanoseconds since 1970 as a moment; undefined for one before 1970, which it cannot say. */
export function datetimeOf(nanoseconds: bigint): Datetime | undefined {
  if (nanoseconds < 0n) return undefined;
  return { seconds: nanoseconds / BILLION, nanoseconds: Number(nanoseconds % BILLION) };
}

/** The nanoseconds since 1970; undefined where they are a second or more beside the seconds. */
export function nanosecondsOf({ seconds, nanoseconds }: Datetime): bigint | undefined {
  return nanoseconds < BILLION ? seconds * BILLION + BigInt(nanoseconds) : undefined;
}
