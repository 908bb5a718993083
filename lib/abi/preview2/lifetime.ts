/**
 * How resources live: which of them must outlive which.
 *
 * @module
 */

import { Trap } from "../../errors.ts";

/** The life of a guest. When it is over, its resources go in any order. */
export class Lifetime {
  isOver = false;
}

/** The resources that have been made of another one, and must be dropped before it. */
export class Children {
  readonly #lifetime: Lifetime;
  readonly #parent: string;
  #count = 0;

  /** @param parent what they were made of, for the message */
  constructor(lifetime: Lifetime, parent: string) {
    this.#lifetime = lifetime;
    this.#parent = parent;
  }

  add(): void {
    this.#count++;
  }

  remove(): void {
    this.#count--;
  }

  /** @throws Trap when the parent is dropped while there is one */
  checkNone(): void {
    if (this.#count > 0 && !this.#lifetime.isOver) {
      const article = /^[aeio]/.test(this.#parent) ? "an" : "a";
      throw new Trap(`${article} ${this.#parent} is dropped before a pollable of it`);
    }
  }
}
