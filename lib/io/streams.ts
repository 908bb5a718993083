/**
 * I/O streams: bytes in order, without a position.
 *
 * Operations never wait. The end and would-block are values, not exceptions, because a thrown
 * exception costs a thousand times as much and neither is a failure.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { Pollable } from "./pollable.ts";

/** Answer of a read: no byte is left and none will come. */
export const END = -1;

/** Answer of a read or write: nothing can be done now; wait for the stream's pollable. */
export const WOULD_BLOCK = -2;

/** A source of bytes. */
export interface InputStream {
  /**
   * Reads at most `into.length` bytes, as read(2) does.
   *
   * @returns the bytes read (0 only for an empty `into`), {@linkcode END} or {@linkcode WOULD_BLOCK}
   * @throws WasiError the stream's own failures
   */
  read(into: Uint8Array): number;
  /** Reads into several buffers in turn, as readv(2) does. */
  readv(into: readonly Uint8Array[]): number;
  /** Ready when a read would not answer {@linkcode WOULD_BLOCK}. */
  subscribe(): Pollable;
}

/** A sink of bytes. */
export interface OutputStream {
  /**
   * Writes at most `from.length` bytes, as write(2) does.
   *
   * @returns the bytes taken, or {@linkcode WOULD_BLOCK}
   * @throws WasiError `pipe` when no reader is left; the stream's own failures
   */
  write(from: Uint8Array): number;
  /** Writes from several buffers in turn, as writev(2) does. */
  writev(from: readonly Uint8Array[]): number;
  /** Ready when a write would not answer {@linkcode WOULD_BLOCK}. */
  subscribe(): Pollable;
  /**
   * Resolves when nothing that was taken is on its way any more, be it that it never arrives. Present
   * where bytes are taken before they arrive.
   */
  flush?(): Promise<void>;
}

/**
 * Runs `transfer` over each buffer in turn and stops at the first short one: readv and writev for
 * a stream that has neither.
 *
 * @returns the sum, or what the first transfer answered where that was negative
 */
export function eachBuffer(
  buffers: Iterable<Uint8Array>,
  transfer: (buffer: Uint8Array) => number,
): number {
  let total = 0;
  for (const buffer of buffers) {
    if (buffer.length === 0) continue;
    const count = transfer(buffer);
    if (count < 0) return total > 0 ? total : count;
    total += count;
    if (count < buffer.length) break;
  }
  return total;
}

/**
 * As {@linkcode eachBuffer}; but a failure after the first bytes is a short answer, as it is from
 * the operating system, and who goes on meets it again.
 */
export function eachUntilFailure(
  buffers: Iterable<Uint8Array>,
  transfer: (buffer: Uint8Array) => number,
): number {
  let moved = false;
  return eachBuffer(buffers, (buffer) => {
    try {
      const count = transfer(buffer);
      moved ||= count > 0;
      return count;
    } catch (error) {
      if (moved && error instanceof WasiError) return 0;
      throw error;
    }
  });
}
