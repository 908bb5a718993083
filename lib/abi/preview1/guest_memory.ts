/**
 * The guest's linear memory: the only place that touches `memory.buffer`.
 *
 * @module
 */

import { Trap, WasiError } from "../../errors.ts";
import type { Offset } from "../../io/offset.ts";

/** As many buffers as one readv(2) or writev(2) takes; what lies beyond is a short transfer. */
const IOV_MAX = 1024;

/** Bytes of an iovec: a pointer and a length. */
const IOVEC = 8;

/** Entries of the cache of views; a power of two. */
const CACHE = 64;

const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/**
 * Checked access to guest memory. Whatever lies out of bounds, or is not aligned as its type wants,
 * traps; a view that this class hands out is valid until the guest runs again.
 *
 * ```text
 *   0          ptr         ptr + len       byteLength
 *   |-----------|=============|----------------|
 *                 bytes(ptr, len)
 * ```
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | undefined;
  #bytes = NOTHING;
  #words = new Uint32Array(NOTHING.buffer);
  #view = new DataView(NOTHING.buffer);
  /**
   * Views by the low bits of their pointer: a guest reads into the same buffers again and again,
   * and making a view costs 50 to 70 ns, a fifth of a small read.
   */
  readonly #cache: Uint8Array<ArrayBuffer>[] = new Array(CACHE).fill(NOTHING);

  /** Binds the memory that the guest exports. */
  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
    this.#renew();
  }

  /** The `length` bytes at `pointer`; no length needs no valid pointer. */
  bytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    pointer >>>= 0;
    length >>>= 0;
    if (length === 0) return NOTHING;
    if (pointer + length > this.#size()) outOfBounds();
    const slot = (pointer >>> 3) & (CACHE - 1);
    const cached = this.#cache[slot]!;
    if (cached.byteOffset === pointer && cached.length === length) return cached;
    return this.#cache[slot] = new Uint8Array(this.#bytes.buffer, pointer, length);
  }

  /** Traps unless `size` bytes at `pointer` are there and aligned; for results, before any effect. */
  check(pointer: number, size: number, alignment: number): void {
    if (size === 0) return;
    pointer >>>= 0;
    if (pointer + size > this.#size()) outOfBounds();
    if ((pointer & (alignment - 1)) !== 0) throw new Trap("misaligned pointer");
  }

  /** The buffer of a single iovec. */
  iovec(pointer: number): Uint8Array<ArrayBuffer> {
    this.check(pointer, IOVEC, 4);
    const at = pointer >>> 2;
    return this.bytes(this.#words[at]!, this.#words[at + 1]!);
  }

  /**
   * The buffers of an iovec array, 1024 at most.
   *
   * @throws WasiError `invalid` when the lengths add up to 2^32 or more
   */
  iovecs(pointer: number, count: number): Uint8Array<ArrayBuffer>[] {
    count >>>= 0;
    this.check(pointer, count * IOVEC, 4);
    const buffers: Uint8Array<ArrayBuffer>[] = [];
    const at = pointer >>> 2;
    let total = 0;
    for (let i = 0; i < Math.min(count, IOV_MAX); i++) {
      const buffer = this.bytes(this.#words[at + 2 * i]!, this.#words[at + 2 * i + 1]!);
      total += buffer.length;
      buffers.push(buffer);
    }
    if (total >= 2 ** 32) throw new WasiError("invalid");
    return buffers;
  }

  /**
   * A view of the whole memory, for a record of several fields at `pointer`, which is checked as
   * {@linkcode check} does. A view of its own for each record would cost 80 ns.
   */
  view(pointer: number, size: number, alignment: number): DataView {
    this.check(pointer, size, alignment);
    return this.#view;
  }

  /** Stores a u16 at a checked pointer. */
  setU16(pointer: number, value: number): void {
    this.check(pointer, 2, 2);
    this.#view.setUint16(pointer >>> 0, value, true);
  }

  /** Stores a u32 at a checked pointer. */
  setU32(pointer: number, value: number): void {
    this.check(pointer, 4, 4);
    this.#words[pointer >>> 2] = value;
  }

  /** Stores a u64 at a checked pointer. */
  setU64(pointer: number, value: Offset): void {
    this.check(pointer, 8, 8);
    if (typeof value === "number") {
      this.#words[pointer >>> 2] = value;
      this.#words[(pointer >>> 2) + 1] = value / 2 ** 32;
    } else {
      this.#view.setBigUint64(pointer >>> 0, value, true);
    }
  }

  /** The present size. A memory that grew has detached the buffer under the views. */
  #size(): number {
    if (this.#bytes.length === 0) this.#renew();
    return this.#bytes.length;
  }

  #renew(): void {
    if (this.#memory === undefined) throw new Trap("a host call before the memory is known");
    const buffer = this.#memory.buffer as ArrayBuffer;
    this.#bytes = new Uint8Array(buffer);
    // Not by a shift: 4 GiB are 0 as an integer of 32 bits.
    this.#words = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
    this.#view = new DataView(buffer);
    this.#cache.fill(NOTHING);
  }
}

/** Whether threads share a memory: what another one changes meanwhile, no check holds for. */
export function isShared(memory: WebAssembly.Memory): boolean {
  return !(memory.buffer instanceof ArrayBuffer);
}

function outOfBounds(): never {
  throw new Trap("pointer out of bounds");
}
