/**
 * Whether one thing can stand where another is expected: subtyping, with the abstract resource types of
 * the expected side standing for those of the actual one.
 *
 * @module
 */

import type {
  ComponentType,
  DefinedType,
  ExternType,
  Field,
  FuncType,
  InstanceType,
  ResourceType,
  TypeBound,
  ValueType,
} from "../types.ts";
import { matchModule } from "./core_matching.ts";
import { BrokenRule } from "./errors.ts";
import { Replacements } from "./substitution.ts";
import type { Types } from "./types.ts";

/** One comparison; what it finds for a resource type holds for all that is compared behind it. */
export class Matching {
  readonly #types: Types;
  readonly #around: Matching | undefined;
  /** What stands for the types of the expected side. */
  readonly replacements: Replacements = new Replacements();

  /** @param around the comparison that this one is a part of */
  constructor(types: Types, around?: Matching) {
    this.#types = types;
    this.#around = around;
  }

  /** @throws BrokenRule when `actual` cannot stand where `expected` is */
  extern(actual: ExternType, expected: ExternType): void {
    this.#types.spend(1);
    if (actual.kind !== expected.kind) {
      throw new BrokenRule(`a ${expected.kind} is expected instead of a ${actual.kind}`);
    }
    switch (expected.kind) {
      case "module":
        return matchModule(actual as typeof expected, expected, this.#types);
      case "function":
        return this.#function(actual as FuncType, expected);
      case "instance":
        return this.#exports((actual as InstanceType).exports, expected.exports);
      case "component":
        return this.#component(actual as ComponentType, expected);
      case "type": {
        const { type } = actual as typeof expected;
        this.#rename(actual as typeof expected, expected);
        if (expected.bound === "equal") return this.#equal(type, expected.type);
        if (type.kind !== "resource") {
          throw new BrokenRule(`a resource type is expected instead of a ${type.kind}`);
        }
        this.replacements.resources.set(expected.type as ResourceType, this.#resolved(type));
      }
    }
  }

  /** @param what in the words of a message */
  named(actual: ExternType | undefined, expected: ExternType, what: string): void {
    if (actual === undefined) throw new BrokenRule(`${what} is missing`);
    try {
      this.extern(actual, expected);
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error;
      throw new BrokenRule(`${what} has another type: ${error.message}`);
    }
  }

  #exports(actual: ReadonlyMap<string, ExternType>, expected: ReadonlyMap<string, ExternType>) {
    for (const [name, type] of expected) {
      this.named(actual.get(name), type, `the export "${name}"`);
    }
  }

  /** What it imports is given by what is expected to be there to import. */
  #component(actual: ComponentType, expected: ComponentType): void {
    const inner = new Matching(this.#types, this);
    for (const [name, type] of actual.imports) {
      inner.named(expected.imports.get(name), type, `the import "${name}"`);
    }
    inner.#exports(actual.exports, expected.exports);
  }

  #function(actual: FuncType, expected: FuncType): void {
    this.#fields(actual.parameters, expected.parameters, "parameters");
    this.#optional(actual.result, expected.result, "result");
  }

  #equal(actual: DefinedType, expected: DefinedType): void {
    switch (expected.kind) {
      case "resource":
        if (actual.kind === "resource" && this.#same(actual, expected)) return;
        throw new BrokenRule("the resource types are not the same");
      case "function":
        this.#ofKind(actual, expected);
        return this.#function(actual as FuncType, expected);
      case "instance":
      case "component":
        this.#ofKind(actual, expected);
        this.extern(actual as typeof expected, expected);
        return this.extern(expected, actual as typeof expected);
      default:
        return this.#value(actual as ValueType, expected);
    }
  }

  #value(actual: ValueType, expected: ValueType): void {
    this.#types.spend(1);
    this.#ofKind(actual, expected);
    switch (expected.kind) {
      case "record":
        return this.#fields((actual as typeof expected).fields, expected.fields, "fields");
      case "variant": {
        const { cases } = actual as typeof expected;
        this.#names(cases, expected.cases, "cases");
        return expected.cases.forEach(({ name, type }, at) =>
          this.#optional(cases[at]!.type, type, `case "${name}"`)
        );
      }
      case "flags":
      case "enum": {
        const { names } = actual as typeof expected;
        this.#types.spend(names.length);
        if (
          names.length === expected.names.length &&
          names.every((name, at) => name === expected.names[at])
        ) return;
        throw new BrokenRule(`the names of the ${expected.kind} are others`);
      }
      case "tuple": {
        const { types } = actual as typeof expected;
        if (types.length !== expected.types.length) {
          throw new BrokenRule(`a tuple of ${expected.types.length} is expected`);
        }
        return types.forEach((type, at) => this.#value(type, expected.types[at]!));
      }
      case "list": {
        const { element, length } = actual as typeof expected;
        if (length !== expected.length) throw new BrokenRule("the lengths of lists differ");
        return this.#value(element, expected.element);
      }
      case "option":
        return this.#value((actual as typeof expected).some, expected.some);
      case "result": {
        const { ok, err } = actual as typeof expected;
        this.#optional(ok, expected.ok, "ok");
        return this.#optional(err, expected.err, "err");
      }
      case "own":
      case "borrow":
        if (this.#same((actual as typeof expected).resource, expected.resource)) return;
        throw new BrokenRule("the resource types are not the same");
    }
  }

  #fields(actual: readonly Field[], expected: readonly Field[], what: string): void {
    this.#names(actual, expected, what);
    expected.forEach(({ type }, at) => this.#value(actual[at]!.type, type));
  }

  #names(actual: readonly Named[], expected: readonly Named[], what: string): void {
    this.#types.spend(expected.length);
    if (
      actual.length === expected.length &&
      actual.every(({ name }, at) => name === expected[at]!.name)
    ) return;
    throw new BrokenRule(`the ${what} are others`);
  }

  #optional(actual: ValueType | undefined, expected: ValueType | undefined, what: string): void {
    if (actual === undefined && expected === undefined) return;
    if (actual === undefined || expected === undefined) {
      throw new BrokenRule(`only one has a type for ${what}`);
    }
    this.#value(actual, expected);
  }

  #ofKind(actual: DefinedType, expected: DefinedType): void {
    if (actual.kind === expected.kind) return;
    throw new BrokenRule(`a ${expected.kind} is expected instead of a ${actual.kind}`);
  }

  #same(one: ResourceType, other: ResourceType): boolean {
    return this.#resolved(one) === this.#resolved(other);
  }

  #rename(actual: TypeBound, expected: TypeBound): void {
    const name = this.#types.nameOf(actual);
    // A name that is the type itself is no other name of it.
    if (name !== actual.type || actual.type.kind !== "resource") {
      this.replacements.names.set(this.#types.nameOf(expected), name);
    }
  }

  #resolved(resource: ResourceType): ResourceType {
    for (;;) {
      this.#types.spend(1);
      const next = this.#replacement(resource);
      if (next === undefined || next === resource) return resource;
      resource = next;
    }
  }

  #replacement(resource: ResourceType): ResourceType | undefined {
    const found = this.replacements.resources.get(resource);
    if (found !== undefined || this.#around === undefined) return found;
    return this.#around.#replacement(resource);
  }
}

interface Named {
  readonly name: string;
}
