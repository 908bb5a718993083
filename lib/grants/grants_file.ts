/**
 * The grammar of a file of grants: an object whose members have the names and the values of options.
 *
 * @module
 */

import { type JsonMember, type JsonValue, parseJsonc, TextError } from "./jsonc.ts";
import { nearest } from "./nearest.ts";

/** How the value of an option is written: several texts, one text, a number, or `true`. */
export type Shape = "texts" | "text" | "number" | "switch";

/** The options that a file may have. `grants.schema.json` says the same to editors. */
export const FILE_OPTIONS: Readonly<Record<string, Shape>> = {
  "dir": "texts",
  "env": "texts",
  "inherit-env": "switch",
  "stdin": "text",
  "stdout": "text",
  "stderr": "text",
  "stream": "texts",
  "allow-outbound": "texts",
  "allow-inbound": "texts",
  "allow-resolve": "texts",
  "timeout": "text",
  "max-memory": "text",
  "max-handles": "number",
  "isolation": "text",
};

/** What tells an editor which schema a file follows. */
const SCHEMA = "$schema";

/** A value of an option, as the command line would have it, and where it stands in the file. */
export interface FileValue {
  readonly option: string;
  readonly text: string;
  readonly at: number;
}

/**
 * Reads a file of grants; the values themselves are not looked at.
 *
 * @throws TextError where it is not JSON, or has a member that is not an option of a file
 */
export function parseGrantsFile(text: string): FileValue[] {
  const file = parseJsonc(text);
  if (file.kind !== "object") {
    throw new TextError(file.at, `an object is expected, not ${file.kind}`);
  }
  return file.members.flatMap(valuesOf);
}

function valuesOf({ name, at, value }: JsonMember): FileValue[] {
  if (name === SCHEMA) {
    textOf(name, value);
    return [];
  }
  const shape = Object.hasOwn(FILE_OPTIONS, name) ? FILE_OPTIONS[name]! : undefined;
  if (shape === undefined) throw unknownName(name, at);
  const one = (text: string, from: JsonValue): FileValue => ({ option: name, text, at: from.at });
  switch (shape) {
    case "texts":
      if (value.kind !== "array") throw wrong(name, "an array of strings", value);
      return value.items.map((item) => one(textOf(name, item), item));
    case "text":
      return [one(textOf(name, value), value)];
    case "number":
      if (value.kind !== "number") throw wrong(name, "a number", value);
      return [one(`${value.value}`, value)];
    case "switch":
      if (value.kind !== "boolean") throw wrong(name, "true or false", value);
      return value.value ? [one("true", value)] : [];
  }
}

function textOf(name: string, value: JsonValue): string {
  if (value.kind !== "string") throw wrong(name, "a string", value);
  return value.value;
}

function wrong(name: string, expected: string, { at, kind }: JsonValue): TextError {
  return new TextError(at, `${name} must be ${expected}, not ${kind}`);
}

function unknownName(name: string, at: number): TextError {
  const names = Object.keys(FILE_OPTIONS);
  const near = nearest(name, names);
  return new TextError(
    at,
    `${name} is no option of a file of grants`,
    near === undefined ? `those are ${names.join(", ")}` : `"${near}"`,
  );
}
