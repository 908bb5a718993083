/**
 * statx(2) and its record, which is laid out alike on every architecture.
 *
 * @module
 */

import type { FileType, Stat } from "../../filesystem/stat.ts";
import { AT_EMPTY_PATH } from "./constants.ts";
import { ColdInt, interrupted } from "./library.ts";
import { streamCalls } from "./stream_calls.ts";

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
      device: BigInt(view.getUint32(136, true)) << 32n | BigInt(view.getUint32(140, true)),
      inode: view.getBigUint64(32, true),
      type: this.type,
      links: BigInt(view.getUint32(16, true)),
      size: view.getBigUint64(40, true),
      accessed: this.#time(64),
      modified: this.#time(112),
      changed: this.#time(96),
    };
  }

  #time(at: number): bigint {
    return this.#view.getBigInt64(at, true) * 1_000_000_000n +
      BigInt(this.#view.getUint32(at + 8, true));
  }
}

const record = new StatxRecord();
const descriptor = new ColdInt();

/** The status of what `fd` refers to, as fstat(2). */
export function statDescriptor(fd: number): Stat {
  while (
    interrupted(
      streamCalls.statx(
        descriptor.of(fd),
        EMPTY_PATH,
        AT_EMPTY_PATH,
        STATX_BASIC_STATS,
        record.bytes,
      ),
    )
  );
  return record.read();
}
