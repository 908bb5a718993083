/**
 * getdents64(2).
 *
 * @module
 */

import type { DirectoryEntry } from "../../filesystem/directory.ts";
import { isUtf8 } from "../../filesystem/path.ts";
import type { FileType } from "../../filesystem/stat.ts";
import { MAX_OFFSET, type U64 } from "../../io/offset.ts";
import { WasiError } from "../../errors.ts";
import { SEEK_SET } from "../libc/constants.ts";
import { EBADF } from "../libc/errno.ts";
import { coldFileCalls } from "../libc/file_calls.ts";
import { ColdInt, errno, fail, interrupted } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { getU64 } from "../libc/u64.ts";

/** As much as the C library's own readdir asks for. */
const BUFFER_SIZE = 32 * 1024;

/** Where the fields of a `struct linux_dirent64` lie. */
const OFFSET_AT = 8;
const LENGTH_AT = 16;
const TYPE_AT = 18;
const NAME_AT = 19;

const TYPES: Readonly<Record<number, FileType>> = {
  1: "fifo",
  2: "character-device",
  4: "directory",
  6: "block-device",
  8: "regular-file",
  10: "symbolic-link",
  12: "socket",
};

const argument = new ColdInt();

/**
 * The listing of one open directory. Its cookies are the kernel's own offsets, so a listing can go
 * on from any of them, also after entries have come and gone.
 */
export class DirectoryListing {
  readonly #fd: number;
  readonly #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(BUFFER_SIZE);
  readonly #view = new DataView(this.#buffer.buffer);
  #filled = 0;
  /** The position in the buffer that belongs to the cookie beside it. */
  #position = 0;
  #cookie: U64 = 0;
  /** The same for the entry handed out last: a guest whose buffer was too short asks for it again. */
  #lastPosition = 0;
  #lastCookie: U64 | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The entry behind `cookie`. */
  after(cookie: U64): DirectoryEntry | undefined {
    if (cookie === 0) this.#seek(0);
    else if (cookie === this.#lastCookie) {
      this.#position = this.#lastPosition;
      this.#cookie = cookie;
    } else if (cookie !== this.#cookie) this.#seek(cookie);
    for (;;) {
      if (this.#position >= this.#filled && !this.#fill()) return undefined;
      const entry = this.#next();
      if (isUtf8(entry.name)) return entry;
    }
  }

  #next(): DirectoryEntry {
    const view = this.#view;
    const at = this.#position;
    const end = at + view.getUint16(at + LENGTH_AT, true);
    let nameEnd = at + NAME_AT;
    while (this.#buffer[nameEnd] !== 0) nameEnd++;
    const next = getU64(view, at + OFFSET_AT);
    this.#lastPosition = at;
    this.#lastCookie = this.#cookie;
    this.#position = end;
    this.#cookie = next;
    return {
      name: this.#buffer.subarray(at + NAME_AT, nameEnd),
      inode: getU64(view, at),
      type: TYPES[this.#buffer[at + TYPE_AT]!] ?? "unknown",
      next,
    };
  }

  #fill(): boolean {
    let count: number;
    do {
      count = coldFileCalls.getdents64(argument.of(this.#fd), this.#buffer, BUFFER_SIZE);
      // A directory that may be entered but not read is held with O_PATH, which cannot be listed.
      if (count < 0 && errno() === EBADF) throw new WasiError("access");
    } while (interrupted(count));
    this.#filled = count;
    this.#position = 0;
    this.#lastCookie = undefined;
    return count > 0;
  }

  #seek(cookie: U64): void {
    if (cookie > MAX_OFFSET) throw new WasiError("invalid");
    if (streamCalls.lseek(argument.of(this.#fd), BigInt(cookie), SEEK_SET) < 0n) fail();
    this.#filled = 0;
    this.#position = 0;
    this.#cookie = cookie;
    this.#lastCookie = undefined;
  }
}
