/**
 * A regular file that Deno opened.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { type Access, requireWrite } from "../../filesystem/access.ts";
import type { OpenOptions } from "../../filesystem/directory.ts";
import type { Advice, File } from "../../filesystem/node.ts";
import type { NewTime, Stat } from "../../filesystem/stat.ts";
import { advance, MAX_OFFSET, type Offset, toOffset } from "../../io/offset.ts";
import { act, codeOf, fail } from "./error_code.ts";
import { hasExactInode, isSameFile, statOf } from "./file_status.ts";
import { newTimes } from "./new_time.ts";
import { statusOf } from "./resolve.ts";
import { gather, lengthOf, scatter } from "./transfer.ts";

/** Not a position: the next access has to seek. */
const UNKNOWN = -1;

/** How a file was opened. */
export interface Opening {
  /** Its absolute path at that time. */
  readonly path: string;
  readonly access: Access;
  readonly readable: boolean;
  readonly writable: boolean;
  /** Whether each write goes to the end; where it is writable, too, Deno was told so. */
  readonly appending: boolean;
  readonly sync: OpenOptions["sync"];
}

/**
 * A file at offsets, over Deno's file with a position: that is remembered, and moved only when the
 * next access is elsewhere. Owns its FsFile.
 */
export class CheckedFile implements File {
  readonly kind = "file";
  readonly type = "regular-file";
  #file: Deno.FsFile;
  readonly #opening: Opening;
  /** Where the FsFile stands. */
  #position: Offset = 0;
  #appending: boolean;
  /** Whether the operating system itself puts each write at the end. */
  #opensAppending: boolean;
  #appendedTo: Offset = 0;

  constructor(file: Deno.FsFile, opening: Opening) {
    this.#file = file;
    this.#opening = opening;
    this.#appending = opening.appending;
    this.#opensAppending = opening.appending && opening.writable;
  }

  readAt(into: Uint8Array, offset: Offset): number {
    // The hot path: in sequence there is one call of Deno, a read(2) straight into guest memory.
    if (offset !== this.#position && !this.#seek(offset)) {
      this.#requireReadable();
      requireRange(offset, into.length);
      return 0;
    }
    try {
      const count = this.#file.readSync(into);
      if (count === null) return 0;
      if (count === 0) this.#requireReadable();
      this.#position = advance(offset, count);
      return count;
    } catch (error) {
      this.#position = UNKNOWN;
      fail(error);
    }
  }

  readvAt(into: readonly Uint8Array[], offset: Offset): number {
    this.#requireReadable();
    requireRange(offset, lengthOf(into));
    return scatter(into, (buffer, before) => this.readAt(buffer, advance(offset, before)));
  }

  writeAt(from: Uint8Array, offset: Offset): number {
    this.#requireWritable();
    requireRange(offset, from.length);
    // As pwrite(2) on Linux.
    if (this.#appending) return this.#append(from);
    if (from.length === 0) return 0;
    if (offset !== this.#position && !this.#seek(offset)) throw new WasiError("file-too-large");
    return this.#write(from, offset);
  }

  writevAt(from: readonly Uint8Array[], offset: Offset): number {
    this.#requireWritable();
    requireRange(offset, lengthOf(from));
    return gather(from, (buffer, before) => this.writeAt(buffer, advance(offset, before)));
  }

  append(from: Uint8Array): number {
    const count = this.#append(from);
    if (count > 0) this.#appendedTo = this.#position;
    return count;
  }

  appendv(from: readonly Uint8Array[]): number {
    this.#requireWritable();
    return gather(from, (buffer) => this.append(buffer));
  }

  appendedTo(): Offset {
    return this.#appendedTo;
  }

  size(): Offset {
    // Quicker than to ask for the status.
    return this.#seekFromEnd();
  }

  resize(size: Offset): void {
    requireWrite(this.#opening.access);
    if (!this.#opening.writable) throw new WasiError("invalid");
    // Deno takes a number, and would round it.
    if (typeof size !== "number") throw new WasiError("file-too-large");
    act(() => this.#file.truncateSync(size));
  }

  stat(): Stat {
    return statOf(this.#status(), this.#opening.path);
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    requireWrite(this.#opening.access);
    const times = newTimes(accessed, modified, () => this.#status());
    if (times !== undefined) act(() => this.#file.utimeSync(times.accessed, times.modified));
  }

  sync(): void {
    act(() => this.#file.syncSync());
  }

  syncData(): void {
    act(() => this.#file.syncDataSync());
  }

  /** Deno passes no advice on, and one that is not followed is as good as any. */
  advise(_offset: Offset, _length: Offset, _advice: Advice): void {}

  /** Extends the file as fallocate(2) does. Deno can reserve no space, so a later write can fail. */
  allocate(offset: Offset, length: Offset): void {
    requireWrite(this.#opening.access);
    if (length === 0) throw new WasiError("invalid");
    this.#requireWritable();
    const end = BigInt(offset) + BigInt(length);
    if (end > MAX_OFFSET) throw new WasiError("file-too-large");
    if (end > BigInt(this.size())) this.resize(toOffset(end));
  }

  /**
   * @throws WasiError `unsupported` when the operating system appends and the file, which must then
   * be opened anew, is not found under its path any more
   */
  setAppending(appending: boolean): void {
    if (!appending && this.#opensAppending) this.#reopen();
    this.#appending = appending;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  /** Writes at the end, and leaves the FsFile behind what was written. */
  #append(from: Uint8Array): number {
    this.#requireWritable();
    if (from.length === 0) return 0;
    if (!this.#opensAppending) this.#seekFromEnd();
    const count = this.#write(from, this.#position);
    // Where the operating system put it.
    if (this.#opensAppending) this.#position = this.#tell();
    return count;
  }

  /** Writes where the FsFile stands, which is `offset`. */
  #write(from: Uint8Array, offset: Offset): number {
    try {
      const count = this.#file.writeSync(from);
      this.#position = advance(offset, count);
      const { sync } = this.#opening;
      if (sync === "data") this.#file.syncDataSync();
      else if (sync === "all") this.#file.syncSync();
      return count;
    } catch (error) {
      this.#position = UNKNOWN;
      fail(error);
    }
  }

  /** Moves the FsFile; false where there is no such position, which is beyond the end of any file. */
  #seek(offset: Offset): boolean {
    // Deno rounds what is beyond its numbers: the bytes would go elsewhere than they were meant to.
    if (offset > Number.MAX_SAFE_INTEGER) return false;
    try {
      this.#file.seekSync(offset, Deno.SeekMode.Start);
      this.#position = offset;
      return true;
    } catch (error) {
      this.#position = UNKNOWN;
      if (codeOf(error) === "invalid") return false;
      fail(error);
    }
  }

  #seekFromEnd(): Offset {
    return this.#position = exact(act(() => this.#file.seekSync(0, Deno.SeekMode.End)));
  }

  #tell(): Offset {
    return exact(act(() => this.#file.seekSync(0, Deno.SeekMode.Current)));
  }

  #status(): Deno.FileInfo {
    return act(() => this.#file.statSync());
  }

  #requireReadable(): void {
    if (!this.#opening.readable) throw new WasiError("bad-descriptor");
  }

  #requireWritable(): void {
    if (!this.#opening.writable) throw new WasiError("bad-descriptor");
  }

  /** Opens the same file without O_APPEND, which Deno cannot take back. */
  #reopen(): void {
    const { path, readable } = this.#opening;
    const now = this.#status();
    const there = statusOf(path);
    if (there === undefined || !isSameFile(there, now) || !hasExactInode(now)) {
      throw new WasiError("unsupported");
    }
    const file = act(() => Deno.openSync(path, { read: readable, write: true }));
    if (!isSameFile(file.statSync(), now)) {
      file.close();
      throw new WasiError("unsupported");
    }
    this.#file.close();
    this.#file = file;
    this.#position = 0;
    this.#opensAppending = false;
  }
}

/**
 * Checks the range of a transfer, as pread(2) and pwrite(2) do; a number and what fits into memory are
 * always within it.
 *
 * @throws WasiError `invalid` where it would end beyond the greatest offset
 */
function requireRange(offset: Offset, length: number): void {
  if (typeof offset === "number") return;
  if (offset + BigInt(length) > MAX_OFFSET) throw new WasiError("invalid");
}

/**
 * A position that Deno told, which is rounded where it exceeds its numbers.
 *
 * @throws WasiError `file-too-large` then
 */
function exact(position: number): number {
  if (!Number.isSafeInteger(position)) throw new WasiError("file-too-large");
  return position;
}
