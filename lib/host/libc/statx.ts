/**
 * statx(2) and its record, which is laid out alike on every architecture.
 *
 * @module
 */

import type { FileType, Stat } from "../../filesystem/stat.ts";
import { AT_EMPTY_PATH } from "./constants.ts";
import { type Buffer, ColdInt, interrupted } from "./library.ts";
import { streamCalls } from "./stream_calls.ts";
import { toNanoseconds } from "./timespec.ts";
import { getU64 } from "./u64.ts";

/** What a Stat needs: STATX_BASIC_STATS. */
export const STATX_BASIC_STATS = 0x7ff;
/** Only the file type. */
export const STATX_TYPE = 0x1;

const S_IFMT = 0o170000;

const TYPES: Readonly<Record<number, FileType>> = {
  0o010000: "fifo",
  0o020000: "character-device",
  0o040000: "directory",
  0o060000: "block-device",
  0o100000: "regular-file",
  0o120000: "symbolic-link",
  0o140000: "socket",
};

/** The empty path, which with AT_EMPTY_PATH means the descriptor itself. */
export const EMPTY_PATH: Uint8Array<ArrayBuffer> = new Uint8Array(1);

/** A buffer for one `struct statx`. */
export class StatxRecord {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  readonly #view = new DataView(this.bytes.buffer);

  /** The file type alone. */
  get type(): FileType {
    return TYPES[this.#view.getUint16(28, true) & S_IFMT] ?? "unknown";
  }

  /** The whole record. */
  read(): Stat {
    const view = this.#view;
    return {
      device: this.#device(),
      inode: getU64(view, 32),
      type: this.type,
      links: view.getUint32(16, true),
      size: getU64(view, 40),
      accessed: this.#time(64),
      modified: this.#time(112),
      changed: this.#time(96),
    };
  }

  /** Major and minor number in one: distinct devices have distinct numbers. */
  #device(): number {
    const major = this.#view.getUint32(136, true);
    const minor = this.#view.getUint32(140, true);
    return major * 2 ** 20 + minor;
  }

  #time(at: number): bigint {
    const view = this.#view;
    const nanoseconds = view.getUint32(at + 8, true);
    if (view.getInt32(at + 4, true) === 0) {
      return toNanoseconds(view.getUint32(at, true), nanoseconds);
    }
    // Before 1970 or after 2106.
    return view.getBigInt64(at, true) * 1_000_000_000n + BigInt(nanoseconds);
  }
}

const record = new StatxRecord();
const descriptor = new ColdInt();

/** statx(2) on a descriptor, with the answer in a buffer. */
export type StatDescriptor = (fd: number, record: Buffer) => number;

/** Bound for a quick start. */
export const coldStatDescriptor: StatDescriptor = (fd, bytes) =>
  streamCalls.statx(descriptor.of(fd), EMPTY_PATH, AT_EMPTY_PATH, STATX_BASIC_STATS, bytes);

/** The status of what `fd` refers to, as fstat(2). */
export function statDescriptor(fd: number, call: StatDescriptor): Stat {
  while (interrupted(call(fd, record.bytes)));
  return record.read();
}
