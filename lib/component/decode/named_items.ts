/**
 * The imports or the exports of a component or type, with the rules for their names.
 *
 * @module
 */

import type { ExternType, FuncType, ValueType } from "../types.ts";
import { BrokenRule } from "./errors.ts";
import { annotationOf, distinction, isExternName, type ResourceAnnotation } from "./names.ts";
import type { Types } from "./types.ts";

/** Imports or exports as they come. */
export class NamedItems {
  readonly #what: "import" | "export";
  readonly #types: Types;
  readonly #distinctions = new Set<string>();
  /** The names that functions can be annotated with, with how the resource types are referred to. */
  readonly #resources = new Map<string, object>();
  readonly all: Map<string, ExternType> = new Map();

  constructor(what: "import" | "export", types: Types) {
    this.#what = what;
    this.#types = types;
  }

  /** @throws BrokenRule when the name or the type breaks a rule */
  add(name: string, type: ExternType): void {
    if (!isExternName(name)) throw new BrokenRule(`"${name}" is no name of an ${this.#what}`);
    const apart = distinction(name);
    if (this.#distinctions.has(apart)) {
      throw new BrokenRule(`the ${this.#what} "${name}" is there twice`);
    }
    this.#distinctions.add(apart);
    const annotation = annotationOf(name);
    if (annotation !== undefined) this.#checkAnnotated(name, annotation, type);
    this.all.set(name, type);
  }

  /** Makes it possible to annotate functions with a resource. */
  addResource(name: string, resource: object): void {
    this.#resources.set(name, resource);
  }

  #checkAnnotated(name: string, { kind, resource }: ResourceAnnotation, type: ExternType): void {
    if (type.kind !== "function") throw new BrokenRule(`"${name}" is not a function`);
    const expected = this.#resources.get(resource);
    if (expected === undefined) throw new BrokenRule(`"${name}" belongs to no resource`);
    if (kind === "static") return;
    const handle = kind === "constructor" ? constructed(type) : self(type);
    if (handle === undefined || this.#types.nameOf(handle) !== expected) {
      throw new BrokenRule(`"${name}" has not the type of a ${kind} of "${resource}"`);
    }
  }
}

function constructed({ result }: FuncType) {
  const made = result?.kind === "result" ? result.ok : result;
  return ofKind(made, "own");
}

function self({ parameters: [first] }: FuncType) {
  return first?.name === "self" ? ofKind(first.type, "borrow") : undefined;
}

function ofKind<K extends ValueType["kind"]>(type: ValueType | undefined, kind: K) {
  return type?.kind === kind ? type as Extract<ValueType, { kind: K }> : undefined;
}
