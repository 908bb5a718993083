/**
 * An input stream fed by an asynchronous reader.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { Pollable, Readiness } from "./pollable.ts";
import { END, type InputStream, WOULD_BLOCK } from "./streams.ts";
import { alreadyAwake, Wakers } from "./wakers.ts";

/** Bytes that are read at once, and so kept at most. */
const CAPACITY = 65_536;

const NOTHING = new Uint8Array(0);

/** What has an asynchronous `read`, as the readers of Deno. */
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
 * A failure of the reader is a failure of every read after it: its WasiError, else `io`.
 */
export class PumpedInput implements InputStream {
  readonly #reader: ByteReader;
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

  constructor(reader: ByteReader) {
    this.#reader = reader;
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
    if (this.#buffer.length === 0) this.#buffer = new Uint8Array(CAPACITY);
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
    this.#failure = error instanceof WasiError ? error : new WasiError("io");
    this.#wakers.wakeAll();
  };
}
