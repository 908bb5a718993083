/**
 * What a component instance has of a resource.
 *
 * @module
 */

import type { LivingType } from "./living_type.ts";

/** A call in which resources are borrowed. */
export interface BorrowScope {
  /** Handles that the callee was given for this call and has not dropped. */
  borrowed: number;
}

/** An entry of a handle table. */
export class Handle {
  readonly type: LivingType;
  /** The host's object, or the number that a guest gave the resource. */
  readonly representation: unknown;
  /** The call for which the resource is borrowed; undefined for one that is owned. */
  readonly scope: BorrowScope | undefined;
  /** How many calls it is lent to at this moment. */
  lends = 0;

  constructor(type: LivingType, representation: unknown, scope?: BorrowScope) {
    this.type = type;
    this.representation = representation;
    this.scope = scope;
  }
}
