/**
 * What lifting needs to know of the side that it lifts from.
 *
 * @module
 */

import type { StringEncoding } from "../component.ts";
import type { ResourceType, ValueType } from "../types.ts";
import type { Allowance } from "./allowance.ts";
import type { Layouts } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { liftingStrings, type LiftString } from "./strings.ts";

/** Takes the value at an offset of memory that is checked and aligned. */
export type Load = (at: number) => unknown;

/** Lifts one handle by its index. */
export type LiftHandle = (index: number) => unknown;

/** What handles become when they are lifted. */
export interface HandleLifting {
  own(resource: ResourceType): LiftHandle;
  borrow(resource: ResourceType): LiftHandle;
}

/** One side from which values are lifted. */
export class Lifting {
  readonly memory: Memory;
  readonly handles: HandleLifting;
  readonly layouts: Layouts;
  readonly allowance: Allowance;
  /** Whether lists of numbers are views of the memory or copies. */
  readonly lists: "views" | "copies";
  readonly string: LiftString;
  /** What is compiled already: a type may contain another very often. */
  readonly loads: Map<ValueType, Load> = new Map();

  constructor(
    parts: Pick<Lifting, "memory" | "handles" | "layouts" | "allowance" | "lists"> & {
      readonly encoding: StringEncoding;
    },
  ) {
    this.memory = parts.memory;
    this.handles = parts.handles;
    this.layouts = parts.layouts;
    this.allowance = parts.allowance;
    this.lists = parts.lists;
    this.string = liftingStrings(parts.encoding, parts.memory, parts.allowance);
  }
}
