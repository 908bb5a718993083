/**
 * Numbers in WAVE.
 *
 * @module
 */

import type { Cursor } from "./cursor.ts";

/** The types of whole numbers. */
export type IntegerKind = "s8" | "u8" | "s16" | "u16" | "s32" | "u32" | "s64" | "u64";

const INTEGER = /-?[0-9]+(?![0-9A-Za-z.%])/y;
const FLOAT = /-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|inf|nan)(?![0-9A-Za-z.%])/y;

/** Longer than any integer: what `BigInt` takes long for is no number of any type. */
const MAX_DIGITS = 40;

/** Reads a whole number: a bigint of 64 bits, otherwise a number. */
export function parseInteger(kind: IntegerKind, cursor: Cursor): number | bigint {
  const start = cursor.position;
  const digits = cursor.match(INTEGER);
  if (digits === undefined) return cursor.fail(`a number (${kind}) is expected`);
  const bits = Number(kind.slice(1));
  const value = digits.length > MAX_DIGITS ? undefined : BigInt(digits);
  const wrapped = value === undefined
    ? undefined
    : kind.startsWith("u")
    ? BigInt.asUintN(bits, value)
    : BigInt.asIntN(bits, value);
  if (value === undefined || wrapped !== value) cursor.fail(`${digits} is no ${kind}`, start);
  return bits === 64 ? value : Number(value);
}

/** Reads a number with a fraction, `inf` or `nan`. */
export function parseFloat(kind: "f32" | "f64", cursor: Cursor): number {
  const text = cursor.match(FLOAT);
  switch (text) {
    case undefined:
      return cursor.fail(`a number (${kind}) is expected`);
    case "nan":
    case "-nan":
      return NaN;
    case "inf":
      return Infinity;
    case "-inf":
      return -Infinity;
    default:
      return kind === "f32" ? Math.fround(Number(text)) : Number(text);
  }
}

/** Writes a number with a fraction, with as many digits as tell it from others of its type. */
export function printFloat(kind: "f32" | "f64", value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0";
  return String(kind === "f32" ? shortest(value) : value);
}

/** The shortest decimal number that is rounded to this one in 32 bits: never more than 9 digits. */
function shortest(value: number): number {
  const rounded = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(rounded.toPrecision(digits));
    if (Math.fround(candidate) === rounded) return candidate;
  }
  return Number(rounded.toPrecision(9));
}
