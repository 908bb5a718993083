/**
 * What Deno reads and writes in order, as streams.
 *
 * Deno waits in the call itself, and whether it would cannot be asked: a stream is always said to be
 * ready. Where a descriptor was made non-blocking by someone else, a write that finds no room answers
 * WOULD_BLOCK; a read keeps Deno busy until there is something.
 *
 * @module
 */

import { ALWAYS_READY, type Pollable } from "../../io/pollable.ts";
import {
  eachUntilFailure,
  END,
  type InputStream,
  type OutputStream,
  WOULD_BLOCK,
} from "../../io/streams.ts";
import { fail } from "./error_code.ts";

/** The most bytes that one readv gathers before they are spread over its buffers. */
const GATHERED = 65_536;

/** What has a `readSync`: standard input, a file. */
export interface Source {
  readSync(into: Uint8Array): number | null;
}

/** What has a `writeSync`: standard output and error, a file. */
export interface Sink {
  writeSync(from: Uint8Array): number;
}

/** read(2) on a source. */
export class BlockingInput implements InputStream {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  read(into: Uint8Array): number {
    try {
      return this.#source.readSync(into) ?? END;
    } catch (error) {
      return wouldBlock(error);
    }
  }

  readv(into: readonly Uint8Array[]): number {
    const buffers = into.filter((buffer) => buffer.length > 0);
    if (buffers.length <= 1) return buffers[0] === undefined ? 0 : this.read(buffers[0]);
    // One read only: a second one would wait for more than what has come.
    const total = buffers.reduce((sum, { length }) => sum + length, 0);
    const gathered = new Uint8Array(Math.min(total, GATHERED));
    const count = this.read(gathered);
    let at = 0;
    for (const buffer of buffers) {
      if (at >= count) break;
      buffer.set(gathered.subarray(at, Math.min(at + buffer.length, count)));
      at += buffer.length;
    }
    return count;
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}

/** write(2) on a sink. */
export class BlockingOutput implements OutputStream {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  write(from: Uint8Array): number {
    try {
      return this.#sink.writeSync(from);
    } catch (error) {
      return wouldBlock(error);
    }
  }

  writev(from: readonly Uint8Array[]): number {
    return eachUntilFailure(from, (buffer) => this.write(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}

/** The answer for a call that could not be made now; any other failure is thrown on. */
export function wouldBlock(error: unknown): typeof WOULD_BLOCK {
  if (error instanceof Deno.errors.WouldBlock) return WOULD_BLOCK;
  fail(error);
}
