/**
 * A pipe in memory.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { Pollable } from "./pollable.ts";
import { eachBuffer, END, type InputStream, type OutputStream, WOULD_BLOCK } from "./streams.ts";
import { alreadyAwake, Wakers } from "./wakers.ts";

/** As many bytes as a pipe of Linux holds. */
const CAPACITY = 65_536;

/** As many bytes as a pipe takes either all or none of, and the room from which on it can be written. */
const PIPE_BUF = 4096;

/** Two streams: what is written to one is read from the other, as pipe(2). */
export class MemoryPipe {
  /** The end to read. */
  readonly input: InputStream;
  /** The end to write. */
  readonly output: OutputStream;
  readonly #bytes: Uint8Array = new Uint8Array(CAPACITY);
  #start = 0;
  #length = 0;
  #inputOpen = true;
  #outputOpen = true;
  readonly #readers = new Wakers();
  readonly #writers = new Wakers();

  constructor() {
    this.input = {
      read: (into) => this.#read([into]),
      readv: (into) => this.#read(into),
      subscribe: () => this.#readable,
    };
    this.output = {
      write: (from) => this.#write([from]),
      writev: (from) => this.#write(from),
      subscribe: () => this.#writable,
    };
  }

  /** Says that nobody reads any more: what is in the pipe is lost, and a write fails with `pipe`. */
  closeInput(): void {
    this.#inputOpen = false;
    this.#length = 0;
    this.#writers.wakeAll();
  }

  /** Says that nobody writes any more: after the bytes that are in the pipe comes the end. */
  closeOutput(): void {
    this.#outputOpen = false;
    this.#readers.wakeAll();
  }

  readonly #readable: Pollable = {
    state: () => ({
      ready: this.#isReadable(),
      bytes: this.#length,
      hangup: !this.#outputOpen,
    }),
    watch: (wake) => this.#isReadable() ? alreadyAwake(wake) : this.#readers.add(wake),
  };

  readonly #writable: Pollable = {
    state: () => ({
      ready: this.#isWritable(),
      bytes: this.#inputOpen ? this.#room() : 0,
      hangup: !this.#inputOpen,
    }),
    watch: (wake) => this.#isWritable() ? alreadyAwake(wake) : this.#writers.add(wake),
  };

  #isReadable(): boolean {
    return this.#length > 0 || !this.#outputOpen;
  }

  #isWritable(): boolean {
    return this.#room() >= PIPE_BUF || !this.#inputOpen;
  }

  #room(): number {
    return CAPACITY - this.#length;
  }

  #read(into: readonly Uint8Array[]): number {
    if (total(into) === 0) return 0;
    if (this.#length === 0) return this.#outputOpen ? WOULD_BLOCK : END;
    const count = eachBuffer(into, (buffer) => this.#give(buffer));
    if (this.#isWritable()) this.#writers.wakeAll();
    return count;
  }

  #write(from: readonly Uint8Array[]): number {
    if (!this.#inputOpen) throw new WasiError("pipe");
    const length = total(from);
    if (length === 0) return 0;
    if (this.#room() < Math.min(length, PIPE_BUF)) return WOULD_BLOCK;
    const count = eachBuffer(from, (buffer) => this.#take(buffer));
    this.#readers.wakeAll();
    return count;
  }

  /** Moves bytes out, in one piece or, around the end of the memory, in two. */
  #give(into: Uint8Array): number {
    const count = Math.min(into.length, this.#length);
    const first = this.#bytes.subarray(this.#start, this.#start + count);
    into.set(first);
    into.set(this.#bytes.subarray(0, count - first.length), first.length);
    this.#start = (this.#start + count) % CAPACITY;
    this.#length -= count;
    return count;
  }

  /** Moves bytes in, likewise. */
  #take(from: Uint8Array): number {
    const count = Math.min(from.length, this.#room());
    const at = (this.#start + this.#length) % CAPACITY;
    const first = from.subarray(0, Math.min(count, CAPACITY - at));
    this.#bytes.set(first, at);
    this.#bytes.set(from.subarray(first.length, count), 0);
    this.#length += count;
    return count;
  }
}

function total(buffers: readonly Uint8Array[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}
