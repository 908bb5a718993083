/**
 * An input stream fed by an asynchronous reader.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { asFailure } from "./failure.ts";
import type { Pollable, Readiness } from "./pollable.ts";
import { END, type InputStream, WOULD_BLOCK } from "./streams.ts";
import { alreadyAwake, Wakers } from "./wakers.ts";

/** Bytes that are read at once, and so kept at most. */
const CAPACITY = 65_536;

/** Bytes that are read at first: a thousand guests that wait for a line each shall cost little. */
const FIRST_CAPACITY = 4096;

const NOTHING = new Uint8Array(0);

/**
 * What has an asynchronous `read`, as the readers of Deno.
 *
 * It is called from within the guest's own call, or while the guest waits. What it does before its first
 * `await` is done in the guest's time, in which a timeout ends it together with the guest; the rest is
 * not, and goes on also when the run is over.
 */
export interface ByteReader {
  /**
   * Reads at most `into.length` bytes when some have come.
   *
   * @returns the count; null at the end
   */
  read(into: Uint8Array<ArrayBuffer>): Promise<number | null>;
}

/**
 * A reader as a stream. At most one read is under way, into a buffer of this stream, and none begins
 * before the guest has taken what there was and asks for more, by a read or by waiting: a source is
 * drained no faster than its guest reads.
 *
 * A failure of the reader is a failure of every read after it.
 */
export class PumpedInput implements InputStream {
  readonly #reader: ByteReader;
  readonly #failureOf: (error: unknown) => WasiError;
  readonly #wakers = new Wakers();
  #buffer: Uint8Array<ArrayBuffer> = NOTHING;
  #start = 0;
  #end = 0;
  #reading = false;
  #ended = false;
  #failure: WasiError | undefined;

  readonly #pollable: Pollable = {
    state: () => this.#state(),
    watch: (wake) => {
      if (!this.#isWaiting()) return alreadyAwake(wake);
      const takeBack = this.#wakers.add(wake);
      this.#readMore();
      return takeBack;
    },
  };

  /** @param failureOf tells the reader's failures in our words */
  constructor(reader: ByteReader, failureOf: (error: unknown) => WasiError = asFailure) {
    this.#reader = reader;
    this.#failureOf = failureOf;
  }

  read(into: Uint8Array): number {
    if (into.length === 0) return 0;
    const count = Math.min(into.length, this.#end - this.#start);
    if (count === 0) return this.#withoutBytes();
    into.set(this.#buffer.subarray(this.#start, this.#start + count));
    this.#start += count;
    return count;
  }

  readv(into: readonly Uint8Array[]): number {
    let total = 0;
    for (const buffer of into) {
      // Only for the first bytes: asking again at the end of the buffer would begin another read.
      if (total > 0 && this.#start === this.#end) break;
      const count = this.read(buffer);
      if (count < 0) return count;
      total += count;
    }
    return total;
  }

  /** As {@linkcode readv}, but the bytes stay to be read. */
  peekv(into: readonly Uint8Array[]): number {
    let at = this.#start;
    for (const buffer of into) {
      if (buffer.length === 0) continue;
      if (this.#start === this.#end) return this.#withoutBytes();
      const count = Math.min(buffer.length, this.#end - at);
      buffer.set(this.#buffer.subarray(at, at + count));
      at += count;
    }
    return at - this.#start;
  }

  /** Lets the stream end behind what has come. */
  end(): void {
    this.#ended = true;
    this.#wakers.wakeAll();
  }

  subscribe(): Pollable {
    return this.#pollable;
  }

  #withoutBytes(): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) return END;
    this.#readMore();
    return WOULD_BLOCK;
  }

  #isWaiting(): boolean {
    return this.#start === this.#end && !this.#ended && this.#failure === undefined;
  }

  #state(): Readiness {
    const ready = !this.#isWaiting();
    // Who asks without waiting must come to see the bytes all the same, at some later time.
    if (!ready) this.#readMore();
    return { ready, bytes: this.#end - this.#start, hangup: this.#ended };
  }

  #readMore(): void {
    if (this.#reading) return;
    this.#reading = true;
    // What filled the buffer has more to come.
    if (this.#end === this.#buffer.length && this.#end < CAPACITY) {
      this.#buffer = new Uint8Array(Math.max(FIRST_CAPACITY, 4 * this.#end));
      this.#start = this.#end = 0;
    }
    try {
      this.#reader.read(this.#buffer).then(this.#arrived, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #arrived = (count: number | null): void => {
    this.#reading = false;
    if (count === null) {
      this.#ended = true;
    } else if (count > 0 && count <= this.#buffer.length) {
      this.#start = 0;
      this.#end = count;
    } else {
      // What does not keep to the contract is not asked again: it could be nothing for ever.
      this.#failure = new WasiError("io");
    }
    this.#wakers.wakeAll();
  };

  readonly #failed = (error: unknown): void => {
    this.#reading = false;
    this.#failure = this.#failureOf(error);
    this.#wakers.wakeAll();
  };
}
