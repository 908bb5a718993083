/**
 * The resource `descriptor`.
 *
 * A method throws a WasiError where its function in WIT answers an `error-code`.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";
import type { Directory, Opened } from "../../../filesystem/directory.ts";
import type { Advice, File } from "../../../filesystem/node.ts";
import type { FileType, NewTime, Stat } from "../../../filesystem/stat.ts";
import { ArrayCursor } from "../../../io/array_cursor.ts";
import type { EditAt } from "../../../io/arrays.ts";
import { MAX_OFFSET, type Offset, toOffset } from "../../../io/offset.ts";
import type { Context, Preopen } from "../context.ts";
import { InputStream } from "../io/input_stream.ts";
import { OutputStream } from "../io/output_stream.ts";
import { pieceOf } from "../scratch.ts";
import { DirectoryEntryStream } from "./directory_entry_stream.ts";
import { FileOutput } from "./file_output.ts";
import type { DescriptorFlags } from "./flags.ts";
import type { SharedNode } from "./shared_node.ts";

/** Something opened, with what may be done with it. */
export class Descriptor implements Disposable {
  readonly context: Context;
  readonly flags: DescriptorFlags;
  /** The granted directory by way of which it was come by. */
  readonly preopen: Preopen;
  readonly #shared: SharedNode;

  constructor(context: Context, preopen: Preopen, shared: SharedNode, flags: DescriptorFlags) {
    this.context = context;
    this.preopen = preopen;
    this.flags = flags;
    this.#shared = shared;
  }

  get type(): FileType {
    return this.#node.type;
  }

  /** The directory that it is. */
  get directory(): Directory {
    const node = this.#node;
    if (node.kind !== "directory") throw new WasiError("not-directory");
    return node;
  }

  /** The directory that it is, to change something in it that is there under `path`. */
  mutableDirectory(path: string): Directory {
    const { directory } = this;
    if (this.flags.mutateDirectory) return directory;
    this.#noteRefusal(path);
    throw new WasiError("read-only");
  }

  /** As lseek(2) and read(2), with a position of its own. */
  readViaStream(offset: bigint): InputStream {
    this.#require("read");
    const file = this.#file();
    if (file === undefined) {
      const { input } = this.#stream();
      if (input === undefined) throw new WasiError("bad-descriptor");
      return new InputStream(this.context, input, this.#shared.use());
    }
    const cursor = new ArrayCursor(file.node, { appending: false });
    cursor.seek(BigInt(offsetOf(offset)), "start");
    return new InputStream(this.context, cursor, file.use());
  }

  /** As lseek(2) and write(2), with a position of its own. */
  writeViaStream(offset: bigint): OutputStream {
    return this.#output(offsetOf(offset));
  }

  /** As write(2) with O_APPEND. */
  appendViaStream(): OutputStream {
    return this.#output("end");
  }

  /** As posix_fadvise(2). */
  advise(offset: bigint, length: bigint, advice: Advice): void {
    const file = this.#file();
    if (file === undefined) throw new WasiError("invalid-seek");
    file.node.advise(offsetOf(offset), offsetOf(length), advice);
  }

  /** As fsync(2); what cannot be written has nothing to wait for. */
  sync(): void {
    if (this.#isWritable()) this.#node.sync();
  }

  /** As fdatasync(2), likewise. */
  syncData(): void {
    if (this.#isWritable()) this.#node.syncData();
  }

  /** As ftruncate(2). */
  setSize(size: bigint): void {
    this.#requireChange();
    this.#array().resize(offsetOf(size));
  }

  /** As futimens(3). */
  setTimes(accessed: NewTime, modified: NewTime): void {
    if (this.#node.kind === "directory") this.mutableDirectory("").setTimes(accessed, modified);
    else {
      this.#requireChange();
      this.#node.setTimes(accessed, modified);
    }
  }

  /** As pread(2): the bytes, and whether they reach the end. They lie in the scratch. */
  read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    this.#require("read");
    const { scratch } = this.context;
    const into = scratch.first(pieceOf(length));
    const count = this.#array().readAt(into, offsetOf(offset));
    return [scratch.first(count), count < into.length];
  }

  /** As pwrite(2). */
  write(from: Uint8Array, offset: bigint): number {
    this.#require("write");
    const array = this.#array();
    this.#shared.setAppending(false);
    return array.writeAt(from, offsetOf(offset));
  }

  /** As opendir(3). */
  readDirectory(): DirectoryEntryStream {
    if (this.#node.kind !== "directory") throw new WasiError("not-directory");
    return new DirectoryEntryStream(this.#shared.use() as SharedNode<Directory>);
  }

  /** As fstat(2). */
  stat(): Stat {
    return this.#node.stat();
  }

  [Symbol.dispose](): void {
    this.#shared[Symbol.dispose]();
  }

  get #node(): Opened {
    return this.#shared.node;
  }

  /** The regular file that it is; undefined for a stream. */
  #file(): SharedNode<File> | undefined {
    if (this.#node.kind === "directory") throw new WasiError("is-directory");
    return this.#node.kind === "file" ? this.#shared as SharedNode<File> : undefined;
  }

  #stream(): Extract<Opened, { kind: "stream" }> {
    return this.#node as Extract<Opened, { kind: "stream" }>;
  }

  #array(): EditAt {
    const array = this.#file()?.node ?? this.#stream().array;
    if (array === undefined) throw new WasiError("invalid-seek");
    return array;
  }

  #output(position: Offset | "end"): OutputStream {
    this.#require("write");
    const file = this.#file();
    if (file !== undefined) {
      return new OutputStream(this.context, new FileOutput(file, position), file.use());
    }
    const { output } = this.#stream();
    if (output === undefined) throw new WasiError("bad-descriptor");
    return new OutputStream(this.context, output, this.#shared.use());
  }

  #isWritable(): boolean {
    return this.flags.write || this.flags.mutateDirectory;
  }

  /** What read(2) and write(2) fail with that a descriptor is not open for. */
  #require(flag: "read" | "write"): void {
    if (this.#node.kind === "directory") throw new WasiError("is-directory");
    if (this.flags[flag]) return;
    if (flag === "write") this.#noteRefusal("");
    throw new WasiError("bad-descriptor");
  }

  #requireChange(): void {
    if (this.flags.write) return;
    this.#noteRefusal("");
    throw new WasiError("not-permitted");
  }

  /** Notes that nothing may be changed there, where that is so by the grant and not by the guest. */
  #noteRefusal(path: string): void {
    const { name, directory } = this.preopen;
    if (directory.access === "read-write") return;
    const isWhole = this.#node === directory;
    this.context.refused = { kind: "directory", preopen: name, path, isWhole };
  }
}

/**
 * An offset or size as the guest gave it.
 *
 * @throws WasiError `invalid` at and above 2^63
 */
function offsetOf(value: bigint): Offset {
  if (value > MAX_OFFSET) throw new WasiError("invalid");
  return toOffset(value);
}
