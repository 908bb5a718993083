/**
 * Lists of numbers, which have the same bytes in guest memory and in a typed array.
 *
 * @module
 */

import type { ValueType } from "../types.ts";
import type { NumberList } from "../values.ts";

/** The class for lists of a number type. */
export type NumberListClass = {
  new (buffer: ArrayBuffer, pointer: number, length: number): NumberList;
  from(values: ArrayLike<never>): NumberList;
};

const CLASSES: Readonly<Record<string, NumberListClass>> = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** The class for lists of `element`, or undefined where they are arrays. */
export function numberListClass(element: ValueType): NumberListClass | undefined {
  return CLASSES[element.kind];
}
