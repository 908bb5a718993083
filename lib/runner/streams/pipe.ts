/**
 * A pipe between two runs in one process.
 *
 * @module
 */

import { PlainStream, type StreamEnds } from "../../filesystem/plain_stream.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import { MemoryPipe } from "../../io/pipe.ts";

/** The end of a pipe that is read. Disposing it closes it. */
export interface PipeReader extends Disposable {
  /** Tells it from the other end. */
  readonly end: "read";
  /** Closes this end, as close(2): who writes fails with EPIPE. */
  close(): void;
}

/** The end of a pipe that is written. Disposing it closes it. */
export interface PipeWriter extends Disposable {
  /** Tells it from the other end. */
  readonly end: "write";
  /** Closes this end, as close(2): who reads comes to the end behind what was written. */
  close(): void;
}

/** A pipe: what is written to one end is read from the other. Disposing it closes both. */
export interface Pipe extends Disposable {
  /** To be given to a run that reads. */
  readonly readable: PipeReader;
  /** To be given to a run that writes. */
  readonly writable: PipeWriter;
}

/**
 * Makes a pipe that joins two runs, which have to run at the same time.
 *
 * Corresponds to pipe(2) with a capacity of 65 536 bytes, and the two runs to two processes that inherit
 * one end each: an end is closed when the last handle to it is, at the latest with the run. To join a
 * run with JavaScript use a `TransformStream`.
 *
 * @returns both ends
 *
 * @example
 * ```ts
 * import { pipe, run } from "@sluice/sluice";
 *
 * const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 10,
 *   1, 6, 95, 115, 116, 97, 114, 116, 0, 0, 10, 4, 1, 2, 0, 11]);
 * const { readable, writable } = pipe();
 * const [from, to] = await Promise.all([
 *   run(module, { stdout: writable }),
 *   run(module, { stdin: readable, stdout: "capture" }),
 * ]);
 * console.assert(from.status === 0 && to.status === 0);
 * ```
 */
export function pipe(): Pipe {
  const memory = new MemoryPipe();
  const readable = new PipeEnd("read", { input: memory.input }, () => memory.closeInput());
  const writable = new PipeEnd("write", { output: memory.output }, () => memory.closeOutput());
  return {
    readable,
    writable,
    [Symbol.dispose]() {
      readable.close();
      writable.close();
    },
  };
}

/** One end, for as many handles as it is given to. */
export class PipeEnd<End extends "read" | "write" = "read" | "write"> implements Disposable {
  readonly end: End;
  readonly #stream: StreamEnds;
  readonly #close: () => void;
  #handles = 0;

  constructor(end: End, stream: StreamEnds, close: () => void) {
    this.end = end;
    this.#stream = stream;
    this.#close = close;
  }

  /** What a handle refers to. Disposing it closes this end, unless another handle has it. */
  open(inode: bigint): StreamNode {
    this.#handles++;
    let open = true;
    return new PipeHandle(this.#stream, inode, () => {
      if (open && --this.#handles === 0) this.close();
      open = false;
    });
  }

  close(): void {
    this.#close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A handle to one end. */
class PipeHandle extends PlainStream {
  readonly #close: () => void;

  constructor(
    stream: StreamEnds,
    inode: bigint,
    close: () => void,
  ) {
    super(stream, inode, "fifo");
    this.#close = close;
  }

  override [Symbol.dispose](): void {
    this.#close();
  }
}
