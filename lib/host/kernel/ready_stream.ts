/**
 * Descriptors that may block, as streams that never do: for a thread that is not the guest's own.
 *
 * Another process that reads or writes the same stream can come between the question and the call; then
 * the call waits for the next bytes or the next room.
 *
 * @module
 */

import type { Pollable } from "../../io/pollable.ts";
import {
  eachUntilFailure,
  type InputStream,
  type OutputStream,
  WOULD_BLOCK,
} from "../../io/streams.ts";
import { isReady } from "./poll.ts";
import type { Interest } from "./pollfds.ts";

/** As many bytes as a pipe takes at once when poll(2) says that it takes any. */
const PIPE_BUF = 4096;

/** An input that is read only when that does not wait. */
export class ReadyInput implements InputStream {
  readonly #interest: Interest;
  readonly #input: InputStream;

  constructor(fd: number, input: InputStream) {
    this.#interest = { descriptor: fd, interest: "read" };
    this.#input = input;
  }

  read(into: Uint8Array): number {
    return into.length === 0 || isReady(this.#interest) ? this.#input.read(into) : WOULD_BLOCK;
  }

  readv(into: readonly Uint8Array[]): number {
    const wanted = into.some(({ length }) => length > 0);
    return !wanted || isReady(this.#interest) ? this.#input.readv(into) : WOULD_BLOCK;
  }

  subscribe(): Pollable {
    return this.#input.subscribe();
  }
}

/** An output that is written as long as that does not wait. */
export class ReadyOutput implements OutputStream {
  readonly #interest: Interest;
  readonly #output: OutputStream;

  constructor(fd: number, output: OutputStream) {
    this.#interest = { descriptor: fd, interest: "write" };
    this.#output = output;
  }

  write(from: Uint8Array): number {
    return eachUntilFailure(pieces(from), (piece) => {
      return isReady(this.#interest) ? this.#output.write(piece) : WOULD_BLOCK;
    });
  }

  writev(from: readonly Uint8Array[]): number {
    const total = from.reduce((sum, { length }) => sum + length, 0);
    if (total > PIPE_BUF) return eachUntilFailure(from, (buffer) => this.write(buffer));
    // In one call, so that what other processes write does not come in between.
    return total === 0 || isReady(this.#interest) ? this.#output.writev(from) : WOULD_BLOCK;
  }

  subscribe(): Pollable {
    return this.#output.subscribe();
  }
}

/** As much at a time as is sure not to wait. */
function* pieces(from: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < from.length; at += PIPE_BUF) yield from.subarray(at, at + PIPE_BUF);
}
