/**
 * What a core module imports and exports, with types: WebAssembly's own reflection leaves out the
 * types.
 *
 * @module
 */

import { BinaryReader, MalformedModule } from "./binary_reader.ts";

/** A function type, value types by name. */
export interface FunctionType {
  /** In their order. */
  readonly parameters: readonly string[];
  /** In their order. */
  readonly results: readonly string[];
}

/** What kind of thing is imported or exported. */
export type ExternalKind = "function" | "table" | "memory" | "global" | "tag";

/** An import. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of a function; undefined where the type is not a plain function type. */
  readonly type?: FunctionType | undefined;
}

/** An export. */
export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of a function; undefined where the type is not a plain function type. */
  readonly type?: FunctionType | undefined;
  /** Of a memory. */
  readonly memory?: MemoryType | undefined;
}

/** The type of a memory. */
export interface MemoryType {
  readonly shared: boolean;
  readonly addresses: "i32" | "i64";
}

/** The interface of a module. */
export interface ModuleInterface {
  readonly imports: readonly ModuleImport[];
  readonly exports: readonly ModuleExport[];
}

const HEADER_SIZE = 8;

/** As many functions, types, imports and exports as V8 takes; each is an object here. */
const MAX_ITEMS = 1_000_000;

const SECTION_TYPE = 1;
const SECTION_IMPORT = 2;
const SECTION_FUNCTION = 3;
const SECTION_MEMORY = 5;
const SECTION_EXPORT = 7;
const SECTION_START = 8;

const KINDS: readonly ExternalKind[] = ["function", "table", "memory", "global", "tag"];

const VALUE_TYPES: Readonly<Record<number, string>> = {
  0x7f: "i32",
  0x7e: "i64",
  0x7d: "f32",
  0x7c: "f64",
  0x7b: "v128",
  0x70: "funcref",
  0x6f: "externref",
};

/** References that are written as one byte. */
const [FIRST_REFERENCE, LAST_REFERENCE] = [0x68, 0x75];

/** Only fields of objects can be of these types. */
const PACKED = [0x78, 0x77];

/** Types that take a heap type behind them: `(ref null ht)` and `(ref ht)`. */
const REF_NULL = 0x63;
const REF = 0x64;

const FUNCTION_TYPE = 0x60;
const STRUCT_TYPE = 0x5f;
const ARRAY_TYPE = 0x5e;
const SUB_TYPE = 0x50;
const SUB_FINAL_TYPE = 0x4f;
const RECURSIVE_TYPES = 0x4e;

/**
 * Reads the interface of a module, which the engine need not have accepted.
 *
 * @throws MalformedModule when the sections do not hold together
 */
export function readInterface(bytes: Uint8Array): ModuleInterface {
  const types: (FunctionType | undefined)[] = [];
  const functions: number[] = [];
  const memories: MemoryType[] = [];
  const imports: ModuleImport[] = [];
  const exports: ModuleExport[] = [];
  const reader = new BinaryReader(bytes, HEADER_SIZE, bytes.length);
  while (!reader.done) {
    const id = reader.byte();
    const section = reader.section(reader.u32());
    switch (id) {
      case SECTION_TYPE:
        readTypes(section, types);
        break;
      case SECTION_IMPORT:
        repeat(section, () => {
          const module = section.name();
          const name = section.name();
          const kind = readExternalKind(section);
          const entity = readImported(section, kind);
          if (kind === "function") functions.push(entity.index!);
          if (kind === "memory") memories.push(entity.memory!);
          imports.push({
            module,
            name,
            kind,
            type: kind === "function" ? types[entity.index!] : undefined,
          });
        });
        break;
      case SECTION_FUNCTION:
        repeat(section, () => functions.push(section.u32()));
        break;
      case SECTION_MEMORY:
        repeat(section, () => memories.push(readMemory(section)));
        break;
      case SECTION_EXPORT:
        repeat(section, () => {
          const name = section.name();
          const kind = readExternalKind(section);
          const index = section.u32();
          exports.push({
            name,
            kind,
            type: kind === "function" ? types[functions[index] ?? -1] : undefined,
            memory: kind === "memory" ? memories[index] : undefined,
          });
        });
        // Nothing behind the exports is part of the interface.
        return { imports, exports };
    }
  }
  return { imports, exports };
}

/** Whether a module, which need not be valid, has a function that runs when it is instantiated. */
export function hasStart(bytes: Uint8Array): boolean {
  const reader = new BinaryReader(bytes, HEADER_SIZE, bytes.length);
  try {
    while (!reader.done) {
      const id = reader.byte();
      reader.section(reader.u32());
      if (id >= SECTION_START) return id === SECTION_START;
    }
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
  }
  return false;
}

function repeat(reader: BinaryReader, read: () => void): void {
  let count = reader.u32();
  if (count > MAX_ITEMS) throw new MalformedModule(`${count} items are too many`);
  for (; count > 0; count--) read();
}

/** Reads the kind of an import or export. */
export function readExternalKind(reader: BinaryReader): ExternalKind {
  const byte = reader.byte();
  const kind = KINDS[byte];
  if (kind === undefined) throw new MalformedModule(`unknown kind ${byte} of import or export`);
  return kind;
}

/** Reads the types of a type section, each group of recursive ones flattened. */
export function readTypes(reader: BinaryReader, types: (FunctionType | undefined)[]): void {
  repeat(reader, () => readTypeGroup(reader, types));
}

/** Reads one type, or a group of types that refer to each other. */
export function readTypeGroup(reader: BinaryReader, types: (FunctionType | undefined)[]): void {
  const form = reader.byte();
  if (form === RECURSIVE_TYPES) {
    repeat(reader, () => types.push(readSubType(reader, reader.byte())));
  } else types.push(readSubType(reader, form));
}

/** A type, or undefined for one that is not a function type. */
function readSubType(reader: BinaryReader, form: number): FunctionType | undefined {
  if (form === SUB_TYPE || form === SUB_FINAL_TYPE) {
    repeat(reader, () => reader.u32());
    form = reader.byte();
  }
  switch (form) {
    case FUNCTION_TYPE:
      return { parameters: readValueTypes(reader), results: readValueTypes(reader) };
    case STRUCT_TYPE:
      repeat(reader, () => readField(reader));
      return undefined;
    case ARRAY_TYPE:
      readField(reader);
      return undefined;
    default:
      throw new MalformedModule(`unknown form of type 0x${form.toString(16)}`);
  }
}

function readField(reader: BinaryReader): void {
  const start = reader.position;
  if (!PACKED.includes(reader.byte())) {
    reader.position = start;
    readValueTypeName(reader);
  }
  reader.byte();
}

function readValueTypes(reader: BinaryReader): string[] {
  const types: string[] = [];
  repeat(reader, () => types.push(readValueTypeName(reader)));
  return types;
}

/** Reads a value type by name; `ref` stands for all references that have no name here. */
export function readValueTypeName(reader: BinaryReader): string {
  const byte = reader.byte();
  const name = VALUE_TYPES[byte];
  if (name !== undefined) return name;
  if (byte === REF_NULL || byte === REF) reader.u64();
  else if (byte < FIRST_REFERENCE || byte > LAST_REFERENCE) {
    throw new MalformedModule(`unknown type 0x${byte.toString(16)} before byte ${reader.position}`);
  }
  return "ref";
}

function readImported(
  reader: BinaryReader,
  kind: ExternalKind,
): { index?: number; memory?: MemoryType } {
  switch (kind) {
    case "function":
      return { index: reader.u32() };
    case "table":
      readValueTypeName(reader);
      readLimits(reader);
      return {};
    case "memory":
      return { memory: readMemory(reader) };
    case "global":
      readValueTypeName(reader);
      reader.byte();
      return {};
    case "tag":
      reader.byte();
      reader.u32();
      return {};
  }
}

function readMemory(reader: BinaryReader): MemoryType {
  const flags = readLimits(reader);
  return { shared: (flags & 2) !== 0, addresses: (flags & 4) !== 0 ? "i64" : "i32" };
}

/** Limits: a flag byte, a minimum, and a maximum where bit 0 says so. */
function readLimits(reader: BinaryReader): number {
  const flags = reader.byte();
  reader.u64();
  if ((flags & 1) !== 0) reader.u64();
  return flags;
}
