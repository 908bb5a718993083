/**
 * `struct stat` as the kernel fills it in, on each architecture in its own way.
 *
 * fstat(2) and newfstatat(2) are called by their numbers. Functions of these names take another way
 * in each version of the C library, some by way of the empty path, which the kernel wall looks at more
 * closely and which is slower without it. statx(2) is slower by an eighth.
 *
 * @module
 */

import type { FileType, Stat } from "../../filesystem/stat.ts";
import type { Buffer } from "./library.ts";
import { getU64 } from "./u64.ts";

const SECOND = 1_000_000_000n;

/** By the upper four of the 16 bits of a mode. */
const TYPES: readonly FileType[] = [
  ...["unknown", "fifo", "character-device", "unknown"] as const,
  ...["directory", "unknown", "block-device", "unknown"] as const,
  ...["regular-file", "unknown", "symbolic-link", "unknown"] as const,
  ...["socket", "unknown", "unknown", "unknown"] as const,
];

/**
 * A buffer for one record.
 *
 * ```text
 * x86-64    0 dev u64 | 8 ino u64 | 16 nlink u64 | 24 mode u32 |  ...  | 48 size i64
 * aarch64   0 dev u64 | 8 ino u64 | 16 mode u32 | 20 nlink u32 |  ...  | 48 size i64
 * both      72 atime, 88 mtime, 104 ctime, each seconds i64 and nanoseconds u64
 * ```
 */
export class StatRecord {
  readonly bytes: Buffer = new Uint8Array(144);
  readonly #view = new DataView(this.bytes.buffer);
  readonly #modeAt: number;
  readonly #linksAt: number;

  constructor(arch: typeof Deno.build.arch = Deno.build.arch) {
    [this.#modeAt, this.#linksAt] = arch === "aarch64" ? [16, 20] : [24, 16];
  }

  /** The file type alone. */
  get type(): FileType {
    return TYPES[(this.#view.getUint32(this.#modeAt, true) >>> 12) & 0xf]!;
  }

  /** The whole record. */
  read(): Stat {
    const view = this.#view;
    return {
      device: getU64(view, 0),
      inode: getU64(view, 8),
      type: this.type,
      // No file system counts beyond 32 bits.
      links: view.getUint32(this.#linksAt, true),
      size: getU64(view, 48),
      accessed: this.#time(72),
      modified: this.#time(88),
      changed: this.#time(104),
    };
  }

  #time(at: number): bigint {
    const view = this.#view;
    return view.getBigInt64(at, true) * SECOND + BigInt(view.getUint32(at + 8, true));
  }
}
