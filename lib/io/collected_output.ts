/**
 * An output stream that keeps what is written.
 *
 * @module
 */

import { ALWAYS_READY, type Pollable } from "./pollable.ts";
import { eachBuffer, type OutputStream } from "./streams.ts";

const FIRST_CAPACITY = 1024;

/** A stream whose bytes can be had when the writer is done. */
export class CollectedOutput implements OutputStream {
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  /** All bytes so far. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  write(from: Uint8Array): number {
    const needed = this.#length + from.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(from, this.#length);
    this.#length = needed;
    return from.length;
  }

  writev(from: readonly Uint8Array[]): number {
    return eachBuffer(from, (buffer) => this.write(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}
