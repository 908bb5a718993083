/**
 * An output stream drained into an asynchronous writer.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { asFailure } from "./failure.ts";
import type { Pollable } from "./pollable.ts";
import { eachBuffer, type OutputStream, WOULD_BLOCK } from "./streams.ts";
import { alreadyAwake, Wakers } from "./wakers.ts";

/** Bytes that are taken while a write is under way, and so written at once at most. */
const CAPACITY = 65_536;

/** Bytes that there is room for at first: most guests never write more than a line at a time. */
const FIRST_CAPACITY = 4096;

const NOTHING = new Uint8Array(0);

/**
 * What has an asynchronous `write`, as the writers of Deno.
 *
 * It is called from within the guest's own call, or when a write before it is done. What it does before
 * its first `await` is done in the guest's time, in which a timeout ends it together with the guest; the
 * rest is not, and a run that ends by itself resolves when all of it is done.
 */
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
 * A failure of the writer is a failure of every write after it.
 */
export class PumpedOutput implements OutputStream {
  readonly #writer: ByteWriter;
  readonly #failureOf: (error: unknown) => WasiError;
  readonly #wakers = new Wakers();
  /** What was taken while the other buffer is on its way. */
  #taken: Uint8Array<ArrayBuffer> = NOTHING;
  #length = 0;
  /** The buffer that is being written. */
  #underWay: Uint8Array<ArrayBuffer> = NOTHING;
  #from = 0;
  #to = 0;
  #ended = false;
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

  /** @param failureOf tells the writer's failures in our words */
  constructor(writer: ByteWriter, failureOf: (error: unknown) => WasiError = asFailure) {
    this.#writer = writer;
    this.#failureOf = failureOf;
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

  /** Takes no more: a write fails with `pipe`. What was taken is written all the same. */
  end(): void {
    this.#ended = true;
    this.#wakers.wakeAll();
  }

  subscribe(): Pollable {
    return this.#pollable;
  }

  flush(): Promise<void> {
    if (this.#isEmpty()) return Promise.resolve();
    return new Promise((resolve) => void this.#whenEmpty.add(resolve));
  }

  #isReady(): boolean {
    return this.#length < CAPACITY || this.#ended || this.#failure !== undefined;
  }

  #isEmpty(): boolean {
    return this.#from === this.#to || this.#failure !== undefined;
  }

  #take(from: Uint8Array): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) throw new WasiError("pipe");
    if (from.length === 0) return 0;
    const count = Math.min(from.length, CAPACITY - this.#length);
    if (count === 0) return WOULD_BLOCK;
    this.#makeRoom(this.#length + count);
    this.#taken.set(count === from.length ? from : from.subarray(0, count), this.#length);
    this.#length += count;
    return count;
  }

  #makeRoom(needed: number): void {
    const size = this.#taken.length;
    if (needed <= size) return;
    const larger = new Uint8Array(
      Math.min(CAPACITY, Math.max(FIRST_CAPACITY, needed, 4 * size)),
    );
    larger.set(this.#taken.subarray(0, this.#length));
    this.#taken = larger;
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
    this.#failure = this.#failureOf(error);
    this.#wakers.wakeAll();
    this.#whenEmpty.wakeAll();
  };
}
