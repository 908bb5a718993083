/**
 * What an embedding program can hand over to be read or written.
 *
 * @module
 */

import type { ByteReader } from "../../io/pumped_input.ts";
import type { ByteWriter } from "../../io/pumped_output.ts";

/** What has a synchronous `read`, as the readers of Deno. It is read in the calling thread. */
export interface ByteReaderSync {
  /**
   * Reads at most `into.length` bytes.
   *
   * @returns the count; null at the end
   */
  readSync(into: Uint8Array<ArrayBuffer>): number | null;
}

/** What has a synchronous `write`, as the writers of Deno. It is written in the calling thread. */
export interface ByteWriterSync {
  /**
   * Writes at most all of `from`.
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
