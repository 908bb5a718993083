/**
 * Lifting values out of memory: a closure for each type.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { ListType, ValueType } from "../types.ts";
import { propertyName } from "../values.ts";
import { PER_ELEMENT } from "./allowance.ts";
import { liftCharacter } from "./characters.ts";
import {
  casesOf,
  discriminantSize,
  flagsSize,
  MAX_BYTES,
  POINTER,
  type VariantLike,
} from "./layout.ts";
import type { Lifting, Load } from "./lifting.ts";
import type { Memory } from "./memory.ts";
import { caseShapes, liftingFlags, partsOf } from "./names.ts";
import { numberListClass } from "./numbers.ts";

/** What loads values of `type`. */
export function loading(type: ValueType, from: Lifting): Load {
  let load = from.loads.get(type);
  if (load === undefined) from.loads.set(type, load = compile(type, from));
  return load;
}

/** What loads an unsigned number of so many bytes. */
function loadingUnsigned(memory: Memory, size: 1 | 2 | 4): (at: number) => number {
  switch (size) {
    case 1:
      return (at) => memory.bytes[at]!;
    case 2:
      return (at) => memory.view.getUint16(at, true);
    case 4:
      return (at) => memory.view.getUint32(at, true);
  }
}

function compile(type: ValueType, from: Lifting): Load {
  const { memory } = from;
  switch (type.kind) {
    case "bool":
      return (at) => memory.bytes[at] !== 0;
    case "u8":
      return loadingUnsigned(memory, 1);
    case "s8":
      return (at) => memory.view.getInt8(at);
    case "u16":
      return loadingUnsigned(memory, 2);
    case "s16":
      return (at) => memory.view.getInt16(at, true);
    case "u32":
      return loadingUnsigned(memory, 4);
    case "s32":
      return (at) => memory.view.getInt32(at, true);
    case "u64":
      return (at) => memory.view.getBigUint64(at, true);
    case "s64":
      return (at) => memory.view.getBigInt64(at, true);
    case "f32":
      return (at) => canonicalNan(memory.view.getFloat32(at, true));
    case "f64":
      return (at) => canonicalNan(memory.view.getFloat64(at, true));
    case "char":
      return (at) => liftCharacter(memory.view.getUint32(at, true));
    case "string":
      return (at) => {
        const { view } = memory;
        return from.string(view.getUint32(at, true), view.getUint32(at + POINTER, true));
      };
    case "own":
    case "borrow": {
      const lift = from.handles[type.kind](type.resource);
      return (at) => lift(memory.view.getUint32(at, true));
    }
    case "list": {
      if (type.length !== undefined) return loadingElements(type.element, type.length, from);
      const lift = liftingList(type, from);
      return (at) => {
        const { view } = memory;
        return lift(view.getUint32(at, true), view.getUint32(at + POINTER, true));
      };
    }
    case "record": {
      const loadAll = loadingSequence(partsOf(type), from);
      const properties = type.fields.map(({ name }) => propertyName(name));
      return (at) => namedValues(properties, loadAll(at));
    }
    case "tuple":
      return loadingSequence(partsOf(type), from);
    case "flags": {
      const load = loadingUnsigned(memory, flagsSize(type.names.length));
      const lift = liftingFlags(type);
      return (at) => lift(load(at));
    }
    case "variant":
    case "enum":
    case "option":
    case "result":
      return loadingVariant(type, from);
  }
}

/** What loads values one behind the other, as in a record. */
export function loadingSequence(
  types: readonly ValueType[],
  from: Lifting,
): (at: number) => unknown[] {
  const { begins } = from.layouts.offsets(types);
  const loads = types.map((type) => loading(type, from));
  return (at) => {
    const values: unknown[] = new Array(loads.length);
    for (let i = 0; i < loads.length; i++) values[i] = loads[i]!(at + begins[i]!);
    return values;
  };
}

/** What lifts lists by their pointer and length, neither of them checked. */
export function liftingList(
  { element }: ListType,
  from: Lifting,
): (pointer: number, length: number) => unknown {
  const { memory, layouts } = from;
  const { size, alignment } = layouts.of(element);
  const place = (pointer: number, length: number): number => {
    if (length * size > MAX_BYTES) throw new Trap("a list is too long");
    return memory.check(pointer, length * size, alignment);
  };
  if (element.kind === "u8" && from.lists === "views") {
    return (pointer, length) => memory.slice(place(pointer, length >>> 0), length >>> 0);
  }
  const load = loadingElements(element, undefined, from);
  return (pointer, length) => load(place(pointer, length >>> 0), length >>> 0);
}

/** What loads elements one behind the other: as many as it is told, or always the same number. */
function loadingElements(
  element: ValueType,
  fixed: number | undefined,
  from: Lifting,
): (at: number, length?: number) => unknown {
  const { memory, layouts, lists, allowance } = from;
  const Class = numberListClass(element);
  const { size } = layouts.of(element);
  if (Class !== undefined) {
    // A NaN in a list keeps its bits: any that are a NaN will do where it is lowered.
    const view = (at: number, length: number) => new Class(memory.bytes.buffer, at, length);
    if (lists === "views") return (at, length = fixed!) => view(at, length);
    return (at, length = fixed!) => {
      allowance.spend(length * size);
      return view(at, length).slice();
    };
  }
  const load = loading(element, from);
  return (at, length = fixed!) => {
    allowance.spend(length * (size + PER_ELEMENT));
    const values: unknown[] = [];
    for (let i = 0; i < length; i++) values.push(load(at + i * size));
    return values;
  };
}

function loadingVariant(type: VariantLike, from: Lifting): Load {
  const cases = casesOf(type);
  const load = loadingUnsigned(from.memory, discriminantSize(cases.length));
  const offset = from.layouts.payloadOffset(cases);
  const payloads = cases.map((one) => one === undefined ? undefined : loading(one, from));
  const { make } = caseShapes(type);
  return (at) => {
    const number = load(at);
    if (number >= payloads.length) throw new Trap("a variant has no such case");
    const payload = payloads[number];
    return make[number]!(payload === undefined ? undefined : payload(at + offset));
  };
}

/** The values of a record under the names of its fields. */
export function namedValues(
  properties: readonly string[],
  values: readonly unknown[],
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < properties.length; i++) record[properties[i]!] = values[i];
  return record;
}

/** The number with the bits that every NaN is lifted to. */
export function canonicalNan(value: number): number {
  return value === value ? value : NaN;
}
