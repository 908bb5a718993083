/**
 * A pipe(2) for tests. Loading this module needs the C library.
 *
 * @module
 */
import { fileCalls } from "../../../lib/host/libc/file_calls.ts";
import { bind, fail } from "../../../lib/host/libc/library.ts";

const O_NONBLOCK = 0o4000;

const { pipe2 } = bind({ pipe2: { parameters: ["buffer", "i32"], result: "i32" } });

/** Both ends of a pipe, neither of which ever blocks. */
export class Pipe implements Disposable {
  /** The end to read. */
  readonly input: number;
  /** The end to write. */
  readonly output: number;
  readonly #open = new Set<number>();

  constructor() {
    const ends = new Int32Array(2);
    if (pipe2(new Uint8Array(ends.buffer), O_NONBLOCK) < 0) fail();
    [this.input, this.output] = ends as unknown as [number, number];
    this.#open.add(this.input).add(this.output);
  }

  /** As write(2); -1 when it is full. */
  write(from: Uint8Array<ArrayBuffer>): number {
    return fileCalls.write(this.output, from, from.length);
  }

  /** As read(2); -1 when it is empty. */
  read(into: Uint8Array<ArrayBuffer>): number {
    return fileCalls.read(this.input, into, into.length);
  }

  closeInput(): void {
    this.#close(this.input);
  }

  closeOutput(): void {
    this.#close(this.output);
  }

  [Symbol.dispose](): void {
    for (const fd of [...this.#open]) this.#close(fd);
  }

  #close(fd: number): void {
    if (this.#open.delete(fd)) fileCalls.close(fd);
  }
}
