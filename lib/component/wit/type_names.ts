/**
 * What types are called in WIT.
 *
 * A component refers to types by index, WIT by name: a type has the name under which an interface, or
 * the world, exports or imports it.
 *
 * @module
 */

import type { ComponentType, DefinedType, ExternType, ResourceType, ValueType } from "../types.ts";

/** Where a type was given a name first. */
export interface Origin {
  /** The interface; undefined for the world. */
  readonly interface: string | undefined;
  readonly name: string;
}

/** The first names of the types of a component. */
export type Origins = Map<DefinedType, Origin>;

/** The items of an interface or of the world. */
export type Items = readonly (readonly [name: string, type: ExternType])[];

/** Notes the names of types in their order: a type is used from where it was defined. */
export function originsOf({ imports, exports }: ComponentType): Origins {
  const origins: Origins = new Map();
  for (const [name, type] of [...imports, ...exports]) {
    if (type.kind === "instance") note(origins, [...type.exports], name);
    else note(origins, [[name, type]], undefined);
  }
  return origins;
}

function note(origins: Origins, items: Items, home: string | undefined): void {
  for (const [name, type] of items) {
    if (type.kind !== "type" || origins.has(type.type)) continue;
    origins.set(type.type, origins.get(type.equals!) ?? { interface: home, name });
  }
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

  /** Where a type that is named here comes from, if it is not from here. */
  foreign(type: DefinedType): Origin | undefined {
    const origin = this.#origins.get(type);
    return origin === undefined || origin.interface === this.#home ? undefined : origin;
  }

  /** Notes that a type of another interface is used here under a name. */
  use(origin: Origin, name: string): void {
    // What the world names cannot be used by an interface; it is left without an explanation.
    if (origin.interface === undefined) return;
    const names = this.used.get(origin.interface) ?? new Map<string, string>();
    this.used.set(origin.interface, names.set(name, origin.name));
  }

  /** The name of a type here; undefined for one without a name. */
  of(type: ValueType | ResourceType): string | undefined {
    const local = this.#names.get(type);
    if (local !== undefined) return local;
    const origin = this.#origins.get(type);
    if (origin === undefined) return undefined;
    if (origin.interface !== this.#home) this.use(origin, origin.name);
    return origin.name;
  }
}
