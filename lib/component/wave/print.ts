/**
 * Writing values in WAVE, the text form of the values of components.
 *
 * @module
 */

import type { Field, ValueType } from "../types.ts";
import { propertyName, type Tagged } from "../values.ts";
import { printQuoted } from "./characters.ts";
import { KEYWORDS } from "./keywords.ts";
import { printFloat } from "./numbers.ts";
import { Output, TooLong } from "./output.ts";

/** Characters of the longest text. */
const MOST = 1 << 26;

/**
 * Writes a value of a type. A resource, for which WAVE has no form, is written as `<resource>`.
 *
 * @param value of the shape that its type has in JavaScript
 * @param most characters, behind which the text breaks off with `…`
 */
export function printValue(value: unknown, type: ValueType, most: number = MOST): string {
  const output = new Output(most);
  try {
    print(value, type, output);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    return `${output.text()}…`;
  }
  return output.text();
}

function print(value: unknown, type: ValueType, output: Output): void {
  switch (type.kind) {
    case "f32":
    case "f64":
      return output.write(printFloat(type.kind, value as number));
    case "char":
      return printQuoted(value as string, "'", output);
    case "string":
      return printQuoted(value as string, '"', output);
    case "list":
      return printAll(value as ArrayLike<unknown>, () => type.element, "[]", output);
    case "tuple":
      return printAll(value as ArrayLike<unknown>, (at) => type.types[at]!, "()", output);
    case "record":
      return printRecord(value as Properties, type.fields, output);
    case "flags": {
      const set = type.names.filter((name) => (value as Properties)[propertyName(name)]);
      return output.write(`{${set.join(", ")}}`);
    }
    case "enum":
      return output.write(caseName(value as string));
    case "variant": {
      const { tag, value: carried } = value as Tagged;
      output.write(caseName(tag));
      return printPayload(carried, type.cases.find(({ name }) => name === tag)?.type, output);
    }
    case "option":
      return printOption(value, type.some, output);
    case "result": {
      const { tag, value: carried } = value as Tagged<"ok" | "err">;
      output.write(tag);
      return printPayload(carried, type[tag], output);
    }
    case "own":
    case "borrow":
      return output.write("<resource>");
    default:
      return output.write(String(value));
  }
}

type Properties = Readonly<Record<string, unknown>>;

function printAll(
  values: ArrayLike<unknown>,
  typeOf: (at: number) => ValueType,
  [open, close]: string,
  output: Output,
): void {
  output.write(open!);
  for (let at = 0; at < values.length; at++) {
    if (at > 0) output.write(", ");
    print(values[at], typeOf(at), output);
  }
  output.write(close!);
}

/** Options without a value are left out, as they may be where a record is read. */
function printRecord(value: Properties, fields: readonly Field[], output: Output): void {
  const written = fields.filter(({ name, type }) =>
    type.kind !== "option" || !isNone(value[propertyName(name)], type.some)
  );
  if (written.length === 0) return output.write("{:}");
  for (const [at, { name, type }] of written.entries()) {
    output.write(`${at === 0 ? "{" : ", "}${name}: `);
    print(value[propertyName(name)], type, output);
  }
  output.write("}");
}

function printOption(value: unknown, some: ValueType, output: Output): void {
  if (isNone(value, some)) return output.write("none");
  output.write("some");
  printPayload(some.kind === "option" ? (value as Tagged).value : value, some, output);
}

function isNone(value: unknown, some: ValueType): boolean {
  return some.kind === "option" ? (value as Tagged).tag === "none" : value === undefined;
}

function printPayload(value: unknown, type: ValueType | undefined, output: Output): void {
  if (type === undefined) return;
  output.write("(");
  print(value, type, output);
  output.write(")");
}

function caseName(name: string): string {
  return KEYWORDS.includes(name) ? `%${name}` : name;
}
