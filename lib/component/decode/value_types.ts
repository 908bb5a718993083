/**
 * Reading the types of values and functions.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type {
  BorrowType,
  Case,
  DefinedType,
  Field,
  FuncType,
  OwnType,
  PrimitiveKind,
  ValueType,
} from "../types.ts";
import { BrokenRule, refuseAsync, UnsupportedComponent } from "./errors.ts";
import { distinction, isLabel } from "./names.ts";
import { expectByte, indexOrCode, list, optional, unknownByte } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";

const PRIMITIVES: Readonly<Record<number, PrimitiveKind>> = {
  0x7f: "bool",
  0x7e: "s8",
  0x7d: "u8",
  0x7c: "s16",
  0x7b: "u16",
  0x7a: "s32",
  0x79: "u32",
  0x78: "s64",
  0x77: "u64",
  0x76: "f32",
  0x75: "f64",
  0x74: "char",
  0x73: "string",
};

const RECORD = 0x72;
const VARIANT = 0x71;
const LIST = 0x70;
const TUPLE = 0x6f;
const FLAGS = 0x6e;
const ENUM = 0x6d;
const OPTION = 0x6b;
const RESULT = 0x6a;
const OWN = 0x69;
const BORROW = 0x68;
const LIST_OF_LENGTH = 0x67;
const STREAM = 0x66;
const FUTURE = 0x65;
const ERROR_CONTEXT = 0x64;
const MAP = 0x63;

/** Codes from here on, up to the last that fits a byte, are negative numbers: no index. */
const FIRST_CODE = 0x40;
const LAST_CODE = 0x7f;

const MAX_FLAGS = 32;

/** The most fields, cases, names or parameters of one type. */
const MAX_PARTS = 10_000;

/** Reads where a type is used: an index, or the code of a type without parts. */
export function readValueType(reader: BinaryReader, scope: Scope): ValueType {
  const start = reader.position;
  const byte = reader.byte();
  if (byte >= FIRST_CODE && byte <= LAST_CODE) return readPrimitive(reader, byte);
  reader.position = start;
  const { type } = entryOf(scope.definedTypes, indexOrCode(reader), "type");
  if (!isValueType(type)) throw new BrokenRule(`a ${type.kind} is no type of values`);
  return type;
}

/** Whether a type is one of values. */
export function isValueType(type: DefinedType): type is ValueType {
  return type.kind !== "resource" && type.kind !== "function" && type.kind !== "instance" &&
    type.kind !== "component";
}

/** Reads the definition of a type of values behind the byte that it begins with. */
export function readDefinedValueType(
  reader: BinaryReader,
  code: number,
  scope: Scope,
): ValueType {
  return scope.types.admitValue(readUnbounded(reader, code, scope));
}

function readUnbounded(reader: BinaryReader, code: number, scope: Scope): ValueType {
  const value = () => readValueType(reader, scope);
  switch (code) {
    case RECORD:
      return { kind: "record", fields: some(readFields(reader, scope, "field"), "fields") };
    case VARIANT:
      return { kind: "variant", cases: some(readCases(reader, scope), "cases") };
    case LIST:
      return { kind: "list", element: value() };
    case LIST_OF_LENGTH: {
      const element = value();
      const length = reader.u32();
      if (length === 0) throw new BrokenRule("a list of length 0 is no type");
      return { kind: "list", element, length };
    }
    case TUPLE:
      return { kind: "tuple", types: some(bounded(list(reader, value)), "types") };
    case FLAGS: {
      const names = some(readNames(reader, "flag"), "names");
      if (names.length > MAX_FLAGS) throw new BrokenRule(`there are more than ${MAX_FLAGS} flags`);
      return { kind: "flags", names };
    }
    case ENUM:
      return { kind: "enum", names: some(readNames(reader, "enum case"), "cases") };
    case OPTION:
      return { kind: "option", some: value() };
    case RESULT: {
      const ok = optional(reader, "start of an optional type", value);
      const err = optional(reader, "start of an optional type", value);
      return { kind: "result", ok, err };
    }
    case OWN:
      return readHandle(reader, "own", scope);
    case BORROW:
      return readHandle(reader, "borrow", scope);
    default:
      return readPrimitive(reader, code);
  }
}

/** Reads the type of a function behind the byte that it begins with. */
export function readFunctionType(reader: BinaryReader, scope: Scope): FuncType {
  const parameters = readFields(reader, scope, "parameter");
  const result = readResult(reader, scope);
  if (result !== undefined && scope.types.borrows(result)) {
    throw new BrokenRule("the result of a function cannot be borrowed");
  }
  return scope.types.admit({ kind: "function", parameters, result });
}

function readResult(reader: BinaryReader, scope: Scope): ValueType | undefined {
  const byte = reader.byte();
  switch (byte) {
    case 0x00:
      return readValueType(reader, scope);
    case 0x01:
      return expectByte(reader, 0x00, "end of results"), undefined;
    default:
      return unknownByte(reader, byte, "start of results");
  }
}

function readPrimitive(reader: BinaryReader, code: number): ValueType {
  const kind = PRIMITIVES[code];
  // An object for each definition: what has a name in WIT is told from what has none.
  if (kind !== undefined) return { kind };
  switch (code) {
    case STREAM:
    case FUTURE:
    case ERROR_CONTEXT:
      return refuseAsync();
    case MAP:
      throw new UnsupportedComponent("the type map");
    default:
      return unknownByte(reader, code, "type");
  }
}

function readHandle<K extends "own" | "borrow">(reader: BinaryReader, kind: K, scope: Scope) {
  const { type, name } = entryOf(scope.definedTypes, reader.u32(), "type");
  if (type.kind !== "resource") throw new BrokenRule(`a ${type.kind} is no resource type`);
  return scope.types.named<OwnType | BorrowType>({ kind, resource: type }, name);
}

function readFields(reader: BinaryReader, scope: Scope, what: string): Field[] {
  const labels = new Labels(what);
  return bounded(list(reader, () => ({
    name: labels.read(reader),
    type: readValueType(reader, scope),
  })));
}

function readCases(reader: BinaryReader, scope: Scope): Case[] {
  const labels = new Labels("case");
  return bounded(list(reader, () => {
    const name = labels.read(reader);
    const type = optional(
      reader,
      "start of an optional type",
      () => readValueType(reader, scope),
    );
    expectByte(reader, 0x00, "end of a case");
    return { name, type };
  }));
}

function readNames(reader: BinaryReader, what: string): string[] {
  const labels = new Labels(what);
  return bounded(list(reader, () => labels.read(reader)));
}

/** Labels that must be told apart. */
class Labels {
  readonly #what: string;
  readonly #seen = new Set<string>();

  constructor(what: string) {
    this.#what = what;
  }

  read(reader: BinaryReader): string {
    const name = reader.name();
    if (!isLabel(name)) throw new BrokenRule(`"${name}" is no name of a ${this.#what}`);
    const apart = distinction(name);
    if (this.#seen.has(apart)) throw new BrokenRule(`the ${this.#what} "${name}" is there twice`);
    this.#seen.add(apart);
    return name;
  }
}

function some<T>(parts: T[], what: string): T[] {
  if (parts.length === 0) throw new BrokenRule(`a type has no ${what}`);
  return parts;
}

function bounded<T>(parts: T[]): T[] {
  if (parts.length > MAX_PARTS) throw new BrokenRule(`a type has more than ${MAX_PARTS} parts`);
  return parts;
}
