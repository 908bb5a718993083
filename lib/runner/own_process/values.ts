/**
 * The arguments and results of calls as JSON, which has neither bigints nor every number, nor lists of
 * one type. Such a list, which can be long, is one text.
 *
 * @module
 */

import type { ComponentValue, NumberList } from "../options.ts";

/** A value: its kind, and what it consists of. */
export type Encoded = readonly [kind: string, content?: unknown];

/** What the classes of lists have in common: they make numbers of texts by themselves. */
interface ListClass {
  from(values: never[]): NumberList;
}

const LISTS: Readonly<Record<string, ListClass>> = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
};

/** A value as JSON can hold it. */
export function encodeValue(value: ComponentValue): Encoded {
  switch (typeof value) {
    case "undefined":
      return ["none"];
    case "boolean":
    case "string":
      return ["plain", value];
    case "bigint":
      return ["bigint", `${value}`];
    case "number":
      return ["number", textOf(value)];
  }
  if (ArrayBuffer.isView(value)) {
    return [value.constructor.name, Array.from(value as Uint8Array, textOf).join()];
  }
  if (Array.isArray(value)) return ["array", Array.from(value, encodeValue)];
  const named = Object.entries(value as Record<string, ComponentValue>);
  return ["object", named.map(([name, one]) => [name, encodeValue(one)])];
}

/**
 * The value that was encoded.
 *
 * @throws TypeError when it is none
 */
export function decodeValue(encoded: unknown): ComponentValue {
  const [kind, content] = listed(encoded);
  switch (kind) {
    case "none":
      return undefined;
    case "plain":
      if (typeof content === "boolean" || typeof content === "string") return content;
      throw new TypeError("a plain value is neither true or false nor text");
    case "bigint":
      return BigInt(String(content));
    case "number":
      return Number(content);
    case "array":
      return listed(content).map(decodeValue);
    case "object":
      return Object.fromEntries(
        listed(content).map((one) => {
          const [name, value] = listed(one);
          return [String(name), decodeValue(value)];
        }),
      );
  }
  if (typeof kind === "string" && Object.hasOwn(LISTS, kind) && typeof content === "string") {
    return LISTS[kind]!.from((content === "" ? [] : content.split(",")) as never[]);
  }
  throw new TypeError("a value of no known kind");
}

function textOf(number: number | bigint): string {
  return Object.is(number, -0) ? "-0" : `${number}`;
}

function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError("a value is no list");
}
