/**
 * What lowering needs to know of the side that it lowers to.
 *
 * @module
 */

import type { StringEncoding } from "../component.ts";
import type { ResourceType, ValueType } from "../types.ts";
import type { Layouts } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { loweringStrings, type LowerString } from "./strings.ts";

/** Puts a value at an offset of memory that is checked and aligned. */
export type Store = (value: unknown, at: number) => void;

/** Lowers one handle to its index. */
export type LowerHandle = (value: unknown) => number;

/** What becomes handles when it is lowered. */
export interface HandleLowering {
  own(resource: ResourceType): LowerHandle;
  borrow(resource: ResourceType): LowerHandle;
}

/** One side to which values are lowered. */
export class Lowering {
  readonly memory: Memory;
  readonly handles: HandleLowering;
  readonly layouts: Layouts;
  readonly string: LowerString;
  /** What is compiled already: a type may contain another very often. */
  readonly stores: Map<ValueType, Store> = new Map();

  /** @param parts.source the encoding of the side that strings come from */
  constructor(
    parts: Pick<Lowering, "memory" | "handles" | "layouts"> & {
      readonly encoding: StringEncoding;
      readonly source: StringEncoding;
    },
  ) {
    this.memory = parts.memory;
    this.handles = parts.handles;
    this.layouts = parts.layouts;
    this.string = loweringStrings(parts.encoding, parts.memory, parts.source);
  }
}
