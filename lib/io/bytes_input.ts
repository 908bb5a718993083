/**
 * Bytes in memory as an input stream.
 *
 * @module
 */

import { ALWAYS_READY, type Pollable } from "./pollable.ts";
import { eachBuffer, END, type InputStream } from "./streams.ts";

/** A stream that gives the bytes it was made of, then ends. */
export class BytesInput implements InputStream {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  read(into: Uint8Array): number {
    if (into.length === 0) return 0;
    const part = this.#rest.subarray(0, into.length);
    if (part.length === 0) return END;
    into.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  readv(into: readonly Uint8Array[]): number {
    return eachBuffer(into, (buffer) => this.read(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}
