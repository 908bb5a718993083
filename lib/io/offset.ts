/**
 * Positions in an I/O array.
 *
 * @module
 */

/**
 * A byte offset, 0 to 2^63 - 1: a number while exact, a bigint beyond 2^53 - 1.
 *
 * Nearly every offset is small, and adding two numbers costs nothing where adding two bigints
 * allocates; no offset ever loses precision.
 */
export type Offset = number | bigint;

/** The greatest offset a file can have. */
export const MAX_OFFSET = 0x7fff_ffff_ffff_ffffn;

/** `value` in its normal form. */
export function toOffset(value: bigint): Offset {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** `offset` moved forward by `count` bytes. */
export function advance(offset: Offset, count: number): Offset {
  if (typeof offset === "number") {
    const sum = offset + count;
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return BigInt(offset) + BigInt(count);
}
