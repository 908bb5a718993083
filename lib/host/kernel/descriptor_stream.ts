/**
 * A descriptor as a stream: standard input and output, a FIFO in a granted directory.
 *
 * @module
 */

import type { Access } from "../../filesystem/access.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import type { FileType, NewTime, Stat } from "../../filesystem/stat.ts";
import type { EditAt } from "../../io/arrays.ts";
import type { Seekable, Whence } from "../../io/array_cursor.ts";
import type { Offset } from "../../io/offset.ts";
import type { Pollable } from "../../io/pollable.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import type { ByteCalls } from "../libc/byte_calls.ts";
import { SEEK_CUR, SEEK_END, SEEK_SET } from "../libc/constants.ts";
import { DescriptorArray } from "./descriptor_array.ts";
import { Descriptor } from "./descriptor.ts";
import { DescriptorPollable } from "./poll.ts";
import { ReadyInput, ReadyOutput } from "./ready_stream.ts";
import { read, readv, write, writev } from "./transfer.ts";

const WHENCE: Readonly<Record<Whence, number>> = {
  start: SEEK_SET,
  current: SEEK_CUR,
  end: SEEK_END,
};

/** read(2) on a descriptor. */
class DescriptorInput implements InputStream {
  readonly #fd: number;
  readonly #calls: ByteCalls;

  constructor(fd: number, calls: ByteCalls) {
    this.#fd = fd;
    this.#calls = calls;
  }

  read(into: Uint8Array): number {
    return read(this.#calls, this.#fd, into);
  }

  readv(into: readonly Uint8Array[]): number {
    return readv(this.#fd, into);
  }

  subscribe(): Pollable {
    return new DescriptorPollable(this.#fd, "read");
  }
}

/** write(2) on a descriptor. */
class DescriptorOutput implements OutputStream {
  readonly #fd: number;
  readonly #calls: ByteCalls;

  constructor(fd: number, calls: ByteCalls) {
    this.#fd = fd;
    this.#calls = calls;
  }

  write(from: Uint8Array): number {
    return write(this.#calls, this.#fd, from);
  }

  writev(from: readonly Uint8Array[]): number {
    return writev(this.#fd, from);
  }

  subscribe(): Pollable {
    return new DescriptorPollable(this.#fd, "write");
  }
}

/** lseek(2) on a descriptor whose position other processes share. */
class DescriptorCursor implements Seekable {
  readonly #descriptor: Descriptor;

  constructor(descriptor: Descriptor) {
    this.#descriptor = descriptor;
  }

  seek(offset: bigint, whence: Whence): Offset {
    return this.#descriptor.seek(offset, WHENCE[whence]);
  }
}

/** What a {@linkcode DescriptorStream} is made of. */
export interface DescriptorStreamOptions {
  /** Whether it is read. */
  readonly input: boolean;
  /** Whether it is written. */
  readonly output: boolean;
  /** What may be done to its status. */
  readonly access: Access;
  /** What moves the bytes. */
  readonly calls: ByteCalls;
  /** Whether a call may block the thread; else it is made only when it does not. */
  readonly mayBlock: boolean;
  /** What disposing does; an inherited descriptor stays open. */
  readonly close: () => void;
}

/**
 * A descriptor that others may share, so moved by read(2), write(2) and lseek(2) alone: a cursor of
 * our own would overwrite what other processes write to the same open description.
 */
export class DescriptorStream implements StreamNode {
  readonly kind = "stream";
  readonly type: FileType;
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly cursor?: Seekable;
  readonly array?: EditAt;
  readonly #descriptor: Descriptor;
  readonly #close: () => void;

  constructor(fd: number, options: DescriptorStreamOptions) {
    const { input, output, access, calls, close } = options;
    this.#descriptor = new Descriptor(fd, access);
    this.#close = close;
    this.type = this.#descriptor.stat().type;
    if (input) this.input = new DescriptorInput(fd, calls);
    if (output) this.output = new DescriptorOutput(fd, calls);
    if (!options.mayBlock && this.type !== "regular-file") {
      if (this.input !== undefined) this.input = new ReadyInput(fd, this.input);
      if (this.output !== undefined) this.output = new ReadyOutput(fd, this.output);
    }
    if (this.#descriptor.isSeekable()) this.cursor = new DescriptorCursor(this.#descriptor);
    if (this.type === "regular-file") this.array = new DescriptorArray(this.#descriptor, calls);
  }

  stat(): Stat {
    return this.#descriptor.stat();
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.#descriptor.setTimes(accessed, modified);
  }

  sync(): void {
    this.#descriptor.sync();
  }

  syncData(): void {
    this.#descriptor.syncData();
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}
