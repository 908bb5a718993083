/**
 * Files, directories and streams in memory, which note what is asked of them.
 *
 * @module
 */
import { type ErrorCode, WasiError } from "../../../lib/errors.ts";
import type { Access } from "../../../lib/filesystem/access.ts";
import type {
  Directory,
  DirectoryEntry,
  LookUp,
  Opened,
  OpenOptions,
  Path,
} from "../../../lib/filesystem/directory.ts";
import type { Advice, File, StreamNode } from "../../../lib/filesystem/node.ts";
import type { FileType, NewTime, Stat } from "../../../lib/filesystem/stat.ts";
import type { Seekable } from "../../../lib/io/array_cursor.ts";
import type { EditAt } from "../../../lib/io/arrays.ts";
import type { Offset, U64 } from "../../../lib/io/offset.ts";
import type { Pollable, Readiness } from "../../../lib/io/pollable.ts";
import { type InputStream, type OutputStream, WOULD_BLOCK } from "../../../lib/io/streams.ts";
import { text } from "../outcome.ts";
import { MemoryArray } from "./memory_array.ts";

/** A status in which every field can be told from every other one. */
export const SOME_STAT: Stat = {
  device: 0x0101010101010101n,
  inode: 0x0202020202020202n,
  type: "regular-file",
  links: 0x03030303n,
  size: 0x0404040404040404n,
  accessed: 0x0505050505050505n,
  modified: 0x0606060606060606n,
  changed: 0x0707070707070707n,
};

/** A regular file. */
export class FakeFile extends MemoryArray implements File {
  readonly kind = "file";
  readonly type = "regular-file";
  /** How often it was closed. */
  closed = 0;

  stat(): Stat {
    this.note("stat()");
    return SOME_STAT;
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.note(`setTimes(${accessed}, ${modified})`);
  }

  sync(): void {
    this.note("sync()");
  }

  syncData(): void {
    this.note("syncData()");
  }

  advise(offset: Offset, length: Offset, advice: Advice): void {
    this.note(`advise(${offset}, ${length}, ${advice})`);
  }

  allocate(offset: Offset, length: Offset): void {
    this.note(`allocate(${offset}, ${length})`);
  }

  setAppending(appending: boolean): void {
    this.note(`setAppending(${appending})`);
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}

/** A directory that does what it is told to, whatever the path. */
export class FakeDirectory implements Directory {
  readonly kind = "directory";
  readonly type = "directory";
  readonly access: Access;
  /** The calls in order. */
  readonly calls: string[] = [];
  /** How often it was closed. */
  closed = 0;
  /** With what every call fails, where it is to fail. */
  failure: ErrorCode | undefined;
  /** What an open answers. */
  opened: Opened = new FakeFile();
  /** The options of the last open. */
  options: OpenOptions | undefined;
  /** The text of every link. */
  linkText: Uint8Array = new Uint8Array();
  /** The entries; the cookie of one is the number of those before it. */
  entries: readonly DirectoryEntry[] = [];

  constructor(access: Access = "read-write") {
    this.access = access;
  }

  openAt(path: Path, options: OpenOptions): Opened {
    this.options = options;
    this.#note(`openAt(${text(path)})`);
    return this.opened;
  }

  statAt(path: Path, { follow }: LookUp): Stat {
    this.#note(`statAt(${text(path)}, ${follow})`);
    return SOME_STAT;
  }

  setTimesAt(path: Path, { follow }: LookUp, accessed: NewTime, modified: NewTime): void {
    this.#note(`setTimesAt(${text(path)}, ${follow}, ${accessed}, ${modified})`);
  }

  createDirectoryAt(path: Path): void {
    this.#note(`createDirectoryAt(${text(path)})`);
  }

  removeDirectoryAt(path: Path): void {
    this.#note(`removeDirectoryAt(${text(path)})`);
  }

  unlinkFileAt(path: Path): void {
    this.#note(`unlinkFileAt(${text(path)})`);
  }

  renameAt(from: Path, toDirectory: Directory, to: Path): void {
    this.#note(`renameAt(${text(from)}, ${this.#nameOf(toDirectory)}, ${text(to)})`);
  }

  linkAt(from: Path, { follow }: LookUp, toDirectory: Directory, to: Path): void {
    this.#note(`linkAt(${text(from)}, ${follow}, ${this.#nameOf(toDirectory)}, ${text(to)})`);
  }

  symlinkAt(target: Path, path: Path): void {
    this.#note(`symlinkAt(${text(target)}, ${text(path)})`);
  }

  readlinkAt(path: Path): Uint8Array {
    this.#note(`readlinkAt(${text(path)})`);
    return this.linkText;
  }

  entryAfter(cookie: U64): DirectoryEntry | undefined {
    this.#note(`entryAfter(${cookie})`);
    return this.entries[Number(cookie)];
  }

  stat(): Stat {
    this.#note("stat()");
    return { ...SOME_STAT, type: "directory" };
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.#note(`setTimes(${accessed}, ${modified})`);
  }

  sync(): void {
    this.#note("sync()");
  }

  syncData(): void {
    this.#note("syncData()");
  }

  [Symbol.dispose](): void {
    this.closed++;
  }

  #nameOf(other: Directory): string {
    return other === this ? "itself" : "another";
  }

  #note(call: string): void {
    this.calls.push(call);
    if (this.failure !== undefined) throw new WasiError(this.failure);
  }
}

/** What a {@linkcode FakeStream} has. */
export interface StreamFacets {
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly cursor?: Seekable;
  readonly array?: EditAt;
  readonly type?: FileType;
}

/** A pipe, or whatever else its facets make of it. */
export class FakeStream implements StreamNode {
  readonly kind = "stream";
  readonly type: FileType;
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly cursor?: Seekable;
  readonly array?: EditAt;
  /** How often it was closed. */
  closed = 0;

  constructor({ type = "fifo", ...facets }: StreamFacets = {}) {
    this.type = type;
    Object.assign(this, facets);
  }

  stat(): Stat {
    return { ...SOME_STAT, type: this.type };
  }

  setTimes(_accessed: NewTime, _modified: NewTime): void {
    throw new WasiError("not-permitted");
  }

  sync(): void {
    throw new WasiError("invalid");
  }

  syncData(): void {
    throw new WasiError("invalid");
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}

/** A stream that answers what it was told to, in turn, and would block when that is used up. */
export class ScriptedStream implements InputStream, OutputStream {
  /** What was written, or how much was asked for, in order. */
  readonly calls: string[] = [];
  /** How it stands. */
  readiness: Readiness = { ready: false, bytes: 0, hangup: false };
  /** The answers to come: a number as it is, a text as the bytes that are read, a failure thrown. */
  readonly #answers: (number | string | WasiError)[];

  constructor(...answers: (number | string | WasiError)[]) {
    this.#answers = answers;
  }

  read(into: Uint8Array): number {
    this.calls.push(`read(${into.length})`);
    return this.#answer([into]);
  }

  readv(into: readonly Uint8Array[]): number {
    this.calls.push(`readv(${into.map(({ length }) => length).join("+")})`);
    return this.#answer(into);
  }

  write(from: Uint8Array): number {
    this.calls.push(`write(${text(from)})`);
    return this.#answer([]);
  }

  writev(from: readonly Uint8Array[]): number {
    this.calls.push(`writev(${from.map(text).join("+")})`);
    return this.#answer([]);
  }

  subscribe(): Pollable {
    return { state: () => this.readiness };
  }

  #answer(into: readonly Uint8Array[]): number {
    const answer = this.#answers.shift() ?? WOULD_BLOCK;
    if (answer instanceof WasiError) throw answer;
    if (typeof answer === "number") return answer;
    const bytes = new TextEncoder().encode(answer);
    let at = 0;
    for (const buffer of into) {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      at += part.length;
    }
    return at;
  }
}
