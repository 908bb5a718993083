/**
 * Writing types and the signatures of functions in WIT.
 *
 * @module
 */

import type { Field, FuncType, ResourceType, ValueType } from "../types.ts";
import { identifier } from "./identifiers.ts";
import type { LocalNames } from "./type_names.ts";

/** Writes a type where it is used. */
export function printType(type: ValueType, names: LocalNames): string {
  const name = names.of(type);
  names.count(1 + (name?.length ?? 0));
  return name === undefined ? printStructure(type, names) : identifier(name);
}

/** Writes the signature of a function. */
export function printSignature(type: FuncType, names: LocalNames): string {
  return `func(${printFields(type.parameters, names)})${printResult(type.result, names)}`;
}

/** Writes parameters, as they stand in parentheses. */
export function printFields(fields: readonly Field[], names: LocalNames): string {
  const printed = fields.map(({ name, type }) => {
    names.count(name.length);
    return `${identifier(name)}: ${printType(type, names)}`;
  });
  return printed.join(", ");
}

/** Writes what a function answers. */
export function printResult(type: ValueType | undefined, names: LocalNames): string {
  return type === undefined ? "" : ` -> ${printType(type, names)}`;
}

/** Writes what a type is made of, whatever it is called itself. */
export function printStructure(type: ValueType, names: LocalNames): string {
  const of = (part: ValueType) => printType(part, names);
  switch (type.kind) {
    case "list":
      return type.length === undefined
        ? `list<${of(type.element)}>`
        : `list<${of(type.element)}, ${type.length}>`;
    case "tuple":
      return `tuple<${type.types.map(of).join(", ")}>`;
    case "option":
      return `option<${of(type.some)}>`;
    case "result":
      return printResultType(type.ok, type.err, of);
    case "own":
      return printResource(type.resource, names);
    case "borrow":
      return `borrow<${printResource(type.resource, names)}>`;
    case "record":
    case "variant":
    case "enum":
    case "flags":
      return `${type.kind} { ${members(type, names).join(", ")} }`;
    default:
      return type.kind;
  }
}

/** A type with members, which WIT defines in a block. */
export type BlockType = Extract<ValueType, { kind: "record" | "variant" | "enum" | "flags" }>;

/** Whether WIT defines a type in a block. */
export function isBlockType(type: ValueType): type is BlockType {
  return ["record", "variant", "enum", "flags"].includes(type.kind);
}

/** Writes the members of a type, each for a line of its own. */
export function members(type: BlockType, names: LocalNames): string[] {
  switch (type.kind) {
    case "record":
      return type.fields.map((field) => printFields([field], names));
    case "variant":
      return type.cases.map(({ name, type: carried }) => {
        const payload = carried === undefined ? "" : `(${printType(carried, names)})`;
        return identifier(name) + payload;
      });
    default:
      return type.names.map(identifier);
  }
}

function printResultType(
  ok: ValueType | undefined,
  err: ValueType | undefined,
  of: (part: ValueType) => string,
): string {
  if (ok === undefined && err === undefined) return "result";
  if (err === undefined) return `result<${of(ok!)}>`;
  return `result<${ok === undefined ? "_" : of(ok)}, ${of(err)}>`;
}

function printResource(resource: ResourceType, names: LocalNames): string {
  return identifier(names.of(resource) ?? "resource");
}
