/**
 * A component as decoded and validated: its definitions in the order in which they take effect.
 *
 * An index is one into the index space of its sort. Each definition says how many entries it adds to
 * which space, so that whoever goes through the definitions can keep the spaces as arrays to push to.
 * Index spaces of types are not needed any more: where a type matters it is there, resolved.
 *
 * @module
 */

import type { ExternalType } from "../wasm/external_type.ts";
import type { ExternalKind } from "../wasm/module_interface.ts";
import type {
  ComponentType,
  ExternType,
  FuncType,
  InstanceType,
  ModuleType,
  ResourceType,
} from "./types.ts";

/** A component. */
export interface Component {
  readonly type: ComponentType;
  readonly definitions: readonly Definition[];
}

/** The sorts of what core instances export. */
export type CoreSort = ExternalKind;

/** The sorts of definitions of components that have an index space. */
export type Sort = "function" | "type" | "component" | "instance";

/** A definition. */
export type Definition =
  | CoreModuleDefinition
  | CoreInstantiation
  | CoreInlineInstance
  | ComponentDefinition
  | Instantiation
  | InlineInstance
  | ExportAlias
  | CoreExportAlias
  | OuterAlias
  | ResourceDefinition
  | Lift
  | Lower
  | ResourceFunction
  | ImportDefinition
  | ExportDefinition;

/** A core module: adds to the core modules. */
export interface CoreModuleDefinition {
  readonly kind: "core-module";
  /** The whole binary; not yet validated. */
  readonly bytes: Uint8Array;
  readonly type: ModuleType;
}

/** A core module instantiated: adds to the core instances. */
export interface CoreInstantiation {
  readonly kind: "core-instantiation";
  readonly module: number;
  readonly arguments: readonly CoreArgument[];
}

/** A core instance given for all imports from one module name. */
export interface CoreArgument {
  readonly name: string;
  readonly instance: number;
}

/** A core instance put together from what is there: adds to the core instances. */
export interface CoreInlineInstance {
  readonly kind: "core-inline-instance";
  readonly exports: readonly CoreItem[];
}

/** Something of a core sort, with a name. */
export interface CoreItem {
  readonly name: string;
  readonly sort: CoreSort;
  readonly index: number;
}

/** A nested component: adds to the components. */
export interface ComponentDefinition {
  readonly kind: "component";
  readonly component: Component;
}

/** A component instantiated: adds to the instances. */
export interface Instantiation {
  readonly kind: "instantiation";
  readonly component: number;
  readonly arguments: readonly Item[];
  /** The instance as it is seen here; resources of the instantiated component are new types. */
  readonly type: InstanceType;
}

/** An instance put together from what is there: adds to the instances. */
export interface InlineInstance {
  readonly kind: "inline-instance";
  readonly exports: readonly Item[];
  readonly type: InstanceType;
}

/** Something that an instance, a component or the world gets by name. */
export interface Item {
  readonly name: string;
  readonly sort: Sort | "core-module";
  /** Without meaning where `sort` is `type`: `type` says which. */
  readonly index: number;
  /** As it is seen here. */
  readonly type: ExternType;
}

/** An export of an instance: adds to the space of its sort. */
export interface ExportAlias {
  readonly kind: "export-alias";
  readonly sort: Sort | "core-module";
  readonly instance: number;
  readonly name: string;
  readonly type: ExternType;
}

/** An export of a core instance: adds to the space of its sort. */
export interface CoreExportAlias {
  readonly kind: "core-export-alias";
  readonly sort: CoreSort;
  readonly instance: number;
  readonly name: string;
  readonly type: ExternalType;
}

/** A component or core module of an enclosing component: adds to the space of its sort. */
export interface OuterAlias {
  readonly kind: "outer-alias";
  readonly sort: "component" | "core-module";
  /** How many components outwards; 0 is this one. */
  readonly count: number;
  readonly index: number;
}

/** A type of resources that the instances of this component implement. */
export interface ResourceDefinition {
  readonly kind: "resource";
  readonly resource: ResourceType;
  /** The core function that is called with a representation when its last owner lets go. */
  readonly destructor?: number | undefined;
}

/** How strings lie in memory. */
export type StringEncoding = "utf8" | "utf16" | "latin1+utf16";

/** How a function is lifted or lowered. */
export interface CanonOptions {
  readonly encoding: StringEncoding;
  /** Of the core memories. */
  readonly memory?: number | undefined;
  /** Of the core functions. */
  readonly realloc?: number | undefined;
  /** Of the core functions; only where lifted. */
  readonly postReturn?: number | undefined;
}

/** A core function lifted: adds to the functions. */
export interface Lift {
  readonly kind: "lift";
  /** Of the core functions. */
  readonly core: number;
  readonly options: CanonOptions;
  readonly type: FuncType;
}

/** A function lowered: adds to the core functions. */
export interface Lower {
  readonly kind: "lower";
  /** Of the functions. */
  readonly function: number;
  readonly options: CanonOptions;
  readonly type: FuncType;
}

/** A built-in function for a type of resources: adds to the core functions. */
export interface ResourceFunction {
  readonly kind: "resource.new" | "resource.drop" | "resource.rep";
  readonly resource: ResourceType;
}

/** An import: adds to the space of its sort. */
export interface ImportDefinition {
  readonly kind: "import";
  readonly name: string;
  readonly type: ExternType;
}

/** An export: adds to the space of its sort, again, what it exports. */
export interface ExportDefinition extends Item {
  readonly kind: "export";
}
