/**
 * Writing what an interface or the world consists of in WIT.
 *
 * @module
 */

import type { DefinedType, ExternType, FuncType, ValueType } from "../types.ts";
import { identifier } from "./identifiers.ts";
import {
  isBlockType,
  members,
  printFields,
  printResult,
  printSignature,
  printStructure,
} from "./print_type.ts";
import { type Items, LocalNames, type Origins } from "./type_names.ts";

/** The name of a function that WIT has within its resource. */
export const ANNOTATED: RegExp = /^\[(constructor|method|static)\]([^.]*)\.?(.*)$/;

/** Writes the items of an interface, a line each. */
export function printItems(
  items: Items,
  origins: Origins,
  home: string | undefined,
  path: (name: string) => string,
): string[] {
  const names = new LocalNames(origins, items, home);
  const groups = items.map(([name, type]) => counted(printItem(name, type, items, names), names));
  return spaced([counted(printUses(names, path), names), ...groups]);
}

/** Counts lines, as what they tell of can be there very often. */
export function counted(lines: string[], names: LocalNames): string[] {
  for (const line of lines) names.count(line.length);
  return lines;
}

/** Lines of several things, with a gap where one of them takes more than a line. */
export function spaced(groups: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  let before = 0;
  for (const group of groups) {
    if (group.length === 0) continue;
    if (before > 1 || (before === 1 && group.length > 1)) lines.push("");
    for (const line of group) lines.push(line);
    before = group.length;
  }
  return lines;
}

/** Writes what is used from other interfaces. */
export function printUses(names: LocalNames, path: (name: string) => string): string[] {
  return [...names.used].map(([from, used]) => {
    const all = [...used].map(([here, there]) =>
      here === there ? identifier(here) : `${identifier(there)} as ${identifier(here)}`
    );
    return `use ${path(from)}.{${all.join(", ")}};`;
  });
}

/** Writes the definition of a type: nothing where it is used from elsewhere. */
export function printDefinition(
  name: string,
  type: DefinedType,
  equals: ValueType | undefined,
  items: Items,
  names: LocalNames,
): string[] {
  const foreign = names.foreign(type);
  if (foreign !== undefined) {
    names.use(foreign, name);
    return [];
  }
  const called = identifier(name);
  switch (type.kind) {
    case "resource":
      return printResource(name, type, items, names);
    case "function":
    case "instance":
    case "component":
      return [`// type ${name}: ${type.kind}`];
  }
  const before = equals && names.of(equals);
  if (before !== undefined) return [`type ${called} = ${identifier(before)};`];
  if (!isBlockType(type)) return [`type ${called} = ${printStructure(type, names)};`];
  return block(`${type.kind} ${called}`, members(type, names).map((member) => `${member},`));
}

/** Writes a block: its head, and its lines indented. */
export function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => line === "" ? "" : `  ${line}`), "}"];
}

function printItem(name: string, type: ExternType, items: Items, names: LocalNames): string[] {
  switch (type.kind) {
    case "type":
      return printDefinition(name, type.type, type.equals, items, names);
    case "function":
      if (ANNOTATED.test(name)) return [];
      return [`${identifier(name)}: ${printSignature(type, names)};`];
    default:
      // An interface of WIT has no such item.
      return [`// ${name}: ${type.kind}`];
  }
}

/** A resource type, or another name for one that the interface has already. */
function printResource(
  name: string,
  type: DefinedType & { readonly kind: "resource" },
  items: Items,
  names: LocalNames,
): string[] {
  const called = identifier(name);
  const first = names.of(type);
  if (first !== undefined && first !== name) return [`type ${called} = ${identifier(first)};`];
  names.count(items.length);
  const functions = items.flatMap(([full, item]) => {
    const [, kind, resource, member] = ANNOTATED.exec(full) ?? [];
    if (item.kind !== "function" || resource !== name) return [];
    return [printMember(kind!, member!, item, names)];
  });
  return functions.length === 0 ? [`resource ${called};`] : block(`resource ${called}`, functions);
}

function printMember(kind: string, name: string, type: FuncType, names: LocalNames): string {
  const called = identifier(name);
  switch (kind) {
    case "constructor": {
      const fallible = type.result?.kind === "result" ? printResult(type.result, names) : "";
      return `constructor(${printFields(type.parameters, names)})${fallible};`;
    }
    case "static":
      return `${called}: static ${printSignature(type, names)};`;
    default: {
      const [, ...parameters] = type.parameters;
      return `${called}: ${printSignature({ ...type, parameters }, names)};`;
    }
  }
}
