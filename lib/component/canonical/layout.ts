/**
 * How values lie in memory and how they are passed as core values.
 *
 * @module
 */

import type { ValueType } from "../types.ts";

/** The types of the core values that the canonical ABI passes. */
export type CoreType = "i32" | "i64" | "f32" | "f64";

/** More core values than these are passed in memory. */
export const MAX_FLAT_PARAMETERS = 16;
export const MAX_FLAT_RESULTS = 1;

/** How the values of a type are represented. */
export interface Layout {
  /** In bytes, padded so that values can lie one behind the other. */
  readonly size: number;
  readonly alignment: number;
  /** The core values that one value is passed as; undefined where they are more than can be passed. */
  readonly flat: readonly CoreType[] | undefined;
}

/** The most bytes that a list or a string may have in memory. */
export const MAX_BYTES: number = 2 ** 28 - 1;

/** Bytes of a pointer and of a length. */
export const POINTER = 4;

const SCALARS: Readonly<Record<string, readonly [size: number, flat: CoreType]>> = {
  bool: [1, "i32"],
  s8: [1, "i32"],
  u8: [1, "i32"],
  s16: [2, "i32"],
  u16: [2, "i32"],
  s32: [4, "i32"],
  u32: [4, "i32"],
  s64: [8, "i64"],
  u64: [8, "i64"],
  f32: [4, "f32"],
  f64: [8, "f64"],
  char: [4, "i32"],
  own: [4, "i32"],
  borrow: [4, "i32"],
};

const POINTER_AND_LENGTH: Layout = {
  size: 2 * POINTER,
  alignment: POINTER,
  flat: ["i32", "i32"],
};

/** The layouts of types; each is worked out once, for a type may contain another very often. */
export class Layouts {
  readonly #known = new Map<ValueType, Layout>();

  /** The layout of `type`. */
  of(type: ValueType): Layout {
    let layout = this.#known.get(type);
    if (layout === undefined) this.#known.set(type, layout = this.#workOut(type));
    return layout;
  }

  /** The layout of values one behind the other, as in a record. */
  ofSequence(types: readonly ValueType[]): Layout {
    const layouts = types.map((type) => this.of(type));
    const alignment = Math.max(1, ...layouts.map((layout) => layout.alignment));
    const end = this.offsets(types).end;
    return { size: aligned(end, alignment), alignment, flat: joined(layouts) };
  }

  /** Where each of these values begins in a record of them, and where the last one ends. */
  offsets(
    types: readonly ValueType[],
  ): { readonly begins: readonly number[]; readonly end: number } {
    let end = 0;
    const begins = types.map((type) => {
      const { size, alignment } = this.of(type);
      const begin = aligned(end, alignment);
      end = begin + size;
      return begin;
    });
    return { begins, end };
  }

  /** Where the payload of a variant with these cases begins. */
  payloadOffset(cases: Cases): number {
    return aligned(discriminantSize(cases.length), this.#payloadAlignment(cases));
  }

  /** The core values, after the discriminant, that hold the payload of any of these cases. */
  payloadFlat(cases: Cases): readonly CoreType[] | undefined {
    const all: CoreType[] = [];
    for (const type of cases) {
      if (type === undefined) continue;
      const { flat } = this.of(type);
      if (flat === undefined) return undefined;
      flat.forEach((one, i) => all[i] = all[i] === undefined ? one : common(all[i]!, one));
    }
    return all.length < MAX_FLAT_PARAMETERS ? all : undefined;
  }

  #workOut(type: ValueType): Layout {
    switch (type.kind) {
      case "string":
        return POINTER_AND_LENGTH;
      case "list":
        return type.length === undefined
          ? POINTER_AND_LENGTH
          : repeated(this.of(type.element), type.length);
      case "record":
        return this.ofSequence(type.fields.map((field) => field.type));
      case "tuple":
        return this.ofSequence(type.types);
      case "flags": {
        const size = flagsSize(type.names.length);
        return { size, alignment: size, flat: ["i32"] };
      }
      case "variant":
      case "enum":
      case "option":
      case "result":
        return this.#ofVariant(casesOf(type));
      default: {
        const [size, flat] = SCALARS[type.kind]!;
        return { size, alignment: size, flat: [flat] };
      }
    }
  }

  #ofVariant(cases: Cases): Layout {
    const alignment = Math.max(discriminantSize(cases.length), this.#payloadAlignment(cases));
    const sizes = cases.map((type) => type === undefined ? 0 : this.of(type).size);
    const flat = this.payloadFlat(cases);
    return {
      size: aligned(this.payloadOffset(cases) + Math.max(...sizes), alignment),
      alignment,
      flat: flat === undefined ? undefined : ["i32", ...flat],
    };
  }

  #payloadAlignment(cases: Cases): number {
    return Math.max(1, ...cases.map((type) => type === undefined ? 1 : this.of(type).alignment));
  }
}

/** What each case of a variant carries, in order. */
export type Cases = readonly (ValueType | undefined)[];

/** A type that is a variant, or is passed as one. */
export type VariantLike = Extract<ValueType, { kind: "variant" | "enum" | "option" | "result" }>;

/** The cases of a type that is a variant, or is passed as one. */
export function casesOf(type: VariantLike): Cases {
  switch (type.kind) {
    case "variant":
      return type.cases.map((one) => one.type);
    case "enum":
      return type.names.map(() => undefined);
    case "option":
      return [undefined, type.some];
    case "result":
      return [type.ok, type.err];
  }
}

/** Bytes of the discriminant of so many cases. */
export function discriminantSize(cases: number): 1 | 2 | 4 {
  return cases <= 0x100 ? 1 : cases <= 0x1_0000 ? 2 : 4;
}

/** Bytes of so many flags. */
export function flagsSize(flags: number): 1 | 2 | 4 {
  return flags <= 8 ? 1 : flags <= 16 ? 2 : 4;
}

function aligned(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function repeated({ size, alignment, flat }: Layout, length: number): Layout {
  const fits = flat !== undefined && flat.length * length <= MAX_FLAT_PARAMETERS;
  return {
    size: size * length,
    alignment,
    flat: fits ? Array.from({ length }, () => flat).flat() : undefined,
  };
}

function joined(layouts: readonly Layout[]): readonly CoreType[] | undefined {
  const all: CoreType[] = [];
  for (const { flat } of layouts) {
    if (flat === undefined || all.length + flat.length > MAX_FLAT_PARAMETERS) return undefined;
    all.push(...flat);
  }
  return all;
}

/** The type that holds the bits of either. */
function common(a: CoreType, b: CoreType): CoreType {
  if (a === b) return a;
  return (a === "i32" || a === "f32") && (b === "i32" || b === "f32") ? "i32" : "i64";
}
