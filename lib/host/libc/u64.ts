/**
 * Integers of 64 bits in records of the kernel.
 *
 * @module
 */

import type { U64 } from "../../io/offset.ts";

/** The integer at a place in a record: a number where it fits one. */
export function getU64(view: DataView, at: number): U64 {
  const high = view.getUint32(at + 4, true);
  return high < 2 ** 21 ? high * 2 ** 32 + view.getUint32(at, true) : view.getBigUint64(at, true);
}
