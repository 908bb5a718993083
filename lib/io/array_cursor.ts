/**
 * A stream over an array: the array plus an offset.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { EditAt } from "./arrays.ts";
import { advance, MAX_OFFSET, type Offset, toOffset } from "./offset.ts";
import { ALWAYS_READY, type Pollable } from "./pollable.ts";
import { END, type InputStream, type OutputStream } from "./streams.ts";

/** Where a seek counts from. */
export type Whence = "start" | "current" | "end";

/** A stream whose position can be read and moved. */
export interface Seekable {
  /**
   * Moves the position and returns it, as lseek(2) does.
   *
   * @throws WasiError `invalid` for a position below 0 or above 2^63 - 1; `invalid-seek` where
   * there is no position to move
   */
  seek(offset: bigint, whence: Whence): Offset;
}

/**
 * The cursor of an open file. It lives here and nowhere else, so every read is a pread(2) and a
 * seek makes no system call.
 */
export class ArrayCursor implements InputStream, OutputStream, Seekable {
  readonly #array: EditAt;
  #position: Offset = 0;
  #appended = false;
  /** Whether every write goes to the end, as O_APPEND. */
  appending: boolean;

  constructor(array: EditAt, options: { appending: boolean }) {
    this.#array = array;
    this.appending = options.appending;
  }

  /** The present position. */
  get position(): Offset {
    // Asking where an append ended costs a system call, so it waits until someone wants to know.
    if (this.#appended) {
      this.#appended = false;
      this.#position = this.#array.appendedTo();
    }
    return this.#position;
  }

  read(into: Uint8Array): number {
    const position = this.position;
    return this.#moveBy(this.#array.readAt(into, position), into.length > 0);
  }

  readv(into: readonly Uint8Array[]): number {
    const position = this.position;
    return this.#moveBy(this.#array.readvAt(into, position), into.some((b) => b.length > 0));
  }

  write(from: Uint8Array): number {
    if (this.appending) {
      return this.#appendedBytes(this.#array.append(from));
    }
    return this.#moveBy(this.#array.writeAt(from, this.position), false);
  }

  writev(from: readonly Uint8Array[]): number {
    if (this.appending) {
      return this.#appendedBytes(this.#array.appendv(from));
    }
    return this.#moveBy(this.#array.writevAt(from, this.position), false);
  }

  seek(offset: bigint, whence: Whence): Offset {
    const base = whence === "start" ? 0 : whence === "current" ? this.position : this.#array.size();
    this.#position = sum(base, offset);
    this.#appended = false;
    return this.#position;
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }

  #appendedBytes(count: number): number {
    if (count > 0) this.#appended = true;
    return count;
  }

  #moveBy(count: number, wanted: boolean): number {
    if (count > 0) this.#position = advance(this.#position, count);
    else if (wanted) return END;
    return count;
  }
}

function sum(base: Offset, offset: bigint): Offset {
  const target = BigInt(base) + offset;
  if (target < 0n || target > MAX_OFFSET) throw new WasiError("invalid");
  return toOffset(target);
}
