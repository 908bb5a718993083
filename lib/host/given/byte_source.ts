/**
 * What an embedding program can hand over to be read or written.
 *
 * @module
 */

import type { ByteReader } from "../../io/pumped_input.ts";
import type { ByteWriter } from "../../io/pumped_output.ts";

/**
 * What has a synchronous `read`, as the readers of Deno.
 *
 * It is called in the calling thread, from within the guest's own call and in the guest's time: nothing
 * else in the thread happens until it returns, and `limits.timeout` counts what it takes and ends it
 * together with the guest, wherever in JavaScript it is, without its `catch` and `finally`. What takes a
 * while, or must come to its end, is better a {@linkcode ByteReader}.
 */
export interface ByteReaderSync {
  /**
   * Reads at most `into.length` bytes. What it throws is a failure of the guest's read.
   *
   * @returns the count, above 0; null at the end
   */
  readSync(into: Uint8Array<ArrayBuffer>): number | null;
}

/**
 * What has a synchronous `write`, as the writers of Deno.
 *
 * It is called from within the guest's own call and in the guest's time, as {@linkcode ByteReaderSync};
 * what takes a while is better a {@linkcode ByteWriter}.
 */
export interface ByteWriterSync {
  /**
   * Writes at most all of `from`, which may be memory of the guest's: what is kept of it is a copy. What
   * it throws is a failure of the guest's write.
   *
   * @returns the count, above 0
   */
  writeSync(from: Uint8Array<ArrayBuffer>): number;
}

/** What has a stream to read, such as a process, a connection or a transform. */
export interface ReadableSide {
  /** The stream. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Leaves the stream as it is when the guest reads no more; else it is cancelled. */
  readonly preventCancel?: boolean;
}

/** What has a stream to write. */
export interface WritableSide {
  /** The stream. */
  readonly writable: WritableStream<Uint8Array>;
  /** Leaves the stream open when the guest writes no more, or is ended; else it is closed, or aborted. */
  readonly preventClose?: boolean;
}

/** Where bytes can come from. */
export type ByteSource = ReadableStream<Uint8Array> | ByteReader | ByteReaderSync | ReadableSide;

/** Where bytes can go. */
export type ByteSink = WritableStream<Uint8Array> | ByteWriter | ByteWriterSync | WritableSide;
