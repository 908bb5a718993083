/**
 * What comes into the index spaces of a scope under a name: imports, exports, and what an instance
 * exports.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { Item } from "../component.ts";
import type { ExternType, TypeBound, ValueType } from "../types.ts";
import { BrokenRule, UnsupportedComponent } from "./errors.ts";
import { isInterfaceName, isLabel } from "./names.ts";
import { expectByte, list, unknownByte } from "./reading.ts";
import { entryOf, type Scope, type TypeEntry } from "./scope.ts";
import type { Types } from "./types.ts";
import { isValueType } from "./value_types.ts";
import { makeVisible } from "./visibility.ts";

/** The sorts of what can be imported and exported. */
export type ItemSort = Item["sort"];

const SORT_CORE = 0x00;
const SORT_VALUE = 0x02;
const CORE_MODULE = 0x11;

const SORTS: Readonly<Record<number, ItemSort>> = {
  0x01: "function",
  0x03: "type",
  0x04: "component",
  0x05: "instance",
};

/** A name with what stands beside it. */
export interface ItemName {
  readonly name: string;
  /** The interface that an instance of another name implements. */
  readonly implements?: string | undefined;
}

/** What is named by its sort and index. */
export interface IndexedItem {
  readonly sort: ItemSort;
  readonly index: number;
  readonly type: ExternType;
}

/** Reads the sort of something that can be imported or exported. */
function readItemSort(reader: BinaryReader): ItemSort {
  const byte = reader.byte();
  if (byte === SORT_CORE) {
    expectByte(reader, CORE_MODULE, "sort of an import or export");
    return "core-module";
  }
  if (byte === SORT_VALUE) throw new UnsupportedComponent("values");
  return SORTS[byte] ?? unknownByte(reader, byte, "sort");
}

/** Reads the name of an import or export. */
export function readItemName(reader: BinaryReader): ItemName {
  const form = reader.byte();
  if (form > 0x02) unknownByte(reader, form, "form of a name");
  const name = reader.name();
  if (form < 0x02) return { name };
  const attributes = new Map<number, string>();
  list(reader, () => {
    const kind = reader.byte();
    if (kind > 0x02) unknownByte(reader, kind, "attribute");
    if (attributes.has(kind)) throw new BrokenRule(`"${name}" has an attribute twice`);
    attributes.set(kind, reader.name());
  });
  return { name, implements: attributes.get(0x00) };
}

/** @throws BrokenRule when what the name says does not fit the type */
export function checkAttributes({ name, implements: named }: ItemName, type: ExternType): void {
  if (named === undefined) return;
  if (!isInterfaceName(named)) throw new BrokenRule(`"${named}" is no name of an interface`);
  if (type.kind !== "instance") throw new BrokenRule(`"${name}" is no instance`);
  if (isInterfaceName(name)) throw new BrokenRule(`"${name}" cannot implement "${named}"`);
}

/** Reads the sort and index of something in the spaces of a scope. */
export function readIndexedItem(reader: BinaryReader, scope: Scope): IndexedItem {
  const sort = readItemSort(reader);
  const index = reader.u32();
  return { sort, index, type: itemType(scope, sort, index) };
}

function itemType(scope: Scope, sort: ItemSort, index: number): ExternType {
  switch (sort) {
    case "core-module":
      return entryOf(scope.coreModules, index, "core module");
    case "function":
      return entryOf(scope.functions, index, "function");
    case "component":
      return entryOf(scope.components, index, "component");
    case "instance":
      return entryOf(scope.instances, index, "instance");
    case "type": {
      const { type, name } = entryOf(scope.definedTypes, index, "type");
      return scope.types.named<TypeBound>({ kind: "type", bound: "equal", type }, name);
    }
  }
}

/** The sort of the space that something of a type goes to. */
export function sortOf(type: ExternType): ItemSort {
  return type.kind === "module" ? "core-module" : type.kind;
}

/** A type as an import or export introduces it: the same, but with a name of its own. */
export function introduced({ type }: TypeEntry, types: Types): TypeBound {
  if (!isValueType(type)) return types.named({ kind: "type", bound: "equal", type }, {});
  return { kind: "type", bound: "equal", type: copied(type, types), equals: type };
}

/** Its identity is what tells a copy from the type. */
function copied(type: ValueType, types: Types): ValueType {
  if (type.kind !== "own" && type.kind !== "borrow") return { ...type };
  return types.namedAs({ ...type }, type);
}

/** Adds something to the space of its sort. */
export function enter(scope: Scope, type: ExternType): void {
  switch (type.kind) {
    case "module":
      scope.coreModules.push(type);
      break;
    case "function":
      scope.functions.push(type);
      break;
    case "component":
      scope.components.push(type);
      break;
    case "instance":
      scope.instances.push(type);
      break;
    case "type":
      scope.definedTypes.push({ type: type.type, name: scope.types.givenName(type) });
      break;
  }
}

/** Adds an import or export to a scope, after what there is to check of it. */
export function enterNamed(
  scope: Scope,
  what: "import" | "export",
  itemName: ItemName,
  type: ExternType,
): void {
  const items = what === "import" ? scope.imports : scope.exports;
  const { name } = itemName;
  checkAttributes(itemName, type);
  makeVisible(scope, what, type);
  items.add(name, type);
  if (type.kind === "type" && type.type.kind === "resource" && isLabel(name)) {
    items.addResource(name, scope.types.nameOf(type));
  }
  scope.types.admit(type);
  enter(scope, type);
}
