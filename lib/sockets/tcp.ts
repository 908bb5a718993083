/**
 * TCP connections and listeners, as capabilities: whoever has one was given it, or accepted it.
 *
 * The names are those of `wasi:sockets`.
 *
 * @module
 */

import type { InputStream, OutputStream, WOULD_BLOCK } from "../io/streams.ts";
import type { Pollable } from "../io/pollable.ts";

/** Which directions of a connection end. */
export type ShutdownType = "receive" | "send" | "both";

/** An input stream whose next bytes can be looked at. */
export interface PeekableInput extends InputStream {
  /** As `readv`, but the bytes stay to be read, as recvmsg(2) with MSG_PEEK. */
  peekv(into: readonly Uint8Array[]): number;
}

/** A connection. Disposing it sends what was written, in bounded time, and closes it. */
export interface TcpConnection extends Disposable {
  readonly input: PeekableInput;
  readonly output: OutputStream;
  /**
   * Ends directions for good, as shutdown(2): a read then finds the end behind what has come, a write
   * fails with `pipe`, and the peer reads the end behind what was written.
   *
   * @throws WasiError `invalid-state` when the peer has gone
   */
  shutdown(which: ShutdownType): void;
}

/** A listener. Disposing it closes it. */
export interface TcpListener extends Disposable {
  /**
   * Takes the next connection, as accept(2).
   *
   * @returns a connection, which the caller owns, or {@linkcode WOULD_BLOCK}
   * @throws WasiError `too-many-open-files` and other failures of the host; the listener goes on
   */
  accept(): TcpConnection | typeof WOULD_BLOCK;
  /** Ready when accepting would not answer {@linkcode WOULD_BLOCK}. */
  subscribe(): Pollable;
}
