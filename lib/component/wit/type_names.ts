/**
 * What types are called in WIT.
 *
 * A component refers to types by index, WIT by name: a type has the name under which an interface, or
 * the world, exports or imports it.
 *
 * @module
 */

import { MalformedComponent } from "../decode/errors.ts";
import type { ComponentType, DefinedType, ExternType, ResourceType, ValueType } from "../types.ts";
import { interfaceName } from "./identifiers.ts";

/** Where a type was given a name first. */
export interface Origin {
  /** The interface; undefined for the world. */
  readonly interface: string | undefined;
  readonly name: string;
}

/** The most characters that are written of one component, with some that are looked at in between. */
const MAX_WRITTEN = 1 << 24;

/** The first names of the types of a component. */
export class Origins {
  readonly #origins = new Map<DefinedType, Origin>();
  #left = MAX_WRITTEN;

  /** Where a type was given a name first. */
  of(type: DefinedType | undefined): Origin | undefined {
    return type && this.#origins.get(type);
  }

  /** Notes the names of types, where they have none yet. */
  note(items: Items, home: string | undefined): void {
    for (const [name, type] of items) {
      if (type.kind !== "type" || this.#origins.has(type.type)) continue;
      this.#origins.set(type.type, this.of(type.equals) ?? { interface: home, name });
    }
  }

  /**
   * Counts what is written: types share their parts, but their texts do not.
   *
   * @throws MalformedComponent when it becomes too much
   */
  count(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) {
      throw new MalformedComponent("there is too much in it to be written in WIT");
    }
  }
}

/** The items of an interface or of the world. */
export type Items = readonly (readonly [name: string, type: ExternType])[];

/** Notes the names of types in their order: a type is used from where it was defined. */
export function originsOf({ imports, exports }: ComponentType): Origins {
  const origins = new Origins();
  for (const [name, type] of [...imports, ...exports]) {
    if (type.kind === "instance") origins.note([...type.exports], name);
    else origins.note([[name, type]], undefined);
  }
  return origins;
}

/** The names that types have in one interface, or in the world. */
export class LocalNames {
  readonly #origins: Origins;
  readonly #home: string | undefined;
  readonly #names = new Map<DefinedType, string>();
  /** What has to be used from other interfaces: their own name by the name here. */
  readonly used: Map<string, Map<string, string>> = new Map();

  constructor(origins: Origins, items: Items, home: string | undefined) {
    this.#origins = origins;
    this.#home = home;
    for (const [name, type] of items) {
      if (type.kind === "type" && !this.#names.has(type.type)) this.#names.set(type.type, name);
    }
  }

  /** Where a type that is named here comes from, if it can be used from there. */
  foreign(type: DefinedType): Origin | undefined {
    const origin = this.#origins.of(type);
    return origin !== undefined && this.#isUsable(origin) ? origin : undefined;
  }

  /** Counts what is written; see {@linkcode Origins.count}. */
  count(amount: number): void {
    this.#origins.count(amount);
  }

  /** Notes that a type of another interface is used here under a name. */
  use(origin: Origin, name: string): void {
    // What cannot be used is left without an explanation.
    if (!this.#isUsable(origin)) return;
    const names = this.used.get(origin.interface!) ?? new Map<string, string>();
    this.used.set(origin.interface!, names.set(name, origin.name));
  }

  /** The name of a type here; undefined for one without a name. */
  of(type: ValueType | ResourceType): string | undefined {
    const local = this.#names.get(type);
    if (local !== undefined) return local;
    const origin = this.#origins.of(type);
    if (origin === undefined) return undefined;
    this.use(origin, origin.name);
    return origin.name;
  }

  /** Whether it is of another interface that can be named: not of the world, nor within it. */
  #isUsable({ interface: from }: Origin): boolean {
    return from !== undefined && from !== this.#home && interfaceName(from) !== undefined;
  }
}
