/**
 * An output stream drained into an asynchronous writer.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { Pollable } from "./pollable.ts";
import { eachBuffer, type OutputStream, WOULD_BLOCK } from "./streams.ts";
import { alreadyAwake, Wakers } from "./wakers.ts";

/** Bytes that are taken while a write is under way, and so written at once at most. */
const CAPACITY = 65_536;

const NOTHING = new Uint8Array(0);

/** What has an asynchronous `write`, as the writers of Deno. */
export interface ByteWriter {
  /**
   * Writes at most all of `from`, which stays as it is until then and is used again after it.
   *
   * @returns the count, above 0
   */
  write(from: Uint8Array<ArrayBuffer>): Promise<number>;
}

/**
 * A writer as a stream. What the guest writes goes to the writer at once, from a buffer of this stream;
 * while that write is under way a second buffer takes more, until it is full.
 *
 * A failure of the writer is a failure of every write after it: its WasiError, else `io`.
 */
export class PumpedOutput implements OutputStream {
  readonly #writer: ByteWriter;
  readonly #wakers = new Wakers();
  /** What was taken while the other buffer is on its way. */
  #taken: Uint8Array<ArrayBuffer> = NOTHING;
  #length = 0;
  /** The buffer that is being written. */
  #underWay: Uint8Array<ArrayBuffer> = NOTHING;
  #from = 0;
  #to = 0;
  #failure: WasiError | undefined;
  readonly #whenEmpty = new Wakers();

  readonly #pollable: Pollable = {
    state: () => ({
      ready: this.#isReady(),
      bytes: this.#failure === undefined ? CAPACITY - this.#length : 0,
      hangup: this.#failure !== undefined,
    }),
    watch: (wake) => this.#isReady() ? alreadyAwake(wake) : this.#wakers.add(wake),
  };

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  write(from: Uint8Array): number {
    const count = this.#take(from);
    this.#send();
    return count;
  }

  writev(from: readonly Uint8Array[]): number {
    const count = eachBuffer(from, (buffer) => this.#take(buffer));
    this.#send();
    return count;
  }

  subscribe(): Pollable {
    return this.#pollable;
  }

  flush(): Promise<void> {
    if (this.#isEmpty()) return Promise.resolve();
    return new Promise((resolve) => void this.#whenEmpty.add(resolve));
  }

  #isReady(): boolean {
    return this.#length < CAPACITY || this.#failure !== undefined;
  }

  #isEmpty(): boolean {
    return this.#from === this.#to || this.#failure !== undefined;
  }

  #take(from: Uint8Array): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (from.length === 0) return 0;
    const count = Math.min(from.length, CAPACITY - this.#length);
    if (count === 0) return WOULD_BLOCK;
    if (this.#taken.length === 0) this.#taken = new Uint8Array(CAPACITY);
    this.#taken.set(count === from.length ? from : from.subarray(0, count), this.#length);
    this.#length += count;
    return count;
  }

  /** Sends what was taken on its way, unless something is on its way already. */
  #send(): void {
    if (this.#from < this.#to || this.#length === 0) return;
    [this.#taken, this.#underWay] = [this.#underWay, this.#taken];
    this.#from = 0;
    this.#to = this.#length;
    this.#length = 0;
    this.#writeRest();
  }

  #writeRest(): void {
    try {
      this.#writer.write(this.#underWay.subarray(this.#from, this.#to))
        .then(this.#written, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #written = (count: number): void => {
    // What does not keep to the contract is not asked again: it could take nothing for ever.
    if (!(count > 0 && count <= this.#to - this.#from)) return this.#failed(undefined);
    this.#from += count;
    if (this.#from < this.#to) return this.#writeRest();
    const wasFull = this.#length === CAPACITY;
    this.#send();
    if (wasFull) this.#wakers.wakeAll();
    if (this.#isEmpty()) this.#whenEmpty.wakeAll();
  };

  readonly #failed = (error: unknown): void => {
    this.#failure = error instanceof WasiError ? error : new WasiError("io");
    this.#wakers.wakeAll();
    this.#whenEmpty.wakeAll();
  };
}
