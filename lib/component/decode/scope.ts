/**
 * The index spaces of a component, or of the type of a component or instance, while it is read.
 *
 * @module
 */

import type { ExternalType } from "../../wasm/external_type.ts";
import type { ExternalKind, FunctionType } from "../../wasm/module_interface.ts";
import type {
  ComponentType,
  DefinedType,
  FuncType,
  InstanceType,
  ModuleType,
  ResourceType,
} from "../types.ts";
import { BrokenRule } from "./errors.ts";
import { NamedItems } from "./named_items.ts";
import type { Types } from "./types.ts";

/** What a scope is of. */
export type ScopeKind = "component" | "component-type" | "instance-type";

/** An entry of the space of types. */
export interface TypeEntry {
  readonly type: DefinedType;
  /** By which name the entry refers to a resource type, where it is not that of its definition. */
  readonly name?: object | undefined;
}

/** An entry of the space of core types; undefined for what only core modules can use. */
export type CoreType = ModuleType | (FunctionType & { readonly kind: "function" }) | undefined;

/** An instance of a core module. */
export type CoreInstance = ReadonlyMap<string, ExternalType>;

/** The deepest nesting of components, and of types of components and instances. */
const MAX_NESTING = 100;

/** Index spaces, and what else is in sight. */
export class Scope {
  readonly kind: ScopeKind;
  /** The scope around this one. */
  readonly outer: Scope | undefined;
  readonly types: Types;
  readonly #nesting: number;

  readonly core: Readonly<Record<ExternalKind, ExternalType[]>> = {
    function: [],
    table: [],
    memory: [],
    global: [],
    tag: [],
  };
  readonly coreTypes: CoreType[] = [];
  readonly coreModules: ModuleType[] = [];
  readonly coreInstances: CoreInstance[] = [];
  readonly functions: FuncType[] = [];
  readonly definedTypes: TypeEntry[] = [];
  readonly components: ComponentType[] = [];
  readonly instances: InstanceType[] = [];

  readonly imports: NamedItems;
  readonly exports: NamedItems;
  /** The types that an import may refer to, as they have been imported themselves. */
  readonly imported: Set<object> = new Set();
  /** The types that an export may refer to, as they have been imported or exported themselves. */
  readonly exported: Set<object> = new Set();
  /** The resource types that the component implements. */
  readonly implemented: Set<ResourceType> = new Set();

  constructor(kind: ScopeKind, outer: Scope | undefined, types: Types) {
    this.kind = kind;
    this.outer = outer;
    this.types = types;
    this.#nesting = outer === undefined ? 1 : outer.#nesting + 1;
    if (this.#nesting > MAX_NESTING) throw new BrokenRule("components are nested too deeply");
    this.imports = new NamedItems("import", types);
    this.exports = new NamedItems("export", types);
  }

  /** The scope that lies so many scopes outwards. */
  outwards(count: number): Scope {
    let scope: Scope | undefined = this as Scope;
    for (let left = count; left > 0 && scope !== undefined; left--) scope = scope.outer;
    if (scope === undefined) throw new BrokenRule(`there are not ${count} scopes around this one`);
    return scope;
  }
}

/**
 * What a space has at an index.
 *
 * @throws BrokenRule when the index is out of bounds
 */
export function entryOf<T>(space: readonly T[], index: number, what: string): T {
  if (index >= space.length) throw new BrokenRule(`there is no ${what} ${index}`);
  return space[index]!;
}

/**
 * The type of a core function; undefined where it is not a plain one, which the engine will compare.
 *
 * @throws BrokenRule when the index is out of bounds
 */
export function coreFunctionAt(scope: Scope, index: number): FunctionType | undefined {
  const type = entryOf(scope.core.function, index, "core function");
  return type.kind === "function" ? type.type : undefined;
}
