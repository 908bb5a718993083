/**
 * The linear memory through which values are passed, and the guest's allocator in it.
 *
 * @module
 */

import { Trap } from "../../errors.ts";

/** The guest's `realloc`: old pointer, old size, alignment, new size. */
export type Reallocate = (old: number, oldSize: number, alignment: number, size: number) => number;

/** Entries of the cache of views; a power of two. */
const CACHE = 64;

const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/**
 * Checked access to the memory of one side of a call. Whatever lies out of bounds, or is not aligned as
 * its type wants, traps; views are valid until the guest runs again.
 */
export class Memory {
  readonly #memory: WebAssembly.Memory | undefined;
  readonly #reallocate: Reallocate | undefined;
  #bytes = NOTHING;
  #view = new DataView(NOTHING.buffer);
  /** Views by the low bits of their pointer: a guest passes the same buffers again and again. */
  readonly #cache: Uint8Array<ArrayBuffer>[] = new Array(CACHE).fill(NOTHING);

  /**
   * @param memory absent where nothing that is passed needs one
   * @param reallocate guarded against whatever the guest may do in it
   */
  constructor(memory?: WebAssembly.Memory, reallocate?: Reallocate) {
    this.#memory = memory;
    this.#reallocate = reallocate;
  }

  /** Whether the guest can be asked for room, and so be at work where values are passed. */
  get allocates(): boolean {
    return this.#reallocate !== undefined;
  }

  /** The whole of it. */
  get bytes(): Uint8Array<ArrayBuffer> {
    // A memory that grew has detached the buffer under the views.
    if (this.#bytes.length === 0) this.#renew();
    return this.#bytes;
  }

  /** The whole of it, for values of more than a byte. */
  get view(): DataView<ArrayBuffer> {
    if (this.#bytes.length === 0) this.#renew();
    return this.#view;
  }

  /** The pointer as a number from 0, if `size` bytes are there and it is aligned. */
  check(pointer: number, size: number, alignment: number): number {
    pointer >>>= 0;
    if ((pointer & (alignment - 1)) !== 0) throw new Trap("misaligned pointer");
    if (pointer + size > this.bytes.length) throw new Trap("pointer out of bounds");
    return pointer;
  }

  /** A view of `length` checked bytes. */
  slice(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    const slot = (pointer >>> 3) & (CACHE - 1);
    const { buffer } = this.bytes;
    const cached = this.#cache[slot]!;
    if (cached.byteOffset === pointer && cached.length === length) return cached;
    return this.#cache[slot] = new Uint8Array(buffer, pointer, length);
  }

  /** Asks the guest for `size` bytes, as it has to be asked for 0 as well. */
  allocate(size: number, alignment: number): number {
    return this.reallocate(0, 0, alignment, size);
  }

  /** Asks the guest to move `oldSize` bytes to where there are `size`. */
  reallocate(old: number, oldSize: number, alignment: number, size: number): number {
    if (this.#reallocate === undefined) throw new Error("a value is passed without a realloc");
    return this.check(this.#reallocate(old, oldSize, alignment, size), size, alignment);
  }

  #renew(): void {
    if (this.#memory === undefined) throw new Error("a value is passed without a memory");
    const buffer = this.#memory.buffer as ArrayBuffer;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.#cache.fill(NOTHING);
  }
}
