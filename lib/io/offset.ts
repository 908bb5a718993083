/**
 * Positions in an I/O array.
 *
 * @module
 */

/**
 * An integer of 64 bits without a sign, exact: a number, or a bigint, which it must be above 2^53 - 1.
 *
 * Nearly every size, offset and inode is small, and a number costs nothing where each bigint is
 * allocated, at 25 ns.
 */
export type U64 = number | bigint;

/** A byte offset, 0 to 2^63 - 1, in its normal form: a bigint only where it must be one. */
export type Offset = U64;

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
