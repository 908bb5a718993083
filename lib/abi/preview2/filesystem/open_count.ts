/**
 * How much a guest has open.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";

/** Counts what is open on the host. */
export class OpenCount {
  readonly #most: number;
  #count: number;

  /** @param count what is open from the beginning, for as long as the guest lives */
  constructor(count: number, most: number) {
    this.#count = count;
    this.#most = most;
  }

  /** Whether nothing more may be opened. */
  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** @throws WasiError `too-many-open-files` where nothing more may be opened */
  check(): void {
    if (this.isFull) throw new WasiError("too-many-open-files");
  }

  opened(): void {
    this.#count++;
  }

  closed(): void {
    this.#count--;
  }
}
