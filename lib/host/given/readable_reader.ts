/**
 * A `ReadableStream` as a reader.
 *
 * @module
 */

import { SluiceError, WasiError } from "../../errors.ts";
import type { ByteReader } from "../../io/pumped_input.ts";

/** As many bytes as a stream that can fill a buffer of ours is asked for. */
const CAPACITY = 65_536;

const NOTHING = new Uint8Array(0);

type Chunk = ReadableStreamReadResult<Uint8Array>;

/** Reads a stream, and keeps what is left of a chunk. */
export class ReadableReader implements ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | ReadableStreamBYOBReader;
  readonly #next: () => Promise<Chunk>;
  #rest: Uint8Array = NOTHING;

  /**
   * Locks the stream.
   *
   * @throws SluiceError status 2 when another reader has locked it
   */
  constructor(stream: ReadableStream<Uint8Array>) {
    if (stream.locked) {
      throw new SluiceError(2, "a ReadableStream to be read is locked by another reader");
    }
    const filling = fillingReader(stream);
    if (filling === undefined) {
      const reader = stream.getReader();
      this.#reader = reader;
      this.#next = () => reader.read();
    } else {
      this.#reader = filling;
      this.#next = fillingReads(filling);
    }
  }

  read(into: Uint8Array<ArrayBuffer>): Promise<number | null> {
    if (this.#rest.length > 0) return Promise.resolve(this.#take(into));
    return this.#next().then(({ done, value }) => {
      if (done) return null;
      // What is no bytes, text for instance, cannot be meant.
      if (!(value instanceof Uint8Array)) throw new WasiError("io");
      this.#rest = value;
      return value.length > 0 ? this.#take(into) : this.read(into);
    });
  }

  /** Unlocks the stream. */
  release(): void {
    this.#reader.releaseLock();
  }

  /** Cancels the stream, and unlocks it. */
  cancel(): void {
    // How that goes is for the stream's owner to know.
    this.#reader.cancel().catch(() => {});
    this.release();
  }

  #take(into: Uint8Array): number {
    const part = this.#rest.subarray(0, into.length);
    into.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }
}

/** A reader that fills our buffers, where the stream can do that. */
function fillingReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

/** Reads that use one buffer again and again: each hands it over and gives it back. */
function fillingReads(reader: ReadableStreamBYOBReader): () => Promise<Chunk> {
  let buffer = new ArrayBuffer(CAPACITY);
  return async () => {
    const chunk = await reader.read(new Uint8Array(buffer));
    buffer = chunk.value?.buffer ?? buffer;
    return chunk;
  };
}
