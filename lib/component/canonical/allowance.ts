/**
 * How much of the host's memory a single call may take.
 *
 * @module
 */

import { LimitReached } from "../../errors.ts";

/** As many bytes as the longest list or string may have. */
const MOST = 2 ** 28;

/** What an element of a list costs beside its bytes in the guest. */
export const PER_ELEMENT = 16;

/**
 * Bytes that the values of one call may take in the host. Lists may overlap in the guest's memory, so
 * that a few pages of it would otherwise become as much as the host has.
 */
export class Allowance {
  #left = MOST;

  /** Begins with another call. */
  refill(): void {
    this.#left = MOST;
  }

  /**
   * Takes `bytes`.
   *
   * @throws LimitReached when there are not so many left
   */
  spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new LimitReached("a call passes values of more than 256 MiB");
  }
}
