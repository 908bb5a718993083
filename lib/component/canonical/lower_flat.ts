/**
 * Lowering values to core values: a closure for each type and place.
 *
 * @module
 */

import type { ValueType } from "../types.ts";
import { propertyName } from "../values.ts";
import { type CoreValue, packing, zero } from "./core_values.ts";
import { casesOf, type CoreType, type VariantLike } from "./layout.ts";
import type { Lowering } from "./lowering.ts";
import { caseShapes, loweringFlags, partsOf } from "./names.ts";
import { loweringScalar } from "./scalars.ts";
import { wrongShape } from "./shape.ts";
import { elements, fieldValues, loweringList } from "./store.ts";
import type { StringPlace } from "./strings.ts";

/** Puts a value among the core values of a call. */
export type LowerFlat = (value: unknown, flat: CoreValue[]) => void;

/**
 * What lowers a value of `type` to core values from `at` on.
 *
 * @param want the types of all core values of the call, which may be wider than those of `type`
 */
export function loweringFlat(
  type: ValueType,
  at: number,
  want: readonly CoreType[],
  to: Lowering,
): LowerFlat {
  switch (type.kind) {
    case "string":
      return pair(at, want, to.string);
    case "own":
    case "borrow":
      return writing(at, "i32", want, to.handles[type.kind](type.resource));
    case "list":
      return type.length === undefined
        ? pair(at, want, loweringList(type, to))
        : loweringElements(type.element, type.length, at, want, to);
    case "record": {
      const lowerAll = loweringFlatSequence(partsOf(type), at, want, to);
      const valuesOf = fieldValues(type.fields.map(({ name }) => propertyName(name)));
      return (value, flat) => lowerAll(valuesOf(value), flat);
    }
    case "tuple":
      return loweringParts(type.types, at, want, to);
    case "flags": {
      const lower = loweringFlags(type);
      return writing(at, "i32", want, (value) => lower(value) ?? wrongShape("flags", value));
    }
    case "variant":
    case "enum":
    case "option":
    case "result":
      return loweringVariant(type, at, want, to);
    default:
      return writing(at, to.layouts.of(type).flat![0]!, want, loweringScalar(type.kind));
  }
}

/** What lowers values to core values that follow each other from `at`. */
export function loweringFlatSequence(
  types: readonly ValueType[],
  at: number,
  want: readonly CoreType[],
  to: Lowering,
): (values: ArrayLike<unknown>, flat: CoreValue[]) => void {
  const lowers = types.map((type) => {
    const lower = loweringFlat(type, at, want, to);
    at += to.layouts.of(type).flat!.length;
    return lower;
  });
  return (values, flat) => {
    for (let i = 0; i < lowers.length; i++) lowers[i]!(values[i], flat);
  };
}

function writing(
  at: number,
  have: CoreType,
  want: readonly CoreType[],
  lower: (value: unknown) => CoreValue,
): LowerFlat {
  const pack = packing(have, want[at]!);
  if (pack === undefined) return (value, flat) => void (flat[at] = lower(value));
  return (value, flat) => void (flat[at] = pack(lower(value)));
}

function pair(
  at: number,
  want: readonly CoreType[],
  lower: (value: unknown) => StringPlace,
): LowerFlat {
  const pointer = writing(at, "i32", want, (value) => value as number);
  const length = writing(at + 1, "i32", want, (value) => value as number);
  return (value, flat) => {
    const place = lower(value);
    pointer(place[0], flat);
    length(place[1], flat);
  };
}

function loweringParts(
  types: readonly ValueType[],
  at: number,
  want: readonly CoreType[],
  to: Lowering,
): LowerFlat {
  const lowerAll = loweringFlatSequence(types, at, want, to);
  return (value, flat) => lowerAll(elements(value, types.length), flat);
}

/** A list of fixed length; its elements become core values of their own. */
function loweringElements(
  element: ValueType,
  length: number,
  at: number,
  want: readonly CoreType[],
  to: Lowering,
): LowerFlat {
  return loweringParts(Array.from({ length }, () => element), at, want, to);
}

function loweringVariant(
  type: VariantLike,
  at: number,
  want: readonly CoreType[],
  to: Lowering,
): LowerFlat {
  const cases = casesOf(type);
  const { caseOf, payloadOf } = caseShapes(type);
  const discriminant = writing(at, "i32", want, (number) => number as number);
  const payloads = cases.map((one) =>
    one === undefined ? undefined : loweringFlat(one, at + 1, want, to)
  );
  const end = at + to.layouts.of(type).flat!.length;
  // What each case leaves unused is zero.
  const ends = cases.map((one) =>
    at + 1 + (one === undefined ? 0 : to.layouts.of(one).flat!.length)
  );
  return (value, flat) => {
    const number = caseOf(value) ?? wrongShape(type.kind, value);
    discriminant(number, flat);
    payloads[number]?.(payloadOf(value), flat);
    for (let i = ends[number]!; i < end; i++) flat[i] = zero(want[i]!);
  };
}
