/**
 * The argument of poll(2).
 *
 * @module
 */

import { POLLIN, POLLOUT } from "../libc/constants.ts";
import type { Buffer } from "../libc/library.ts";

/** Bytes of a `struct pollfd`: an i32 and two i16. */
const POLLFD = 8;
const [EVENTS, HAPPENED] = [4, 6];

/** What is waited for on a descriptor. */
export interface Interest {
  readonly descriptor: number;
  readonly interest: "read" | "write";
}

/** An array of `struct pollfd`. */
export class Pollfds {
  /** The array, which the kernel writes to. */
  readonly bytes: Buffer;
  /** How many entries it has. */
  readonly count: number;
  readonly #view: DataView<ArrayBuffer>;

  constructor(interests: readonly Interest[]) {
    this.count = interests.length;
    // An empty buffer has no address.
    this.#view = new DataView(new ArrayBuffer(Math.max(1, this.count) * POLLFD));
    this.bytes = new Uint8Array(this.#view.buffer);
    for (const [i, interest] of interests.entries()) this.set(i, interest);
  }

  /** Waits for something else at this place. */
  set(index: number, { descriptor, interest }: Interest): void {
    this.#view.setInt32(index * POLLFD, descriptor, true);
    this.#view.setInt16(index * POLLFD + EVENTS, interest === "read" ? POLLIN : POLLOUT, true);
  }

  /** What the kernel found, by POLL* bits. */
  happened(index: number): number {
    return this.#view.getInt16(index * POLLFD + HAPPENED, true);
  }
}
