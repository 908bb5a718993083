/**
 * A call into a component instance, for the time that it takes.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { BorrowScope, Handle } from "../resources/handle.ts";

/** A call, from the host or from another instance. */
export class Call implements BorrowScope {
  borrowed = 0;
  /** Where the caller wants results that are many. */
  readonly resultPointer: number;
  /** The call in which this one was made. */
  readonly outer: Call | undefined;
  /** What the caller lends to it. */
  readonly #lent: Handle[] = [];

  constructor(outer: Call | undefined, resultPointer: number) {
    this.outer = outer;
    this.resultPointer = resultPointer;
  }

  /** Lends the resource under a handle of the caller's until the call is done. */
  lend(handle: Handle): void {
    handle.lends++;
    this.#lent.push(handle);
  }

  /** @throws Trap when the callee has not let go of what it was given for the call */
  checkBorrowed(): void {
    if (this.borrowed > 0) throw new Trap("a borrowed resource is kept beyond the call");
  }

  /** Gives the caller back what it lent. */
  giveBack(): void {
    for (const handle of this.#lent) handle.lends--;
  }
}
