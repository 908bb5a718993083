/**
 * Types with other resource types in the place of their own.
 *
 * @module
 */

import type {
  BorrowType,
  ComponentType,
  DefinedType,
  ExternType,
  InstanceType,
  OwnType,
  ResourceType,
  TypeBound,
  ValueType,
} from "../types.ts";
import type { Types } from "./types.ts";

/** What stands for types elsewhere. */
export class Replacements {
  readonly resources: Map<ResourceType, ResourceType> = new Map();
  /** Of what types are referred to by: the types of values themselves, and the names of resource types. */
  readonly names: Map<object, object> = new Map();
}

/**
 * An instance whose abstract resource types are its own: every import of a type of instances is one.
 */
export function freshInstance(type: InstanceType, types: Types): InstanceType {
  const replacements = new Replacements();
  renew(type.exports, replacements, types);
  if (replacements.resources.size === 0) return type;
  return new Substitution(replacements, types).extern(type);
}

/** The instance that results from a component, given what stands for the types that it imports. */
export function instantiated(
  { exports }: ComponentType,
  replacements: Replacements,
  types: Types,
): InstanceType {
  renew(exports, replacements, types);
  return new Substitution(replacements, types).extern({ kind: "instance", exports });
}

/** Gives each abstract resource type among exports a new one, where it has no replacement yet. */
function renew(
  exports: ReadonlyMap<string, ExternType>,
  replacements: Replacements,
  types: Types,
): void {
  types.spend(exports.size);
  for (const type of exports.values()) {
    if (type.kind === "instance") renew(type.exports, replacements, types);
    if (type.kind !== "type" || type.bound !== "sub-resource") continue;
    const resource = type.type as ResourceType;
    if (replacements.resources.has(resource)) continue;
    replacements.resources.set(resource, { kind: "resource" });
  }
}

/** Replaces types; what does not contain them stays the same object. */
class Substitution {
  readonly #replacements: Replacements;
  readonly #types: Types;
  readonly #done = new Map<object, object>();

  constructor(replacements: Replacements, types: Types) {
    this.#replacements = replacements;
    this.#types = types;
  }

  extern<T extends ExternType>(type: T): T {
    return this.#once(type, () => this.#extern(type));
  }

  #value<T extends ValueType | undefined>(type: T): T {
    return type === undefined ? type : this.#once(type, () => this.#newValue(type));
  }

  #defined(type: DefinedType): DefinedType {
    switch (type.kind) {
      case "resource":
        return this.#resource(type);
      case "function":
      case "instance":
      case "component":
        return this.extern(type);
      default:
        return this.#value(type);
    }
  }

  #resource(type: ResourceType): ResourceType {
    return this.#replacements.resources.get(type) ?? type;
  }

  #named<T extends OwnType | BorrowType | TypeBound>(copy: T, type: T): T {
    const name = this.#replacements.names.get(this.#types.nameOf(type));
    return this.#types.named(copy, name ?? this.#types.givenName(type));
  }

  /** Types share their parts: each is gone through once. */
  #once<T extends object>(type: T, make: () => object): T {
    const known = this.#done.get(type) ?? this.#replacements.names.get(type);
    if (known !== undefined) return known as T;
    this.#types.spend(1);
    const made = make();
    this.#done.set(type, made);
    return made as T;
  }

  #extern(type: ExternType): ExternType {
    switch (type.kind) {
      case "module":
        return type;
      case "type": {
        const inner = this.#defined(type.type);
        const equals = this.#value(type.equals);
        const same = inner === type.type && equals === type.equals;
        return same ? type : this.#named({ ...type, type: inner, equals }, type);
      }
      case "function": {
        const parameters = this.#typed(type.parameters);
        const result = this.#value(type.result);
        const same = parameters === type.parameters && result === type.result;
        return same ? type : { ...type, parameters, result };
      }
      case "instance": {
        const exports = this.#items(type.exports);
        return exports === type.exports ? type : { ...type, exports };
      }
      case "component": {
        const imports = this.#items(type.imports);
        const exports = this.#items(type.exports);
        const same = imports === type.imports && exports === type.exports;
        return same ? type : { ...type, imports, exports };
      }
    }
  }

  #items(items: ReadonlyMap<string, ExternType>): ReadonlyMap<string, ExternType> {
    this.#types.spend(items.size);
    const replaced = new Map([...items].map(([name, type]) => [name, this.extern(type)]));
    return [...items].every(([name, type]) => replaced.get(name) === type) ? items : replaced;
  }

  #newValue(type: ValueType): ValueType {
    switch (type.kind) {
      case "own":
      case "borrow": {
        const resource = this.#resource(type.resource);
        if (resource === type.resource) return type;
        return this.#named({ ...type, resource }, type);
      }
      case "record": {
        const fields = this.#typed(type.fields);
        return fields === type.fields ? type : { ...type, fields };
      }
      case "variant": {
        const cases = this.#typed(type.cases);
        return cases === type.cases ? type : { ...type, cases };
      }
      case "tuple": {
        const parts = type.types.map((one) => this.#value(one));
        return parts.every((one, at) => one === type.types[at]) ? type : { ...type, types: parts };
      }
      case "list": {
        const element = this.#value(type.element);
        return element === type.element ? type : { ...type, element };
      }
      case "option": {
        const some = this.#value(type.some);
        return some === type.some ? type : { ...type, some };
      }
      case "result": {
        const [ok, err] = [this.#value(type.ok), this.#value(type.err)];
        return ok === type.ok && err === type.err ? type : { ...type, ok, err };
      }
      default:
        return type;
    }
  }

  #typed<T extends { readonly type?: ValueType | undefined }>(parts: readonly T[]): readonly T[] {
    this.#types.spend(parts.length);
    const replaced = parts.map((part) => {
      const type = this.#value(part.type);
      return type === part.type ? part : { ...part, type };
    });
    return replaced.every((part, at) => part === parts[at]) ? parts : replaced;
  }
}
