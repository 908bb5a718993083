/**
 * Lifting values out of core values: a closure for each type and place.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { ValueType } from "../types.ts";
import { propertyName } from "../values.ts";
import { liftCharacter } from "./characters.ts";
import { type CoreValue, unpacking } from "./core_values.ts";
import { casesOf, type CoreType, type VariantLike } from "./layout.ts";
import type { Lifting } from "./lifting.ts";
import { canonicalNan, liftingList, namedValues } from "./load.ts";
import { caseShapes, liftingFlags, partsOf } from "./names.ts";
import { numberListClass } from "./numbers.ts";

/** Takes a value out of the core values of a call. */
export type LiftFlat = (flat: readonly CoreValue[]) => unknown;

/**
 * What lifts a value of `type` whose core values begin at `at`.
 *
 * @param have the types of all core values of the call, which may be wider than those of `type`
 */
export function liftingFlat(
  type: ValueType,
  at: number,
  have: readonly CoreType[],
  from: Lifting,
): LiftFlat {
  switch (type.kind) {
    case "bool":
      return map(i32(at, have), (value) => value !== 0);
    case "u8":
      return map(i32(at, have), (value) => value & 0xff);
    case "s8":
      return map(i32(at, have), (value) => value << 24 >> 24);
    case "u16":
      return map(i32(at, have), (value) => value & 0xffff);
    case "s16":
      return map(i32(at, have), (value) => value << 16 >> 16);
    case "u32":
      return map(i32(at, have), (value) => value >>> 0);
    case "s32":
      return i32(at, have);
    case "u64":
      return (flat) => BigInt.asUintN(64, flat[at] as bigint);
    case "s64":
      return (flat) => flat[at];
    case "f32":
    case "f64":
      return map(reading(at, have, type.kind) as (flat: Flat) => number, canonicalNan);
    case "char":
      return map(i32(at, have), liftCharacter);
    case "string":
      return pair(at, have, from.string);
    case "own":
    case "borrow":
      return map(i32(at, have), from.handles[type.kind](type.resource));
    case "list":
      return type.length === undefined
        ? pair(at, have, liftingList(type, from))
        : liftingElements(type.element, type.length, at, have, from);
    case "record": {
      const liftAll = liftingFlatSequence(partsOf(type), at, have, from);
      const properties = type.fields.map(({ name }) => propertyName(name));
      return (flat) => namedValues(properties, liftAll(flat));
    }
    case "tuple":
      return liftingFlatSequence(partsOf(type), at, have, from);
    case "flags":
      return map(i32(at, have), liftingFlags(type));
    case "variant":
    case "enum":
    case "option":
    case "result":
      return liftingVariant(type, at, have, from);
  }
}

/** What lifts values whose core values follow each other from `at`. */
export function liftingFlatSequence(
  types: readonly ValueType[],
  at: number,
  have: readonly CoreType[],
  from: Lifting,
): (flat: readonly CoreValue[]) => unknown[] {
  const lifts = types.map((type) => {
    const lift = liftingFlat(type, at, have, from);
    at += from.layouts.of(type).flat!.length;
    return lift;
  });
  return (flat) => {
    const values: unknown[] = new Array(lifts.length);
    for (let i = 0; i < lifts.length; i++) values[i] = lifts[i]!(flat);
    return values;
  };
}

type Flat = readonly CoreValue[];

function reading(at: number, have: readonly CoreType[], want: CoreType): (flat: Flat) => CoreValue {
  const unpack = unpacking(have[at]!, want);
  if (unpack === undefined) return (flat) => flat[at]!;
  return (flat) => unpack(flat[at]!);
}

function i32(at: number, have: readonly CoreType[]): (flat: Flat) => number {
  return reading(at, have, "i32") as (flat: Flat) => number;
}

function map(read: (flat: Flat) => number, lift: (value: number) => unknown): LiftFlat {
  return (flat) => lift(read(flat));
}

function pair(
  at: number,
  have: readonly CoreType[],
  lift: (pointer: number, length: number) => unknown,
): LiftFlat {
  const pointer = i32(at, have);
  const length = i32(at + 1, have);
  return (flat) => lift(pointer(flat), length(flat));
}

/** A list of fixed length; its elements come as core values of their own. */
function liftingElements(
  element: ValueType,
  length: number,
  at: number,
  have: readonly CoreType[],
  from: Lifting,
): LiftFlat {
  const liftAll = liftingFlatSequence(Array.from({ length }, () => element), at, have, from);
  const Class = numberListClass(element);
  if (Class === undefined) return liftAll;
  return (flat) => Class.from(liftAll(flat) as never[]);
}

function liftingVariant(
  type: VariantLike,
  at: number,
  have: readonly CoreType[],
  from: Lifting,
): LiftFlat {
  const discriminant = i32(at, have);
  const { make } = caseShapes(type);
  const payloads = casesOf(type).map((one) =>
    one === undefined ? undefined : liftingFlat(one, at + 1, have, from)
  );
  return (flat) => {
    const number = discriminant(flat) >>> 0;
    if (number >= payloads.length) throw new Trap("a variant has no such case");
    const payload = payloads[number];
    return make[number]!(payload === undefined ? undefined : payload(flat));
  };
}
