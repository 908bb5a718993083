/**
 * A directory whose first wall has been forgotten: paths go to the kernel as they are, and it follows
 * every link. Only the kernel wall keeps a guest of it inside.
 *
 * @module
 */

import { WasiError } from "../../../lib/errors.ts";
import type {
  Directory,
  DirectoryEntry,
  LookUp,
  Opened,
  OpenOptions,
  Path,
} from "../../../lib/filesystem/directory.ts";
import type { NewTime, Stat } from "../../../lib/filesystem/stat.ts";
import { ConfinedDirectory } from "../../../lib/host/kernel/confined_directory.ts";
import { ConfinedFile } from "../../../lib/host/kernel/confined_file.ts";
import { statOf, typeOf } from "../../../lib/host/kernel/status.ts";
import { coldFileCalls, fileCalls } from "../../../lib/host/libc/file_calls.ts";
import { ColdInt, fail, interrupted } from "../../../lib/host/libc/library.ts";
import { TimespecArgument } from "../../../lib/host/libc/timespec.ts";
import type { U64 } from "../../../lib/io/offset.ts";

const ARM = Deno.build.arch === "aarch64";
const OPENAT2 = 437;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const O_PATH = 0o10000000;
const O_DIRECTORY = ARM ? 0o40000 : 0o200000;
const O_NOFOLLOW = ARM ? 0o100000 : 0o400000;
const O_CREAT = 0o100;

const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const AT_SYMLINK_FOLLOW = 0x400;

/** A directory by its descriptor. */
export class NaiveDirectory implements Directory {
  readonly kind = "directory";
  readonly type = "directory";
  readonly access = "read-write";
  readonly #fd: number;
  readonly #held: ConfinedDirectory;

  /** @param fd stays its owner's */
  constructor(fd: number) {
    this.#fd = fd;
    this.#held = new ConfinedDirectory(fd, "read-write");
  }

  openAt(path: Path, options: OpenOptions): Opened {
    const fd = this.#open(path, flagsOf(options));
    return typeOf(fd) === "directory"
      ? new ConfinedDirectory(fd, "read-write")
      : new ConfinedFile(fd, "read-write");
  }

  statAt(path: Path, { follow }: LookUp): Stat {
    const fd = this.#open(path, O_PATH | (follow ? 0 : O_NOFOLLOW));
    try {
      return statOf(fd);
    } finally {
      fileCalls.close(fd);
    }
  }

  setTimesAt(path: Path, { follow }: LookUp, accessed: NewTime, modified: NewTime): void {
    const times = new TimespecArgument().times(accessed, modified);
    const flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
    check(coldFileCalls.utimensat(this.#argument, ended(path), times, flags));
  }

  createDirectoryAt(path: Path): void {
    check(coldFileCalls.mkdirat(this.#argument, ended(path), 0o777));
  }

  removeDirectoryAt(path: Path): void {
    check(coldFileCalls.unlinkat(this.#argument, ended(path), AT_REMOVEDIR));
  }

  unlinkFileAt(path: Path): void {
    check(coldFileCalls.unlinkat(this.#argument, ended(path), 0));
  }

  renameAt(from: Path, _toDirectory: Directory, to: Path): void {
    check(coldFileCalls.renameat(this.#argument, ended(from), this.#fd, ended(to)));
  }

  linkAt(from: Path, { follow }: LookUp, _toDirectory: Directory, to: Path): void {
    const flags = follow ? AT_SYMLINK_FOLLOW : 0;
    check(coldFileCalls.linkat(this.#argument, ended(from), this.#fd, ended(to), flags));
  }

  symlinkAt(text: Path, path: Path): void {
    check(coldFileCalls.symlinkat(ended(text), this.#argument, ended(path)));
  }

  readlinkAt(path: Path): Uint8Array {
    const into = new Uint8Array(4096);
    const count = coldFileCalls.readlinkat(this.#argument, ended(path), into, into.length);
    return into.subarray(0, check(count));
  }

  entryAfter(cookie: U64): DirectoryEntry | undefined {
    return this.#held.entryAfter(cookie);
  }

  stat(): Stat {
    return this.#held.stat();
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.#held.setTimes(accessed, modified);
  }

  sync(): void {
    this.#held.sync();
  }

  syncData(): void {
    this.#held.syncData();
  }

  [Symbol.dispose](): void {}

  get #argument(): Uint8Array<ArrayBuffer> {
    return new ColdInt().of(this.#fd);
  }

  #open(path: Path, flags: number): number {
    const mode = (flags & O_CREAT) === 0 ? 0n : 0o666n;
    const how = new BigUint64Array([BigInt(flags | O_CLOEXEC), mode, 0n]);
    const bytes = new Uint8Array(how.buffer);
    return check(fileCalls.syscall(OPENAT2, this.#fd, ended(path), bytes, bytes.length));
  }
}

function flagsOf(options: OpenOptions): number {
  const { read, write, create, exclusive, truncate, append, directory, follow } = options;
  return O_NONBLOCK | (write || truncate ? (read ? 2 : 1) : 0) | (create ? O_CREAT : 0) |
    (exclusive ? 0o200 : 0) | (truncate ? 0o1000 : 0) | (append ? 0o2000 : 0) |
    (directory ? O_DIRECTORY : 0) | (follow ? 0 : O_NOFOLLOW);
}

/** @throws WasiError with what the kernel says */
function check(result: number): number {
  if (interrupted(result)) throw new WasiError("interrupted");
  return result < 0 ? fail() : result;
}

function ended(path: Path): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(path.length + 1);
  bytes.set(path);
  return bytes;
}
