/**
 * Types of values, as far as it matters where they are kept.
 *
 * @module
 */

import type { BinaryReader } from "./binary_reader.ts";

/** A type of values: a number, an exception, or any other reference. */
export type ValueType = "number" | "exception" | "reference";

const [I32, V128] = [0x7f, 0x7b];

/** Types that take a heap type behind them: `(ref null ht)` and `(ref ht)`. */
const REF_NULL = 0x63;
const REF = 0x64;

/** The heap type `exn`, as a signed number and as the short form of `(ref null exn)`. */
const HEAP_EXN = -23n;
const EXNREF = 0x69;

/** Reads a value type. */
export function readValueType(reader: BinaryReader): ValueType {
  const byte = reader.byte();
  if (byte === REF_NULL || byte === REF) {
    // A signed number can be written in more bytes than it needs.
    return reader.signed() === HEAP_EXN ? "exception" : "reference";
  }
  if (byte === EXNREF) return "exception";
  return byte >= V128 && byte <= I32 ? "number" : "reference";
}
