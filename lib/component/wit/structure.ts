/**
 * Types in one form, whatever they are called: to tell whether two are the same.
 *
 * @module
 */

import type { FuncType, ResourceType, ValueType } from "../types.ts";

/** As much text as types have that are not made to be long. */
const MAX_LENGTH = 10_000;

/**
 * The type of a function as `func(u32, list<u8>) -> result<_, string>`: without the names of parameters,
 * and with what the names of types stand for.
 *
 * @param nameOf what a resource is called
 * @returns undefined for a type that is longer than any that is known
 */
export function structureOf(
  { parameters, result }: FuncType,
  nameOf: (resource: ResourceType) => string,
): string | undefined {
  const text = new Text(nameOf);
  try {
    const wanted = parameters.map(({ type }) => text.of(type)).join(", ");
    return `func(${wanted})${result === undefined ? "" : ` -> ${text.of(result)}`}`;
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

class TooLong extends Error {}

/** The text of types. As a type can be part of another very often, its length is bounded. */
class Text {
  readonly #nameOf: (resource: ResourceType) => string;
  #length = 0;

  constructor(nameOf: (resource: ResourceType) => string) {
    this.#nameOf = nameOf;
  }

  of(type: ValueType): string {
    this.#length += type.kind.length;
    if (this.#length > MAX_LENGTH) throw new TooLong();
    switch (type.kind) {
      case "own":
      case "borrow":
        return `${type.kind}<${this.#nameOf(type.resource)}>`;
      case "list": {
        const length = type.length === undefined ? "" : `, ${type.length}`;
        return `list<${this.of(type.element)}${length}>`;
      }
      case "option":
        return `option<${this.of(type.some)}>`;
      case "tuple":
        return `tuple<${type.types.map((one) => this.of(one)).join(", ")}>`;
      case "record":
        return this.#braces("record", type.fields, ({ name, type }) => `${name}: ${this.of(type)}`);
      case "variant":
        return this.#braces(
          "variant",
          type.cases,
          ({ name, type }) => type === undefined ? name : `${name}(${this.of(type)})`,
        );
      case "flags":
      case "enum":
        return this.#braces(type.kind, type.names, (name) => name);
      case "result":
        return this.#result(type.ok, type.err);
      default:
        return type.kind;
    }
  }

  #braces<T>(kind: string, parts: readonly T[], textOf: (part: T) => string): string {
    return `${kind} { ${parts.map(textOf).join(", ")} }`;
  }

  #result(ok: ValueType | undefined, err: ValueType | undefined): string {
    if (ok === undefined && err === undefined) return "result";
    const success = ok === undefined ? "_" : this.of(ok);
    return err === undefined ? `result<${success}>` : `result<${success}, ${this.of(err)}>`;
  }
}
