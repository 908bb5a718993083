/**
 * What Sluice opens: files, directories, and streams that have a name.
 *
 * @module
 */

import type { EditAt } from "../io/arrays.ts";
import type { Seekable } from "../io/array_cursor.ts";
import type { Offset } from "../io/offset.ts";
import type { InputStream, OutputStream } from "../io/streams.ts";
import type { FileType, NewTime, Stat } from "./stat.ts";

/** What every opened thing can do, whatever it is. Disposing it closes it. */
export interface Node extends Disposable {
  /** What it is. */
  readonly type: FileType;
  /** Its status, as fstat(2). */
  stat(): Stat;
  /**
   * Sets its times, as futimens(2).
   *
   * @throws WasiError `not-capable` through a read-only grant
   */
  setTimes(accessed: NewTime, modified: NewTime): void;
  /** Waits until its content and status are on the medium, as fsync(2). */
  sync(): void;
  /** Waits until its content is on the medium, as fdatasync(2). */
  syncData(): void;
}

/** What a guest expects to do with a part of a file. */
export type Advice =
  | "normal"
  | "sequential"
  | "random"
  | "will-need"
  | "dont-need"
  | "no-reuse";

/** A regular file: an array with a status. */
export interface File extends Node, EditAt {
  readonly kind: "file";
  /** As posix_fadvise(2). */
  advise(offset: Offset, length: Offset, advice: Advice): void;
  /**
   * Reserves space and extends the file where needed, as fallocate(2).
   *
   * @throws WasiError `unsupported` where the file system or the back end cannot
   */
  allocate(offset: Offset, length: Offset): void;
  /** Makes every later write through this file go to its end, or no longer. */
  setAppending(appending: boolean): void;
}

/** A pipe, a terminal, a socket, or an inherited file whose position others share. */
export interface StreamNode extends Node {
  readonly kind: "stream";
  readonly input?: InputStream;
  readonly output?: OutputStream;
  /** Present where the operating system keeps a position for it. */
  readonly cursor?: Seekable;
  /** Present where bytes at offsets can be reached. */
  readonly array?: EditAt;
}
