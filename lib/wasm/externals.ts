/**
 * What a core module imports and exports, with the types that linking compares.
 *
 * `readInterface` tells less and needs less: here tables and globals are read as well.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import { skipConstantExpression } from "./constant_expression.ts";
import type { Extent, ExternalType } from "./external_type.ts";
import { ADDRESSES_64, readMemory as readLimits, SHARED } from "./growing.ts";
import {
  type FunctionType,
  readExternalKind,
  readTypeGroup,
  readValueTypeName,
} from "./module_interface.ts";
import { sectionsOf } from "./sections.ts";

/** An import with its type. */
export interface ExternalImport {
  readonly module: string;
  readonly name: string;
  readonly type: ExternalType;
}

/** The imports and exports of a core module. */
export interface Externals {
  readonly imports: readonly ExternalImport[];
  readonly exports: ReadonlyMap<string, ExternalType>;
}

const SECTION_TYPE = 1;
const SECTION_IMPORT = 2;
const SECTION_FUNCTION = 3;
const SECTION_TABLE = 4;
const SECTION_MEMORY = 5;
const SECTION_GLOBAL = 6;
const SECTION_EXPORT = 7;
const SECTION_TAG = 13;

/** In front of a table with an initial value. */
const TABLE_WITH_VALUE = 0x40;

/** As many items of a kind as V8 takes; each is an object here. */
const MAX_ITEMS = 1_000_000;

/** The type of something by its index in the type section. */
export type TypeAt = (index: number) => FunctionType | undefined;

/**
 * Reads the imports and exports of a core module, which need not be valid otherwise.
 *
 * @throws MalformedModule when the sections do not hold together
 */
export function readExternals(bytes: Uint8Array): Externals {
  const types: (FunctionType | undefined)[] = [];
  const typeAt: TypeAt = (index) => {
    if (index >= types.length) throw new MalformedModule(`there is no type ${index}`);
    return types[index];
  };
  const spaces = {
    function: [] as ExternalType[],
    table: [] as ExternalType[],
    memory: [] as ExternalType[],
    global: [] as ExternalType[],
    tag: [] as ExternalType[],
  };
  const imports: ExternalImport[] = [];
  const exports = new Map<string, ExternalType>();
  for (const { id, content } of sectionsOf(bytes)) {
    switch (id) {
      case SECTION_TYPE:
        repeat(content, () => {
          readTypeGroup(content, types);
          if (types.length > MAX_ITEMS) throw new MalformedModule("the types are too many");
        });
        break;
      case SECTION_IMPORT:
        repeat(content, () => {
          const [module, name] = [content.name(), content.name()];
          const type = readExternalType(content, typeAt);
          spaces[type.kind].push(type);
          imports.push({ module, name, type });
        });
        break;
      case SECTION_FUNCTION:
        repeat(content, () => {
          spaces.function.push({ kind: "function", type: typeAt(content.u32()) });
        });
        break;
      case SECTION_TABLE:
        repeat(content, () => spaces.table.push(readDefinedTable(content)));
        break;
      case SECTION_MEMORY:
        repeat(content, () => spaces.memory.push(readMemory(content)));
        break;
      case SECTION_GLOBAL:
        repeat(content, () => {
          spaces.global.push(readGlobal(content));
          skipConstantExpression(content);
        });
        break;
      case SECTION_TAG:
        repeat(content, () => spaces.tag.push(readTag(content, typeAt)));
        break;
      case SECTION_EXPORT:
        repeat(content, () => {
          const name = content.name();
          const kind = readExternalKind(content);
          const type = spaces[kind][content.u32()];
          if (type === undefined) throw new MalformedModule(`export "${name}" is of nothing`);
          exports.set(name, type);
        });
        // Nothing behind the exports is part of the interface.
        return { imports, exports };
    }
  }
  return { imports, exports };
}

/** Reads the type of an import. */
export function readExternalType(reader: BinaryReader, typeAt: TypeAt): ExternalType {
  switch (readExternalKind(reader)) {
    case "function":
      return { kind: "function", type: typeAt(reader.u32()) };
    case "table":
      return readTable(reader);
    case "memory":
      return readMemory(reader);
    case "global":
      return readGlobal(reader);
    case "tag":
      return readTag(reader, typeAt);
  }
}

function readDefinedTable(reader: BinaryReader): ExternalType {
  const start = reader.position;
  if (reader.byte() !== TABLE_WITH_VALUE) {
    reader.position = start;
    return readTable(reader);
  }
  reader.byte();
  const table = readTable(reader);
  skipConstantExpression(reader);
  return table;
}

function readTable(reader: BinaryReader): ExternalType {
  const element = readValueTypeName(reader);
  return { kind: "table", element, ...readExtent(reader) };
}

function readMemory(reader: BinaryReader): ExternalType {
  return { kind: "memory", ...readExtent(reader) };
}

function readGlobal(reader: BinaryReader): ExternalType {
  const type = readValueTypeName(reader);
  const mutable = reader.byte();
  if (mutable > 1) throw new MalformedModule(`malformed mutability at byte ${reader.position - 1}`);
  return { kind: "global", type, mutable: mutable === 1 };
}

function readTag(reader: BinaryReader, typeAt: TypeAt): ExternalType {
  if (reader.byte() !== 0) throw new MalformedModule(`unknown tag at byte ${reader.position - 1}`);
  return { kind: "tag", type: typeAt(reader.u32()) };
}

function readExtent(reader: BinaryReader): Extent {
  const { flags, minimum, maximum } = readLimits(reader);
  return {
    minimum,
    maximum,
    shared: (flags & SHARED) !== 0,
    addresses: (flags & ADDRESSES_64) === 0 ? "i32" : "i64",
  };
}

function repeat(reader: BinaryReader, read: () => void): void {
  const count = reader.u32();
  if (count > MAX_ITEMS) throw new MalformedModule(`${count} items are too many`);
  for (let left = count; left > 0; left--) read();
}
