/**
 * What an import or export may refer to: named types only as far as they have been imported or exported
 * themselves, so that everything that can be seen from outside has a name there.
 *
 * @module
 */

import type { DefinedType, ExternType, FuncType, ValueType } from "../types.ts";
import { BrokenRule } from "./errors.ts";
import type { Scope } from "./scope.ts";
import type { Types } from "./types.ts";

/**
 * Checks an import or export of a scope, and makes visible what it brings.
 *
 * @throws BrokenRule when it refers to what cannot be seen
 */
export function makeVisible(scope: Scope, what: "import" | "export", type: ExternType): void {
  // What a type of instances exports is checked where an instance of it is imported or exported.
  if (scope.kind === "instance-type") return;
  const visible = what === "import" ? scope.imported : scope.exported;
  const seen = new Visibility(visible, scope.types);
  register(type, seen, (name) => {
    scope.exported.add(name);
    if (what === "import") scope.imported.add(name);
  });
}

function register(type: ExternType, seen: Visibility, add: (name: object) => void): void {
  switch (type.kind) {
    case "type":
      seen.defined(type.type);
      add(seen.types.nameOf(type));
      break;
    case "instance":
      for (const item of type.exports.values()) register(item, seen, add);
      break;
    case "function":
      seen.function(type);
      break;
  }
}

class Visibility {
  readonly #visible: ReadonlySet<object>;
  readonly types: Types;

  constructor(visible: ReadonlySet<object>, types: Types) {
    this.#visible = visible;
    this.types = types;
  }

  function({ parameters, result }: FuncType): void {
    for (const { type } of parameters) this.#value(type);
    this.#value(result);
  }

  /** The parts of a type that is about to get a name. */
  defined(type: DefinedType): void {
    switch (type.kind) {
      case "resource":
      case "component":
        return;
      case "function":
        return this.function(type);
      case "instance":
        for (const item of type.exports.values()) this.#exported(item);
        return;
      default:
        return this.#parts(type);
    }
  }

  #exported(type: ExternType): void {
    this.types.spend(1);
    switch (type.kind) {
      case "type":
        return this.defined(type.type);
      case "function":
      case "instance":
        return this.defined(type);
    }
  }

  #value(type: ValueType | undefined): void {
    if (type === undefined) return;
    switch (type.kind) {
      case "record":
      case "variant":
      case "flags":
      case "enum":
        this.types.spend(1);
        return this.#see(type);
      default:
        return this.#parts(type);
    }
  }

  #parts(type: ValueType): void {
    this.types.spend(1);
    switch (type.kind) {
      case "record":
        return type.fields.forEach((field) => this.#value(field.type));
      case "variant":
        this.types.spend(type.cases.length);
        return type.cases.forEach((one) => this.#value(one.type));
      case "tuple":
        return type.types.forEach((one) => this.#value(one));
      case "list":
        return this.#value(type.element);
      case "option":
        return this.#value(type.some);
      case "result":
        this.#value(type.ok);
        return this.#value(type.err);
      case "own":
      case "borrow":
        return this.#see(this.types.nameOf(type));
    }
  }

  #see(name: object): void {
    if (this.#visible.has(name)) return;
    throw new BrokenRule("it refers to a type that is not imported or exported before it");
  }
}
