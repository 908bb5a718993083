/**
 * An output stream that keeps what is written.
 *
 * @module
 */

import { LimitReached } from "../errors.ts";
import { ALWAYS_READY, type Pollable } from "./pollable.ts";
import { eachBuffer, type OutputStream } from "./streams.ts";

const FIRST_CAPACITY = 1024;

/** A stream whose bytes can be had when the writer is done. */
export class CollectedOutput implements OutputStream {
  readonly #most: number;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  /** @param most bytes that are kept at most */
  constructor(most: number = Infinity) {
    this.#most = most;
  }

  /** All bytes so far. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  /**
   * Keeps all of `from`.
   *
   * @throws LimitReached when that is too much; as much as is allowed has been kept then
   */
  write(from: Uint8Array): number {
    const room = this.#most - this.#length;
    if (from.length <= room) return this.#keep(from);
    this.#keep(from.subarray(0, room));
    throw new LimitReached(`the guest wrote more than the ${this.#most} bytes that are kept`);
  }

  writev(from: readonly Uint8Array[]): number {
    return eachBuffer(from, (buffer) => this.write(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }

  #keep(from: Uint8Array): number {
    const needed = this.#length + from.length;
    if (needed > this.#buffer.length) {
      const larger = allocated(Math.min(this.#most, Math.max(needed, 2 * this.#buffer.length)));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(from, this.#length);
    this.#length = needed;
    return from.length;
  }
}

/** @throws LimitReached when there is not so much memory: how much is written is up to the guest */
function allocated(size: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LimitReached("the guest wrote more than there is memory to keep");
  }
}
