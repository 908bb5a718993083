/**
 * The cases of variants and the flags by name.
 *
 * @module
 */

import type { FlagsType, ValueType } from "../types.ts";
import { propertyName } from "../values.ts";
import type { VariantLike } from "./layout.ts";

/**
 * How the cases of a variant and its values in JavaScript correspond.
 *
 * What a case carries comes as undefined where it carries nothing.
 */
export interface CaseShapes {
  /** For each case, makes the value. */
  readonly make: readonly ((payload: unknown) => unknown)[];
  /** The number of the case of a value, or undefined for one of another shape. */
  readonly caseOf: (value: unknown) => number | undefined;
  /** What the case of a value carries. */
  readonly payloadOf: (value: unknown) => unknown;
}

/** The shapes of the values of `type`, as {@linkcode ../values.ts} tells them. */
export function caseShapes(type: VariantLike): CaseShapes {
  switch (type.kind) {
    case "variant":
      return tagged(type.cases.map(({ name }) => name));
    case "result":
      return tagged(["ok", "err"]);
    case "enum":
      return named(type.names);
    case "option":
      return type.some.kind === "option" ? tagged(["none", "some"]) : optional();
  }
}

function tagged(tags: readonly string[]): CaseShapes {
  const numbers = numbered(tags);
  return {
    make: tags.map((tag) => (value) => ({ tag, value })),
    caseOf: (value) =>
      typeof value === "object" && value !== null
        ? numbers.get((value as { tag: string }).tag)
        : undefined,
    payloadOf: (value) => (value as { value: unknown }).value,
  };
}

function named(names: readonly string[]): CaseShapes {
  const numbers = numbered(names);
  return {
    make: names.map((name) => () => name),
    caseOf: (value) => numbers.get(value as string),
    payloadOf: () => undefined,
  };
}

function optional(): CaseShapes {
  return {
    make: [() => undefined, (payload) => payload],
    caseOf: (value) => value === undefined ? 0 : 1,
    payloadOf: (value) => value,
  };
}

function numbered(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

/** The flags of which a bit is set, as an object. */
export function liftingFlags({ names }: FlagsType): (bits: number) => unknown {
  const properties = names.map(propertyName);
  return (bits) => {
    const flags: Record<string, boolean> = {};
    for (let i = 0; i < properties.length; i++) flags[properties[i]!] = (bits >>> i & 1) === 1;
    return flags;
  };
}

/** The bits of the flags that are set in an object. */
export function loweringFlags({ names }: FlagsType): (value: unknown) => number | undefined {
  const properties = names.map(propertyName);
  return (value) => {
    if (typeof value !== "object" || value === null) return undefined;
    let bits = 0;
    for (let i = 0; i < properties.length; i++) {
      if ((value as Record<string, unknown>)[properties[i]!] === true) bits |= 1 << i;
    }
    return bits;
  };
}

/** The types of what a record, a tuple or a list of fixed length has inside. */
export function partsOf(type: Extract<ValueType, { kind: "record" | "tuple" }>): ValueType[] {
  return type.kind === "record" ? type.fields.map((field) => field.type) : [...type.types];
}
