/**
 * Reading values in WAVE, the text form of the values of components.
 *
 * @module
 */

import { numberListClass } from "../canonical/numbers.ts";
import type { Field, FlagsType, RecordType, ValueType, VariantType } from "../types.ts";
import { propertyName, type Value } from "../values.ts";
import { parseCharacter, parseString } from "./characters.ts";
import { Cursor, type Word } from "./cursor.ts";
import { KEYWORDS } from "./keywords.ts";
import { parseFloat, parseInteger } from "./numbers.ts";

/**
 * Reads a value of a type.
 *
 * @throws WaveError when the text is not one, with the column
 */
export function parseValue(text: string, type: ValueType): Value {
  const cursor = new Cursor(text, 0);
  const value = readValue(cursor, type);
  expectEnd(cursor);
  return value;
}

/** @throws WaveError when there is more */
export function expectEnd(cursor: Cursor): void {
  if (cursor.next !== "the end") cursor.fail(`${cursor.next} is too much`);
}

/** Reads a value of a type where it stands. */
export function readValue(cursor: Cursor, type: ValueType): Value {
  switch (type.kind) {
    case "bool":
      return readBool(cursor);
    case "f32":
    case "f64":
      return parseFloat(type.kind, cursor);
    case "char":
      return parseCharacter(cursor);
    case "string":
      return parseString(cursor);
    case "list":
      return readList(cursor, type.element, type.length);
    case "tuple":
      return readTuple(cursor, type.types);
    case "record":
      return readRecord(cursor, type);
    case "variant":
      return readVariant(cursor, type);
    case "enum":
      return readEnum(cursor, type.names);
    case "flags":
      return readFlags(cursor, type);
    case "option":
      return readOption(cursor, type.some);
    case "result":
      return readResult(cursor, type.ok, type.err);
    case "own":
    case "borrow":
      return cursor.fail("a resource cannot be written");
    default:
      return parseInteger(type.kind, cursor);
  }
}

/** What an option that is not written stands for. */
export function absent(type: ValueType): { readonly value: Value } | undefined {
  return type.kind === "option" ? { value: none(type.some) } : undefined;
}

function readBool(cursor: Cursor): boolean {
  const start = cursor.position;
  const name = cursor.word()?.name;
  if (name === "true" || name === "false") return name === "true";
  return cursor.fail("true or false is expected", start);
}

function readList(cursor: Cursor, element: ValueType, length: number | undefined): Value {
  const start = cursor.position;
  const values: Value[] = [];
  cursor.expect("[");
  cursor.separated("]", () => values.push(readValue(cursor, element)));
  if (length !== undefined && values.length !== length) {
    cursor.fail(`a list of ${length} is expected, not of ${values.length}`, start);
  }
  return numberListClass(element)?.from(values as never[]) ?? values;
}

function readTuple(cursor: Cursor, types: readonly ValueType[]): Value {
  const values: Value[] = [];
  cursor.expect("(");
  cursor.separated(")", () => {
    const type = types[values.length];
    if (type === undefined) cursor.fail(`the tuple has only ${types.length} values`);
    values.push(readValue(cursor, type));
  });
  if (values.length < types.length) cursor.fail(`the tuple has ${types.length} values`);
  return values;
}

function readRecord(cursor: Cursor, { fields }: RecordType): Value {
  const given = new Map<string, Value>();
  const start = cursor.position;
  cursor.expect("{");
  // The form of a record none of whose fields is written, to tell it from no flags.
  if (cursor.takes(":")) cursor.expect("}");
  else cursor.separated("}", () => readField(cursor, fields, given));
  const record: Record<string, Value> = {};
  for (const { name, type } of fields) {
    const missing = given.has(name) ? undefined : absent(type);
    if (missing === undefined && !given.has(name)) {
      cursor.fail(`the field ${name} is missing`, start);
    }
    record[propertyName(name)] = missing === undefined ? given.get(name) : missing.value;
  }
  return record;
}

function readField(cursor: Cursor, fields: readonly Field[], given: Map<string, Value>): void {
  const start = cursor.position;
  const name = cursor.word()?.name;
  const field = fields.find((one) => one.name === name);
  if (name === undefined || field === undefined) {
    return cursor.fail(`a field is expected: ${listed(fields)}`, start);
  }
  if (given.has(name)) cursor.fail(`the field ${name} is there twice`, start);
  cursor.expect(":");
  given.set(name, readValue(cursor, field.type));
}

function readFlags(cursor: Cursor, { names }: FlagsType): Value {
  const flags = Object.fromEntries(names.map((name) => [propertyName(name), false]));
  cursor.expect("{");
  cursor.separated("}", () => {
    const start = cursor.position;
    const name = cursor.word()?.name;
    if (name === undefined || !names.includes(name)) {
      return cursor.fail(`a flag is expected: ${names.join(", ")}`, start);
    }
    if (flags[propertyName(name)]) cursor.fail(`the flag ${name} is there twice`, start);
    flags[propertyName(name)] = true;
  });
  return flags;
}

function readEnum(cursor: Cursor, names: readonly string[]): string {
  const start = cursor.position;
  const name = caseName(cursor.word());
  if (name !== undefined && names.includes(name)) return name;
  return cursor.fail(`one of these is expected: ${names.join(", ")}`, start);
}

function readVariant(cursor: Cursor, { cases }: VariantType): Value {
  const start = cursor.position;
  const tag = caseName(cursor.word());
  const found = cases.find(({ name }) => name === tag);
  if (tag === undefined || found === undefined) {
    return cursor.fail(`one of these is expected: ${listed(cases)}`, start);
  }
  return { tag, value: readPayload(cursor, found.type, tag) };
}

function readOption(cursor: Cursor, some: ValueType): Value {
  const start = cursor.position;
  const word = cursor.word();
  if (isKeyword(word, "none")) return none(some);
  if (isKeyword(word, "some")) {
    cursor.expect("(");
    const value = readValue(cursor, some);
    cursor.expect(")");
    return some.kind === "option" ? { tag: "some", value } : value;
  }
  cursor.rewind(start);
  if (some.kind === "option" || some.kind === "result") cursor.fail("some or none is expected");
  return readValue(cursor, some);
}

function readResult(
  cursor: Cursor,
  ok: ValueType | undefined,
  err: ValueType | undefined,
): Value {
  const start = cursor.position;
  const word = cursor.word();
  if (isKeyword(word, "ok")) return { tag: "ok", value: readPayload(cursor, ok, "ok") };
  if (isKeyword(word, "err")) return { tag: "err", value: readPayload(cursor, err, "err") };
  cursor.rewind(start);
  if (ok === undefined || ok.kind === "option" || ok.kind === "result") {
    return cursor.fail("ok or err is expected");
  }
  return { tag: "ok", value: readValue(cursor, ok) };
}

function readPayload(cursor: Cursor, type: ValueType | undefined, name: string): Value {
  const start = cursor.position;
  if (!cursor.takes("(")) {
    if (type === undefined) return undefined;
    return cursor.fail(`${name} needs a value: ${name}(...)`, start);
  }
  if (type === undefined) return cursor.fail(`${name} has no value`, start);
  const value = readValue(cursor, type);
  cursor.expect(")");
  return value;
}

function none(some: ValueType): Value {
  return some.kind === "option" ? { tag: "none" } : undefined;
}

/** The name of a case: a keyword is none unless it is marked. */
function caseName(word: Word | undefined): string | undefined {
  return word === undefined || (!word.escaped && KEYWORDS.includes(word.name))
    ? undefined
    : word.name;
}

function isKeyword(word: Word | undefined, keyword: string): boolean {
  return word?.name === keyword && !word.escaped;
}

function listed(parts: readonly { readonly name: string }[]): string {
  return parts.map(({ name }) => name).join(", ");
}
