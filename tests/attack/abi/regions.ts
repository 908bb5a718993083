/**
 * Where a call may write.
 *
 * @module
 */

import { resultOf, type Sizes } from "./arguments.ts";
import type { Shape } from "./parameters.ts";

/** Bytes of guest memory, from `start` to before `end`. */
export type Region = readonly [start: number, end: number];

/** As many iovecs as one call uses. */
const IOV_MAX = 1024;
const EVENT = 32;

/**
 * The regions of a call that succeeds; one that does not may write nowhere.
 *
 * @param before guest memory as it was
 * @param strings how many strings are copied, and the bytes of all
 */
export function regionsOf(
  shape: Shape,
  args: readonly (number | bigint)[],
  before: DataView,
  sizes: Sizes,
  strings: { readonly count: number; readonly bytes: number },
): Region[] {
  const regions: Region[] = [];
  const add = (start: number, length: number) => regions.push([start, start + length]);
  for (const [i, role] of shape.roles.entries()) {
    const pointer = Number(args[i]) >>> 0;
    const next = Number(args[i + 1] ?? 0) >>> 0;
    const result = resultOf(role, sizes);
    if (result !== undefined) add(pointer, result[0]);
    else if (role === "pointers") add(pointer, 4 * strings.count);
    else if (role === "strings") add(pointer, strings.bytes);
    else if (role === "events") add(pointer, EVENT * next);
    else if (role === "buffer" && shape.fills) add(pointer, next);
    else if (role === "iovecs" && shape.fills) {
      for (let at = pointer; at < pointer + 8 * Math.min(next, IOV_MAX); at += 8) {
        add(before.getUint32(at, true), before.getUint32(at + 4, true));
      }
    }
  }
  return regions;
}
