/**
 * Reading core types, which a component needs to say what a core module is like.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { ExternalType } from "../../wasm/external_type.ts";
import { readExternalType } from "../../wasm/externals.ts";
import { type FunctionType, readTypeGroup } from "../../wasm/module_interface.ts";
import type { ModuleType, ModuleTypeImport } from "../types.ts";
import { BrokenRule } from "./errors.ts";
import { expectByte, list, unknownByte } from "./reading.ts";
import { type CoreType, entryOf, type Scope } from "./scope.ts";

const MODULE_TYPE = 0x50;

/** In front of a type that begins with the same byte as the type of a module. */
const NO_MODULE = 0x00;

const IMPORT = 0x00;
const TYPE = 0x01;
const ALIAS = 0x02;
const EXPORT = 0x03;

const SORT_TYPE = 0x10;
const ALIAS_OUTER = 0x01;

const MAX_PAGES = 65_536n;

/** Reads a core type: one, or a group of types that refer to each other. */
export function readCoreTypes(reader: BinaryReader, scope: Scope): void {
  const start = reader.position;
  const byte = reader.byte();
  if (byte === MODULE_TYPE) scope.coreTypes.push(readModuleType(reader, scope));
  else readPlainTypes(reader, byte, start, scope.coreTypes);
}

/** @param space where they go: one by one, since a group has more than can be passed as arguments */
function readPlainTypes(
  reader: BinaryReader,
  byte: number,
  start: number,
  space: CoreType[],
): void {
  if (byte !== NO_MODULE) reader.position = start;
  const types: (FunctionType | undefined)[] = [];
  readTypeGroup(reader, types);
  for (const type of types) space.push(type && { kind: "function", ...type });
}

function readModuleType(reader: BinaryReader, scope: Scope): ModuleType {
  const types: CoreType[] = [];
  const imports: ModuleTypeImport[] = [];
  const exports = new Map<string, ExternalType>();
  const readExternal = () => {
    const type = readExternalType(reader, (index) => functionAt(types, index));
    checkExtent(type);
    return type;
  };
  list(reader, () => {
    const byte = reader.byte();
    switch (byte) {
      case IMPORT: {
        const [module, name] = [reader.name(), reader.name()];
        imports.push({ module, name, type: readExternal() });
        break;
      }
      case TYPE: {
        const start = reader.position;
        const form = reader.byte();
        if (form === MODULE_TYPE) throw new BrokenRule("a module type within another one");
        readPlainTypes(reader, form, start, types);
        break;
      }
      case ALIAS:
        types.push(readAlias(reader, types, scope));
        break;
      case EXPORT: {
        const name = reader.name();
        if (exports.has(name)) throw new BrokenRule(`the export "${name}" is there twice`);
        exports.set(name, readExternal());
        break;
      }
      default:
        unknownByte(reader, byte, "declaration in the type of a core module");
    }
  });
  checkImports(imports);
  return { kind: "module", imports, exports };
}

/** @throws BrokenRule when two imports have the same name */
export function checkImports(imports: readonly ModuleTypeImport[]): void {
  const seen = new Set<string>();
  for (const { module, name } of imports) {
    const both = JSON.stringify([module, name]);
    if (seen.has(both)) throw new BrokenRule(`"${name}" of "${module}" is imported twice`);
    seen.add(both);
  }
}

function functionAt(types: readonly CoreType[], index: number): FunctionType | undefined {
  const type = entryOf(types, index, "core type");
  return type?.kind === "function" ? type : undefined;
}

function readAlias(reader: BinaryReader, types: readonly CoreType[], scope: Scope): CoreType {
  expectByte(reader, SORT_TYPE, "sort of an alias in the type of a core module");
  expectByte(reader, ALIAS_OUTER, "alias in the type of a core module");
  const count = reader.u32();
  const space = count === 0 ? types : scope.outwards(count - 1).coreTypes;
  const type = entryOf(space, reader.u32(), "core type");
  if (type?.kind === "module") throw new BrokenRule("a module type within another one");
  return type;
}

/** What the engine would check of a module, it has no occasion to check of a type. */
function checkExtent(type: ExternalType): void {
  if (type.kind !== "memory" && type.kind !== "table") return;
  const { minimum, maximum = minimum } = type;
  if (maximum < minimum) throw new BrokenRule("a maximum is less than its minimum");
  if (type.kind === "memory" && type.addresses === "i32" && maximum > MAX_PAGES) {
    throw new BrokenRule(`a memory has more than ${MAX_PAGES} pages`);
  }
}
