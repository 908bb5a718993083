/**
 * Writing a component in WIT: its world, and the interfaces that it imports and exports.
 *
 * @module
 */

import type { ComponentType, ExternType } from "../types.ts";
import { identifier, type InterfaceName, interfaceName } from "./identifiers.ts";
import {
  ANNOTATED,
  block,
  counted,
  printDefinition,
  printItems,
  printUses,
  spaced,
} from "./print_items.ts";
import { printSignature } from "./print_type.ts";
import { type Items, LocalNames, type Origins, originsOf } from "./type_names.ts";

/** The package and world of a component, which does not know what they were called. */
const HEAD = ["package root:component;", ""];

/** Writes the type of a component in WIT. */
export function printWorld(type: ComponentType): string {
  const interfaces = interfacesOf(type);
  const imports = [...type.imports];
  const exports = [...type.exports];
  const origins = originsOf(type);
  const world = new LocalNames(origins, [...imports, ...exports], undefined);
  const groups = [
    ...imports.map(([name, item]) => printWorldItem("import", name, item, imports, world, origins)),
    ...exports.map(([name, item]) => printWorldItem("export", name, item, exports, world, origins)),
  ].map((group) => counted(group, world));
  const lines = spaced([counted(printUses(world, path), world), ...groups]);
  const packages = printPackages(interfaces, origins);
  return [...HEAD, ...block("world root", lines), ...packages, ""].join("\n");
}

/** The items of each interface that has a name of its own; one may be imported and exported. */
function interfacesOf({ imports, exports }: ComponentType): Map<string, Map<string, ExternType>> {
  const interfaces = new Map<string, Map<string, ExternType>>();
  for (const [name, type] of [...imports, ...exports]) {
    if (type.kind !== "instance" || interfaceName(name) === undefined) continue;
    const known = interfaces.get(name);
    interfaces.set(name, new Map([...type.exports, ...known ?? []]));
  }
  return interfaces;
}

function printWorldItem(
  direction: "import" | "export",
  name: string,
  type: ExternType,
  items: Items,
  world: LocalNames,
  origins: Origins,
): string[] {
  const called = identifier(name);
  switch (type.kind) {
    case "instance": {
      if (interfaceName(name) !== undefined) return [`${direction} ${name};`];
      const inner = printItems([...type.exports], origins, name, path);
      return block(`${direction} ${called}: interface`, inner);
    }
    case "function":
      if (ANNOTATED.test(name)) return [];
      return [`${direction} ${called}: ${printSignature(type, world)};`];
    case "type":
      return printDefinition(name, type.type, type.equals, items, world);
    default:
      // A world of WIT has no such item.
      return [`// ${direction} ${name}: ${type.kind}`];
  }
}

function printPackages(
  interfaces: ReadonlyMap<string, ReadonlyMap<string, ExternType>>,
  origins: Origins,
): string[] {
  const packages = new Map<string, string[]>();
  for (const [name, items] of interfaces) {
    const parts = interfaceName(name)!;
    const inPackage = (other: string) => pathWithin(other, parts);
    const lines = printItems([...items], origins, name, inPackage);
    const head = parts.package + versionOf(parts);
    const all = packages.get(head) ?? [];
    packages.set(head, all);
    if (all.length > 0) all.push("");
    for (const line of block(`interface ${identifier(parts.interface)}`, lines)) all.push(line);
  }
  return [...packages].flatMap(([head, lines]) => ["", ...block(`package ${head}`, lines)]);
}

/** How an interface is named in a package: by its last name, if it is of the package. */
function pathWithin(name: string, { package: home, version }: InterfaceName): string {
  const other = interfaceName(name);
  if (other?.package === home && other.version === version) return identifier(other.interface);
  return path(name);
}

function path(name: string): string {
  const parts = interfaceName(name);
  if (parts === undefined) return identifier(name);
  return `${parts.package}/${identifier(parts.interface)}${versionOf(parts)}`;
}

function versionOf({ version }: InterfaceName): string {
  return version === undefined ? "" : `@${version}`;
}
