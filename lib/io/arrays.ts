/**
 * I/O arrays: bytes at offsets, without a cursor.
 *
 * @module
 */

import type { Offset } from "./offset.ts";

/** Bytes that can be read at any offset. */
export interface ReadAt {
  /**
   * Reads at most `into.length` bytes from `offset` on, as pread(2) does.
   *
   * @returns the bytes read; 0 at and beyond the end
   */
  readAt(into: Uint8Array, offset: Offset): number;
  /** Reads into several buffers in turn, as preadv(2) does. */
  readvAt(into: readonly Uint8Array[], offset: Offset): number;
}

/** Bytes that can be written at any offset. */
export interface WriteAt {
  /**
   * Writes `from` at `offset`, as pwrite(2) does; writing beyond the end leaves a hole of zeros.
   *
   * @returns the bytes written, which can be fewer
   * @throws WasiError `file-too-large`, `insufficient-space`, `quota`, `io`
   */
  writeAt(from: Uint8Array, offset: Offset): number;
  /** Writes from several buffers in turn, as pwritev(2) does. */
  writevAt(from: readonly Uint8Array[], offset: Offset): number;
  /**
   * Writes at the end, wherever that is at this moment, as write(2) on an O_APPEND descriptor.
   *
   * @returns the bytes written, which can be fewer
   */
  append(from: Uint8Array): number;
  /** Appends several buffers in turn. */
  appendv(from: readonly Uint8Array[]): number;
  /** Where the last append ended. */
  appendedTo(): Offset;
}

/** An array that can be read, written and resized. */
export interface EditAt extends ReadAt, WriteAt {
  /** Its length in bytes. */
  size(): Offset;
  /** Cuts it or extends it with zeros, as ftruncate(2) does. */
  resize(size: Offset): void;
}
