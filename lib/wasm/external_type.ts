/**
 * The types of what core modules import and export, as far as linking compares them.
 *
 * @module
 */

import type { FunctionType } from "./module_interface.ts";

/** The type of an import or export. */
export type ExternalType =
  | ExternalFunction
  | ExternalTable
  | ExternalMemory
  | ExternalGlobal
  | ExternalTag;

/** A function; without a type where its type is not a plain function type. */
export interface ExternalFunction {
  readonly kind: "function";
  readonly type: FunctionType | undefined;
}

/** How far a table or memory extends, in elements or pages. */
export interface Extent {
  readonly minimum: bigint;
  readonly maximum: bigint | undefined;
  readonly shared: boolean;
  readonly addresses: "i32" | "i64";
}

/** A table. */
export interface ExternalTable extends Extent {
  readonly kind: "table";
  /** What it holds, by name. */
  readonly element: string;
}

/** A memory. */
export interface ExternalMemory extends Extent {
  readonly kind: "memory";
}

/** A global. */
export interface ExternalGlobal {
  readonly kind: "global";
  readonly type: string;
  readonly mutable: boolean;
}

/** A tag of exceptions; without a type where its type is not a plain function type. */
export interface ExternalTag {
  readonly kind: "tag";
  readonly type: FunctionType | undefined;
}
