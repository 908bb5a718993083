/**
 * Numbers and truth values given by the host, as core values.
 *
 * @module
 */

import type { PrimitiveKind } from "../types.ts";
import { lowerCharacter } from "./characters.ts";
import type { CoreValue } from "./core_values.ts";
import { wrongShape } from "./shape.ts";

/** A type whose values are one core value each. */
export type ScalarKind = Exclude<PrimitiveKind, "string">;

/** What turns a value of this type into a core value. */
export function loweringScalar(kind: ScalarKind): (value: unknown) => CoreValue {
  switch (kind) {
    case "bool":
      return (value) => {
        if (typeof value !== "boolean") wrongShape(kind, value);
        return value ? 1 : 0;
      };
    case "u8":
      return integer(kind, (value) => value & 0xff);
    case "s8":
      return integer(kind, (value) => value << 24 >> 24);
    case "u16":
      return integer(kind, (value) => value & 0xffff);
    case "s16":
      return integer(kind, (value) => value << 16 >> 16);
    case "u32":
    case "s32":
      return integer(kind, (value) => value | 0);
    case "u64":
    case "s64":
      return (value) => {
        if (typeof value !== "bigint") wrongShape(kind, value);
        return BigInt.asIntN(64, value);
      };
    case "f32":
    case "f64":
      return integer(kind, (value) => value === value ? value : NaN);
    case "char":
      return lowerCharacter;
  }
}

function integer(kind: ScalarKind, convert: (value: number) => number) {
  return (value: unknown): number => {
    if (typeof value !== "number") wrongShape(kind, value);
    return convert(value);
  };
}
