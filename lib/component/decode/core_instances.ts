/**
 * Reading core instances.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { ExternalType } from "../../wasm/external_type.ts";
import type { ExternalKind } from "../../wasm/module_interface.ts";
import type {
  CoreArgument,
  CoreInlineInstance,
  CoreInstantiation,
  CoreItem,
} from "../component.ts";
import { matchExternal } from "./core_matching.ts";
import { BrokenRule } from "./errors.ts";
import { expectByte, list, readForm, unknownByte } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";

const SORT_INSTANCE = 0x12;

const SORTS: readonly ExternalKind[] = ["function", "table", "memory", "global", "tag"];

/** Reads a core instance into a scope. */
export function readCoreInstance(
  reader: BinaryReader,
  scope: Scope,
): CoreInstantiation | CoreInlineInstance {
  return readForm(reader, "form of a core instance", {
    instantiation: () => readInstantiation(reader, scope),
    inline: () => readInline(reader, scope),
  });
}

function readInstantiation(reader: BinaryReader, scope: Scope): CoreInstantiation {
  const module = reader.u32();
  const type = entryOf(scope.coreModules, module, "core module");
  const given = new Map<string, ReadonlyMap<string, ExternalType>>();
  const args = list(reader, (): CoreArgument => {
    const name = reader.name();
    expectByte(reader, SORT_INSTANCE, "sort of an argument of a core module");
    const instance = reader.u32();
    if (given.has(name)) throw new BrokenRule(`the argument "${name}" is there twice`);
    given.set(name, entryOf(scope.coreInstances, instance, "core instance"));
    return { name, instance };
  });
  scope.types.spend(type.imports.length);
  for (const { module: from, name, type: expected } of type.imports) {
    matchExternal(given.get(from)?.get(name), expected, `the import "${name}" of "${from}"`);
  }
  scope.coreInstances.push(type.exports);
  return { kind: "core-instantiation", module, arguments: args };
}

function readInline(reader: BinaryReader, scope: Scope): CoreInlineInstance {
  const types = new Map<string, ExternalType>();
  const exports = list(reader, (): CoreItem => {
    const name = reader.name();
    const byte = reader.byte();
    const sort = SORTS[byte] ?? unknownByte(reader, byte, "sort of an export of a core instance");
    const index = reader.u32();
    if (types.has(name)) throw new BrokenRule(`the export "${name}" is there twice`);
    types.set(name, entryOf(scope.core[sort], index, `core ${sort}`));
    return { name, sort, index };
  });
  scope.coreInstances.push(types);
  return { kind: "core-inline-instance", exports };
}
