/**
 * Arrays of `struct iovec` on their way into the C library.
 *
 * @module
 */

import { addressOf } from "./address.ts";
import { IOV_MAX, MAX_TRANSFER } from "./constants.ts";

/**
 * A buffer that holds one iovec array at a time, pointing straight into the caller's memory: no
 * byte is copied.
 */
export class IovecArgument {
  /** An iovec is an address and a length, 64 bits each; filled in halves, to make no bigint. */
  readonly #words: Uint32Array<ArrayBuffer> = new Uint32Array(4 * IOV_MAX);
  readonly #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(this.#words.buffer);
  /** The memory that the last array pointed into, and where it lies. */
  #memory: WeakRef<ArrayBufferLike> | undefined;
  #base = 0;
  /** How many buffers the array has. */
  count = 0;

  /**
   * The argument that carries `buffers`: the first 1024 of them, up to 2 GiB.
   *
   * @param buffers views of guest memory, all of the same one as a rule
   */
  of(buffers: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    let count = 0;
    let total = 0;
    for (const buffer of buffers) {
      if (buffer.length === 0) continue;
      const length = Math.min(buffer.length, MAX_TRANSFER - total);
      if (count === IOV_MAX || length === 0) break;
      const address = this.#addressOf(buffer);
      const at = 4 * count;
      this.#words[at] = address;
      this.#words[at + 1] = address / 2 ** 32;
      this.#words[at + 2] = length;
      total += length;
      count++;
    }
    this.count = count;
    return this.#bytes;
  }

  #addressOf(buffer: Uint8Array): number {
    // A memory that grew has a new buffer object, so identity is enough to see that it moved.
    const memory = buffer.buffer as ArrayBuffer;
    if (memory !== this.#memory?.deref()) {
      this.#memory = new WeakRef(memory);
      this.#base = addressOf(new Uint8Array(memory));
    }
    return this.#base + buffer.byteOffset;
  }
}
