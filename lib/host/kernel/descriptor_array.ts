/**
 * A descriptor of a regular file as an array.
 *
 * @module
 */

import type { EditAt } from "../../io/arrays.ts";
import type { Offset } from "../../io/offset.ts";
import type { ByteCalls } from "../libc/byte_calls.ts";
import { SEEK_CUR } from "../libc/constants.ts";
import type { Descriptor } from "./descriptor.ts";
import { pread, preadv, pwrite, pwritev, write, writev } from "./transfer.ts";

/** pread(2), pwrite(2) and ftruncate(2); appending is write(2) on an O_APPEND descriptor. */
export class DescriptorArray implements EditAt {
  readonly #descriptor: Descriptor;
  readonly #fd: number;
  readonly #calls: ByteCalls;

  constructor(descriptor: Descriptor, calls: ByteCalls) {
    this.#descriptor = descriptor;
    this.#calls = calls;
    this.#fd = descriptor.fd;
  }

  readAt(into: Uint8Array, offset: Offset): number {
    return pread(this.#fd, into, offset);
  }

  readvAt(into: readonly Uint8Array[], offset: Offset): number {
    return preadv(this.#fd, into, offset);
  }

  writeAt(from: Uint8Array, offset: Offset): number {
    return pwrite(this.#fd, from, offset);
  }

  writevAt(from: readonly Uint8Array[], offset: Offset): number {
    return pwritev(this.#fd, from, offset);
  }

  append(from: Uint8Array): number {
    return write(this.#calls, this.#fd, from);
  }

  appendv(from: readonly Uint8Array[]): number {
    return writev(this.#fd, from);
  }

  appendedTo(): Offset {
    return this.#descriptor.seek(0n, SEEK_CUR);
  }

  size(): Offset {
    return this.#descriptor.stat().size;
  }

  resize(size: Offset): void {
    this.#descriptor.truncate(size);
  }
}
