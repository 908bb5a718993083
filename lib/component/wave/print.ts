/**
 * Writing values in WAVE, the text form of the values of components.
 *
 * @module
 */

import type { ValueType } from "../types.ts";
import { propertyName, type Tagged } from "../values.ts";
import { printQuoted } from "./characters.ts";
import { KEYWORDS } from "./keywords.ts";
import { printFloat } from "./numbers.ts";

/**
 * Writes a value of a type. A resource, for which WAVE has no form, is written as `<resource>`.
 *
 * @param value of the shape that its type has in JavaScript
 */
export function printValue(value: unknown, type: ValueType): string {
  switch (type.kind) {
    case "f32":
    case "f64":
      return printFloat(type.kind, value as number);
    case "char":
      return printQuoted(value as string, "'");
    case "string":
      return printQuoted(value as string, '"');
    case "list": {
      const values = Array.from(value as ArrayLike<unknown>);
      return `[${values.map((one) => printValue(one, type.element)).join(", ")}]`;
    }
    case "tuple": {
      const values = value as readonly unknown[];
      return `(${type.types.map((one, at) => printValue(values[at], one)).join(", ")})`;
    }
    case "record":
      return printRecord(value as Properties, type.fields);
    case "flags": {
      const set = type.names.filter((name) => (value as Properties)[propertyName(name)]);
      return `{${set.join(", ")}}`;
    }
    case "enum":
      return caseName(value as string);
    case "variant": {
      const { tag, value: carried } = value as Tagged;
      const found = type.cases.find(({ name }) => name === tag);
      return caseName(tag) + printPayload(carried, found?.type);
    }
    case "option":
      return printOption(value, type.some);
    case "result": {
      const { tag, value: carried } = value as Tagged<"ok" | "err">;
      return tag + printPayload(carried, type[tag]);
    }
    case "own":
    case "borrow":
      return "<resource>";
    default:
      return String(value);
  }
}

type Properties = Readonly<Record<string, unknown>>;

/** Options without a value are left out, as they may be where a record is read. */
function printRecord(value: Properties, fields: readonly { name: string; type: ValueType }[]) {
  const written = fields.flatMap(({ name, type }) => {
    const text = printValue(value[propertyName(name)], type);
    return type.kind === "option" && text === "none" ? [] : [`${name}: ${text}`];
  });
  return written.length === 0 ? "{:}" : `{${written.join(", ")}}`;
}

function printOption(value: unknown, some: ValueType): string {
  if (some.kind !== "option") {
    return value === undefined ? "none" : `some(${printValue(value, some)})`;
  }
  const { tag, value: inner } = value as Tagged<"some" | "none">;
  return tag === "none" ? "none" : `some(${printValue(inner, some)})`;
}

function printPayload(value: unknown, type: ValueType | undefined): string {
  return type === undefined ? "" : `(${printValue(value, type)})`;
}

function caseName(name: string): string {
  return KEYWORDS.includes(name) ? `%${name}` : name;
}
