/**
 * Reading aliases: of what an instance exports, and of what an enclosing scope defines.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { ExternalKind } from "../../wasm/module_interface.ts";
import type { CoreExportAlias, ExportAlias, OuterAlias } from "../component.ts";
import { BrokenRule, UnsupportedComponent } from "./errors.ts";
import { refersToResources } from "./free_resources.ts";
import { enter, type ItemSort, sortOf } from "./items.ts";
import { unknownByte } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";

/** All that an alias can be of. */
type AliasSort = ItemSort | `core-${ExternalKind}` | "core-type" | "core-instance";

const SORTS: Readonly<Record<number, AliasSort>> = {
  0x01: "function",
  0x03: "type",
  0x04: "component",
  0x05: "instance",
};

const CORE_SORTS: Readonly<Record<number, AliasSort>> = {
  0x00: "core-function",
  0x01: "core-table",
  0x02: "core-memory",
  0x03: "core-global",
  0x04: "core-tag",
  0x10: "core-type",
  0x11: "core-module",
  0x12: "core-instance",
};

const CORE = 0x00;
const VALUE = 0x02;

const OF_EXPORT = 0x00;
const OF_CORE_EXPORT = 0x01;
const OF_OUTER = 0x02;

/** Reads an alias into a scope; one of a type has no effect. */
export function readAlias(
  reader: BinaryReader,
  scope: Scope,
): ExportAlias | CoreExportAlias | OuterAlias | undefined {
  const sort = readSort(reader);
  const target = reader.byte();
  switch (target) {
    case OF_EXPORT:
      return readExportAlias(reader, scope, sort);
    case OF_CORE_EXPORT:
      return readCoreExportAlias(reader, scope, sort);
    case OF_OUTER:
      return readOuterAlias(reader, scope, sort);
    default:
      return unknownByte(reader, target, "target of an alias");
  }
}

function readSort(reader: BinaryReader): AliasSort {
  const byte = reader.byte();
  if (byte === VALUE) throw new UnsupportedComponent("values");
  if (byte !== CORE) return SORTS[byte] ?? unknownByte(reader, byte, "sort");
  const core = reader.byte();
  return CORE_SORTS[core] ?? unknownByte(reader, core, "core sort");
}

function readExportAlias(
  reader: BinaryReader,
  scope: Scope,
  sort: AliasSort,
): ExportAlias | undefined {
  const instance = reader.u32();
  const name = reader.name();
  const type = entryOf(scope.instances, instance, "instance").exports.get(name);
  if (type === undefined || sortOf(type) !== sort) {
    throw new BrokenRule(`instance ${instance} exports no ${sort} "${name}"`);
  }
  if (scope.kind !== "component" && sort !== "type" && sort !== "instance") {
    throw new BrokenRule(`a type cannot have an alias of a ${sort}`);
  }
  enter(scope, type);
  if (type.kind === "type") return undefined;
  return { kind: "export-alias", sort: sortOf(type), instance, name, type };
}

function readCoreExportAlias(
  reader: BinaryReader,
  scope: Scope,
  sort: AliasSort,
): CoreExportAlias {
  const instance = reader.u32();
  const name = reader.name();
  const type = entryOf(scope.coreInstances, instance, "core instance").get(name);
  if (type === undefined || sort !== `core-${type.kind}`) {
    throw new BrokenRule(`core instance ${instance} exports no ${sort} "${name}"`);
  }
  scope.core[type.kind].push(type);
  return { kind: "core-export-alias", sort: type.kind, instance, name, type };
}

function readOuterAlias(
  reader: BinaryReader,
  scope: Scope,
  sort: AliasSort,
): OuterAlias | undefined {
  const count = reader.u32();
  const index = reader.u32();
  const target = scope.outwards(count);
  if (sort === "type") {
    const entry = entryOf(target.definedTypes, index, "type");
    if (leavesComponent(scope, target) && refersToResources(entry.type, scope.types)) {
      throw new BrokenRule("an alias of a type with resources of another component");
    }
    scope.definedTypes.push(entry);
    return undefined;
  }
  if (sort === "core-type") {
    scope.coreTypes.push(entryOf(target.coreTypes, index, "core type"));
    return undefined;
  }
  if (scope.kind !== "component") throw new BrokenRule(`a type cannot have an alias of a ${sort}`);
  switch (sort) {
    case "core-module":
      scope.coreModules.push(entryOf(target.coreModules, index, "core module"));
      break;
    case "component":
      scope.components.push(entryOf(target.components, index, "component"));
      break;
    default:
      throw new BrokenRule(`there cannot be an outer alias of a ${sort}`);
  }
  return { kind: "outer-alias", sort, count, index };
}

/** Whether there is the end of a component between two scopes. */
function leavesComponent(scope: Scope, target: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== target && at !== undefined; at = at.outer) {
    if (at.kind === "component") return true;
  }
  return false;
}
