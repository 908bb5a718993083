/**
 * Lowering values into memory: a closure for each type.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { ListType, ValueType } from "../types.ts";
import { propertyName } from "../values.ts";
import {
  casesOf,
  discriminantSize,
  flagsSize,
  MAX_BYTES,
  POINTER,
  type VariantLike,
} from "./layout.ts";
import type { Lowering, Store } from "./lowering.ts";
import type { Memory } from "./memory.ts";
import { caseShapes, loweringFlags, partsOf } from "./names.ts";
import { numberListClass } from "./numbers.ts";
import { loweringScalar, type ScalarKind } from "./scalars.ts";
import { wrongShape } from "./shape.ts";
import type { StringPlace } from "./strings.ts";

/** What stores values of `type`. */
export function storing(type: ValueType, to: Lowering): Store {
  let store = to.stores.get(type);
  if (store === undefined) to.stores.set(type, store = compile(type, to));
  return store;
}

function compile(type: ValueType, to: Lowering): Store {
  const { memory } = to;
  switch (type.kind) {
    case "string":
      return storingPlace(memory, to.string);
    case "own":
    case "borrow": {
      const lower = to.handles[type.kind](type.resource);
      return (value, at) => {
        const index = lower(value);
        memory.view.setUint32(at, index, true);
      };
    }
    case "list":
      return type.length === undefined
        ? storingPlace(memory, loweringList(type, to))
        : storingElements(type.element, type.length, to);
    case "record": {
      const storeAll = storingSequence(partsOf(type), to);
      const valuesOf = fieldValues(type.fields.map(({ name }) => propertyName(name)));
      return (value, at) => storeAll(valuesOf(value), at);
    }
    case "tuple": {
      const storeAll = storingSequence(partsOf(type), to);
      return (value, at) => storeAll(elements(value, type.types.length), at);
    }
    case "flags": {
      const store = storingUnsigned(memory, flagsSize(type.names.length));
      const lower = loweringFlags(type);
      return (value, at) => store(lower(value) ?? wrongShape("flags", value), at);
    }
    case "variant":
    case "enum":
    case "option":
    case "result":
      return storingVariant(type, to);
    default:
      return storingScalar(memory, type.kind);
  }
}

function storingScalar(memory: Memory, kind: ScalarKind): Store {
  const lower = loweringScalar(kind);
  switch (kind) {
    case "bool":
    case "u8":
    case "s8":
      return (value, at) => void (memory.bytes[at] = lower(value) as number);
    case "u16":
    case "s16":
      return (value, at) => memory.view.setUint16(at, lower(value) as number, true);
    case "u32":
    case "s32":
    case "char":
      return (value, at) => memory.view.setUint32(at, lower(value) as number, true);
    case "u64":
    case "s64":
      return (value, at) => memory.view.setBigInt64(at, lower(value) as bigint, true);
    case "f32":
      return (value, at) => memory.view.setFloat32(at, lower(value) as number, true);
    case "f64":
      return (value, at) => memory.view.setFloat64(at, lower(value) as number, true);
  }
}

function storingUnsigned(memory: Memory, size: 1 | 2 | 4): (value: number, at: number) => void {
  switch (size) {
    case 1:
      return (value, at) => void (memory.bytes[at] = value);
    case 2:
      return (value, at) => memory.view.setUint16(at, value, true);
    case 4:
      return (value, at) => memory.view.setUint32(at, value, true);
  }
}

function storingPlace(memory: Memory, lower: (value: unknown) => StringPlace): Store {
  return (value, at) => {
    const [pointer, length] = lower(value);
    const { view } = memory;
    view.setUint32(at, pointer, true);
    view.setUint32(at + POINTER, length, true);
  };
}

/** What stores values one behind the other, as in a record. */
export function storingSequence(
  types: readonly ValueType[],
  to: Lowering,
): (values: readonly unknown[], at: number) => void {
  const { begins } = to.layouts.offsets(types);
  const stores = types.map((type) => storing(type, to));
  return (values, at) => {
    for (let i = 0; i < stores.length; i++) stores[i]!(values[i], at + begins[i]!);
  };
}

/** What lowers lists into new memory of the guest. */
export function loweringList(
  { element }: ListType,
  to: Lowering,
): (value: unknown) => StringPlace {
  const { memory, layouts } = to;
  const { size, alignment } = layouts.of(element);
  const store = storingElements(element, undefined, to);
  return (value) => {
    const { length } = listed(value);
    if (length * size > MAX_BYTES) throw new Trap("a list is too long");
    const pointer = memory.allocate(length * size, alignment);
    // The host may have answered a view of the memory that has just grown, which is empty now.
    elements(value, length);
    store(value, pointer);
    return [pointer, length];
  };
}

/** What stores elements one behind the other: as many as there are, or always the same number. */
function storingElements(element: ValueType, fixed: number | undefined, to: Lowering): Store {
  const { memory, layouts } = to;
  const Class = numberListClass(element);
  if (Class !== undefined) {
    return (value, at) => {
      const { length } = elements(value, fixed);
      const target = element.kind === "u8"
        ? memory.slice(at, length)
        : new Class(memory.bytes.buffer, at, length);
      try {
        target.set(value as never);
      } catch (error) {
        // Numbers for bigints, or the other way round.
        if (error instanceof TypeError) wrongShape(`list<${element.kind}>`, value);
        throw error;
      }
    };
  }
  const { size } = layouts.of(element);
  const store = storing(element, to);
  return (value, at) => {
    const values = elements(value, fixed);
    for (let i = 0; i < values.length; i++) store(values[i], at + i * size);
  };
}

function storingVariant(type: VariantLike, to: Lowering): Store {
  const cases = casesOf(type);
  const store = storingUnsigned(to.memory, discriminantSize(cases.length));
  const offset = to.layouts.payloadOffset(cases);
  const payloads = cases.map((one) => one === undefined ? undefined : storing(one, to));
  const { caseOf, payloadOf } = caseShapes(type);
  return (value, at) => {
    const number = caseOf(value) ?? wrongShape(type.kind, value);
    store(number, at);
    payloads[number]?.(payloadOf(value), at + offset);
  };
}

/** What takes the values of a record's fields out of an object. */
export function fieldValues(properties: readonly string[]): (value: unknown) => unknown[] {
  return (value) => {
    if (typeof value !== "object" || value === null) wrongShape("record", value);
    const values: unknown[] = new Array(properties.length);
    for (let i = 0; i < properties.length; i++) {
      values[i] = (value as Record<string, unknown>)[properties[i]!];
    }
    return values;
  };
}

/** The elements of a list, or of a tuple, of which there are `length` where that is fixed. */
export function elements(value: unknown, length?: number): ArrayLike<unknown> & unknown[] {
  const list = listed(value);
  if (length !== undefined && list.length !== length) wrongShape(`list of ${length}`, value);
  return list;
}

function listed(value: unknown): ArrayLike<unknown> & unknown[] {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) wrongShape("list", value);
  return value as unknown[];
}
