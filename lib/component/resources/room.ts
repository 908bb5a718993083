/**
 * How many handles there may be.
 *
 * @module
 */

import { LimitReached } from "../../errors.ts";

/** Room for so many handles, in all tables of a run together. */
export class Room {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws LimitReached when there is no more */
  take(): void {
    if (this.#taken >= this.#most) {
      throw new LimitReached(`the guest has more than ${this.#most} resources`);
    }
    this.#taken++;
  }

  giveBack(): void {
    this.#taken--;
  }
}
