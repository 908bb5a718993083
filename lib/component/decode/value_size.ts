/**
 * How many bytes a value takes in memory, with pointers of 64 bits: what the format bounds.
 *
 * @module
 */

import type { ValueType } from "../types.ts";

/** Bytes, and what they are aligned to. */
export interface Layout {
  readonly size: number;
  readonly alignment: number;
}

/** As much as is told apart: lengths multiply, and twice this is still exact. */
const MOST = 2 ** 40;

/** @param of the layout of a part */
export function layoutOf(type: ValueType, of: (part: ValueType) => Layout): Layout {
  switch (type.kind) {
    case "bool":
    case "s8":
    case "u8":
      return scalar(1);
    case "s16":
    case "u16":
      return scalar(2);
    case "s64":
    case "u64":
    case "f64":
      return scalar(8);
    case "string":
      return { size: 16, alignment: 8 };
    case "list": {
      if (type.length === undefined) return { size: 16, alignment: 8 };
      const { size, alignment } = of(type.element);
      return { size: Math.min(size * type.length, MOST), alignment };
    }
    case "record":
      return inRow(type.fields.map((field) => of(field.type)));
    case "tuple":
      return inRow(type.types.map(of));
    case "flags":
      return scalar(type.names.length <= 8 ? 1 : type.names.length <= 16 ? 2 : 4);
    case "enum":
      return variant(type.names.length, []);
    case "variant":
      return variant(type.cases.length, present(type.cases.map((one) => one.type)).map(of));
    case "option":
      return variant(2, [of(type.some)]);
    case "result":
      return variant(2, present([type.ok, type.err]).map(of));
    default:
      return scalar(4);
  }
}

function scalar(size: number): Layout {
  return { size, alignment: size };
}

function inRow(parts: readonly Layout[]): Layout {
  let [end, widest] = [0, 1];
  for (const { size, alignment } of parts) {
    end = Math.min(aligned(end, alignment) + size, MOST);
    widest = Math.max(widest, alignment);
  }
  return { size: aligned(end, widest), alignment: widest };
}

function variant(count: number, parts: readonly Layout[]): Layout {
  const tag = count <= 1 << 8 ? 1 : count <= 1 << 16 ? 2 : 4;
  let [largest, widest] = [0, 1];
  for (const { size, alignment } of parts) {
    largest = Math.max(largest, size);
    widest = Math.max(widest, alignment);
  }
  const alignment = Math.max(tag, widest);
  return { size: aligned(aligned(tag, widest) + largest, alignment), alignment };
}

function present(types: readonly (ValueType | undefined)[]): ValueType[] {
  return types.filter((type) => type !== undefined);
}

function aligned(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
