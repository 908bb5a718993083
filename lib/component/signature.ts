/**
 * The types of functions as text, to tell whether two are the same.
 *
 * @module
 */

import type { FuncType, ResourceType, ValueType } from "./types.ts";

/** The name of a type of resources. */
export type ResourceName = (type: ResourceType) => string;

/** More parts than any host's function has; a type may contain another without end. */
const MOST_PARTS = 10_000;

/**
 * The type of a function in WIT, except that types stand in the place of their names: no name is left
 * but those of resources.
 *
 * ```text
 * func(self: borrow<output-stream>, contents: list<u8>)
 *   -> result<_, variant { last-operation-failed(own<error>), closed }>
 * ```
 *
 * @returns undefined for a type that is too large to be that of any host's function
 */
export function signatureText(type: FuncType, nameOf: ResourceName): string | undefined {
  let parts = 0;
  const text = (type: ValueType): string => {
    if (++parts > MOST_PARTS) return "";
    return typeText(type, text, nameOf);
  };
  const parameters = type.parameters.map((one) => `${one.name}: ${text(one.type)}`);
  const result = type.result === undefined ? "" : ` -> ${text(type.result)}`;
  return parts > MOST_PARTS ? undefined : `func(${parameters.join(", ")})${result}`;
}

function typeText(
  type: ValueType,
  text: (part: ValueType) => string,
  nameOf: ResourceName,
): string {
  switch (type.kind) {
    case "record":
      return braced("record", type.fields.map((one) => `${one.name}: ${text(one.type)}`));
    case "variant":
      return braced("variant", type.cases.map((one) => one.name + payload(one.type, text)));
    case "flags":
    case "enum":
      return braced(type.kind, type.names);
    case "list":
      return `list<${text(type.element)}${type.length === undefined ? "" : `, ${type.length}`}>`;
    case "tuple":
      return `tuple<${type.types.map(text).join(", ")}>`;
    case "option":
      return `option<${text(type.some)}>`;
    case "result":
      if (type.err !== undefined) {
        return `result<${type.ok === undefined ? "_" : text(type.ok)}, ${text(type.err)}>`;
      }
      return type.ok === undefined ? "result" : `result<${text(type.ok)}>`;
    case "own":
    case "borrow":
      return `${type.kind}<${nameOf(type.resource)}>`;
    default:
      return type.kind;
  }
}

function payload(type: ValueType | undefined, text: (part: ValueType) => string): string {
  return type === undefined ? "" : `(${text(type)})`;
}

function braced(kind: string, parts: readonly string[]): string {
  return `${kind} { ${parts.join(", ")} }`;
}
