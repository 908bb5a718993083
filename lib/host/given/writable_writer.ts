/**
 * A `WritableStream` as a writer.
 *
 * @module
 */

import { SluiceError, WasiError } from "../../errors.ts";
import type { ByteWriter } from "../../io/pumped_output.ts";

/** Writes to a stream as fast as that wants it. */
export class WritableWriter implements ByteWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #last: Promise<void> = Promise.resolve();

  /**
   * Locks the stream.
   *
   * @throws SluiceError status 2 when another writer has locked it
   */
  constructor(stream: WritableStream<Uint8Array>) {
    if (stream.locked) {
      throw new SluiceError(2, "a WritableStream to be written is locked by another writer");
    }
    this.#writer = stream.getWriter();
  }

  write(from: Uint8Array<ArrayBuffer>): Promise<number> {
    // A copy, since a stream may keep its chunks as long as it likes.
    const written = this.#writer.write(from.slice());
    this.#last = written;
    // Ready when the stream has room for more in its queue, and at the latest when that is empty.
    return Promise.race([this.#writer.ready, written]).then(() => from.length, nobodyTakesIt);
  }

  /** Unlocks the stream when it has got rid of everything, or never will. */
  async release(): Promise<void> {
    await this.#last.catch(() => {});
    this.#writer.releaseLock();
  }

  /** Closes the stream behind what was written, and unlocks it. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
    this.#writer.releaseLock();
  }

  /** Unlocks the stream, which goes on with what it has. */
  letGo(): void {
    this.#writer.releaseLock();
  }

  /** Throws away what the stream has not got rid of, and unlocks it. */
  abort(): void {
    this.#writer.abort(new DOMException("the run is over", "AbortError")).catch(() => {});
    this.#writer.releaseLock();
  }
}

/** Why a stream failed is its owner's to know; the guest's output has nobody who takes it. */
function nobodyTakesIt(): never {
  throw new WasiError("pipe");
}
