/**
 * A directory beneath which the kernel confines every operation.
 *
 * Whatever the path, the directories on the way are opened beneath this one; what remains is one
 * `*at` call on a single name without a slash, or a call on the opened descriptor.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { type Access, requireWrite } from "../../filesystem/access.ts";
import type {
  Directory,
  DirectoryEntry,
  LookUp,
  Opened,
  OpenOptions,
  Path,
} from "../../filesystem/directory.ts";
import { isAbsolute, isDots, isParent, splitPath } from "../../filesystem/path.ts";
import type { FileType, NewTime, Stat } from "../../filesystem/stat.ts";
import type { U64 } from "../../io/offset.ts";
import {
  AT_EMPTY_PATH,
  AT_REMOVEDIR,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  O_DIRECTORY,
  O_NOFOLLOW,
  O_PATH,
  SYS_NEWFSTATAT,
} from "../libc/constants.ts";
import { coldFileCalls, fileCalls } from "../libc/file_calls.ts";
import { ColdInt, interrupted } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { StatRecord } from "../libc/stat.ts";
import { TimespecArgument } from "../libc/timespec.ts";
import { ConfinedFile } from "./confined_file.ts";
import { Descriptor } from "./descriptor.ts";
import { DescriptorStream } from "./descriptor_stream.ts";
import { DirectoryListing } from "./directory_listing.ts";
import { openBeneath } from "./open_beneath.ts";
import { openWith } from "./open_with.ts";
import { ParentAndLeaf } from "./parent_and_leaf.ts";
import { readLink } from "./read_link.ts";
import { statOf, typeOf } from "./status.ts";

const argument = new ColdInt();
const pathArgument = new PathArgument();
const otherPathArgument = new PathArgument();
const record = new StatRecord();
const timespecs = new TimespecArgument();
const encoder = new TextEncoder();

/** The empty path, which with AT_EMPTY_PATH means the descriptor itself. */
const EMPTY_PATH = new Uint8Array(1);

/** What tells one directory from every other. */
type Identity = Pick<Stat, "device" | "inode">;

/** A directory by its descriptor, which it owns. */
export class ConfinedDirectory implements Directory {
  readonly kind = "directory";
  readonly type = "directory";
  readonly access: Access;
  readonly #fd: number;
  readonly #root: Identity | undefined;
  readonly #descriptor: Descriptor;
  #listing: DirectoryListing | undefined;

  /**
   * @param root the grant's own directory, whose parent no guest may see; absent where this is it
   */
  constructor(fd: number, access: Access, root?: Identity) {
    this.#fd = fd;
    this.access = access;
    this.#root = root;
    this.#descriptor = new Descriptor(fd, access);
  }

  /** Its descriptor, for the kernel wall: never shown to a guest. */
  get fd(): number {
    return this.#fd;
  }

  openAt(path: Path, options: OpenOptions): Opened {
    const fd = openWith(this.#fd, path, options, this.access);
    try {
      return this.#node(fd, options);
    } catch (error) {
      fileCalls.close(fd);
      throw error;
    }
  }

  statAt(path: Path, { follow }: LookUp): Stat {
    const { parent, leaf, trailingSlash } = splitPath(path);
    if (parent.length === 0 && !trailingSlash && !isDots(leaf)) {
      // A single name needs no parent opened, and is seldom a link: one system call, not three.
      this.#stat(this.#fd, leaf);
      if (!follow || record.type !== "symbolic-link") return record.read();
    }
    const fd = openBeneath(this.#fd, path, follow ? O_PATH : O_PATH | O_NOFOLLOW);
    try {
      return statOf(fd);
    } finally {
      fileCalls.close(fd);
    }
  }

  setTimesAt(path: Path, { follow }: LookUp, accessed: NewTime, modified: NewTime): void {
    requireWrite(this.access);
    const fd = openBeneath(this.#fd, path, follow ? O_PATH : O_PATH | O_NOFOLLOW);
    try {
      this.#utimens(fd, accessed, modified);
    } finally {
      fileCalls.close(fd);
    }
  }

  createDirectoryAt(path: Path): void {
    requireWrite(this.access);
    using at = new ParentAndLeaf(this.#fd, path);
    if (isDots(at.leaf)) this.#existing(path);
    while (
      interrupted(
        coldFileCalls.mkdirat(argument.of(at.fd), pathArgument.of(at.leaf), 0o777),
      )
    );
  }

  removeDirectoryAt(path: Path): void {
    requireWrite(this.access);
    using at = new ParentAndLeaf(this.#fd, path);
    if (isDots(at.leaf)) {
      this.#open(path, O_DIRECTORY);
      throw new WasiError(isParent(at.leaf) ? "not-empty" : "invalid");
    }
    while (
      interrupted(
        coldFileCalls.unlinkat(argument.of(at.fd), pathArgument.of(at.leaf), AT_REMOVEDIR),
      )
    );
  }

  unlinkFileAt(path: Path): void {
    requireWrite(this.access);
    using at = new ParentAndLeaf(this.#fd, path);
    if (isDots(at.leaf)) {
      this.#open(path, O_DIRECTORY);
      throw new WasiError("is-directory");
    }
    if (at.trailingSlash) {
      this.#requireDirectory(at);
      throw new WasiError("is-directory");
    }
    while (
      interrupted(coldFileCalls.unlinkat(argument.of(at.fd), pathArgument.of(at.leaf), 0))
    );
  }

  renameAt(fromPath: Path, toDirectory: Directory, toPath: Path): void {
    const target = this.#sameBackEnd(toDirectory);
    using from = new ParentAndLeaf(this.#fd, fromPath);
    using to = new ParentAndLeaf(target.#fd, toPath);
    for (
      const [directory, { leaf }, path] of [[this, from, fromPath], [target, to, toPath]] as const
    ) {
      if (!isDots(leaf)) continue;
      directory.#open(path, O_DIRECTORY);
      throw new WasiError("busy");
    }
    if (from.trailingSlash || to.trailingSlash) this.#requireDirectory(from);
    while (
      interrupted(
        coldFileCalls.renameat(
          argument.of(from.fd),
          pathArgument.of(from.leaf),
          to.fd,
          otherPathArgument.of(to.leaf),
        ),
      )
    );
  }

  linkAt(fromPath: Path, { follow }: LookUp, toDirectory: Directory, toPath: Path): void {
    const target = this.#sameBackEnd(toDirectory);
    using from = new ParentAndLeaf(this.#fd, fromPath);
    using to = new ParentAndLeaf(target.#fd, toPath);
    if (isDots(from.leaf) || from.trailingSlash) {
      this.#open(fromPath, O_DIRECTORY);
      throw new WasiError("not-permitted");
    }
    if (isDots(to.leaf)) target.#existing(toPath);
    if (to.trailingSlash) target.#refuseSlash(to);
    this.#stat(from.fd, from.leaf);
    if (follow && record.type === "symbolic-link") {
      this.#linkTarget(fromPath, to);
      return;
    }
    while (
      interrupted(
        coldFileCalls.linkat(
          argument.of(from.fd),
          pathArgument.of(from.leaf),
          to.fd,
          otherPathArgument.of(to.leaf),
          0,
        ),
      )
    );
  }

  symlinkAt(text: Path, path: Path): void {
    requireWrite(this.access);
    if (isAbsolute(text)) throw new WasiError("not-capable");
    using at = new ParentAndLeaf(this.#fd, path);
    if (isDots(at.leaf)) this.#existing(path);
    if (at.trailingSlash) this.#refuseSlash(at);
    while (
      interrupted(
        coldFileCalls.symlinkat(
          otherPathArgument.of(text),
          argument.of(at.fd),
          pathArgument.of(at.leaf),
        ),
      )
    );
  }

  readlinkAt(path: Path): Uint8Array {
    using at = new ParentAndLeaf(this.#fd, path);
    if (isDots(at.leaf) || at.trailingSlash) {
      this.#open(path, O_DIRECTORY);
      throw new WasiError("invalid");
    }
    return readLink(at.fd, at.leaf);
  }

  entryAfter(cookie: U64): DirectoryEntry | undefined {
    this.#listing ??= new DirectoryListing(this.#fd);
    const entry = this.#listing.after(cookie);
    if (entry === undefined) return undefined;
    if (isParent(entry.name)) return this.#parentEntry(entry);
    return entry.type === "unknown" ? { ...entry, type: this.#typeOf(entry.name) } : entry;
  }

  stat(): Stat {
    return statOf(this.#fd);
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    requireWrite(this.access);
    this.#utimens(this.#fd, accessed, modified);
  }

  sync(): void {
    this.#descriptor.sync();
  }

  syncData(): void {
    this.#descriptor.syncData();
  }

  [Symbol.dispose](): void {
    fileCalls.close(this.#fd);
  }

  /** The entry `..`: at the root of a grant it is the root itself. */
  #parentEntry(entry: DirectoryEntry): DirectoryEntry {
    const { device, inode } = this.stat();
    const root = this.#root;
    const isRoot = root === undefined || (root.device === device && root.inode === inode);
    return isRoot ? { ...entry, inode } : entry;
  }

  /** For file systems whose listings do not tell; a name can have gone since. */
  #typeOf(name: Uint8Array): FileType {
    try {
      this.#stat(this.#fd, name);
      return record.type;
    } catch (error) {
      if (error instanceof WasiError && error.code === "no-entry") return "unknown";
      throw error;
    }
  }

  #node(fd: number, options: OpenOptions): Opened {
    switch (typeOf(fd)) {
      case "regular-file":
        return new ConfinedFile(fd, this.access);
      case "directory":
        return new ConfinedDirectory(fd, this.access, this.#root ?? this.stat());
      case "fifo":
        return new DescriptorStream(fd, {
          input: options.read,
          output: options.write,
          access: this.access,
          calls: fileCalls,
          // It was opened so that it does not.
          mayBlock: true,
          close: () => fileCalls.close(fd),
        });
      default:
        // A device is not what a directory grants.
        throw new WasiError("not-capable");
    }
  }

  /** Status of a single name, into the record; a link is not followed. */
  #stat(fd: number, leaf: Uint8Array): void {
    while (
      interrupted(
        fileCalls.syscall(
          SYS_NEWFSTATAT,
          fd,
          pathArgument.of(leaf),
          record.bytes,
          AT_SYMLINK_NOFOLLOW,
        ),
      )
    );
  }

  #utimens(fd: number, accessed: NewTime, modified: NewTime): void {
    const times = timespecs.times(accessed, modified);
    while (
      interrupted(coldFileCalls.utimensat(argument.of(fd), EMPTY_PATH, times, AT_EMPTY_PATH))
    );
  }

  /** Both sides of a rename or link must be writable, and descriptors of ours. */
  #sameBackEnd(other: Directory): ConfinedDirectory {
    requireWrite(this.access);
    requireWrite(other.access);
    if (!(other instanceof ConfinedDirectory)) throw new WasiError("cross-device");
    return other;
  }

  /** Opens and closes a path: for the failure, if there is one. */
  #open(path: Path, flags: number): void {
    fileCalls.close(openBeneath(this.#fd, path, O_PATH | flags));
  }

  /** What creating `.` or `..` answers. */
  #existing(path: Path): never {
    this.#open(path, O_DIRECTORY);
    throw new WasiError("exist");
  }

  /** What creating something that is no directory under `name/` answers, be it missing or there. */
  #refuseSlash(at: ParentAndLeaf): never {
    this.#stat(at.fd, at.leaf);
    throw new WasiError("exist");
  }

  /** The failure of `name/` where the name is missing or not a directory; a link is none. */
  #requireDirectory(at: ParentAndLeaf): void {
    this.#stat(at.fd, at.leaf);
    if (record.type !== "directory") throw new WasiError("not-directory");
  }

  /**
   * A hard link to what a symbolic link leads to. The descriptor says which file that is; as
   * linkat(2) with AT_EMPTY_PATH wants a privilege, its entry in `/proc` names it instead. The path
   * is absolute, so any directory will do; AT_FDCWD would be refused behind the kernel wall.
   */
  #linkTarget(path: Path, to: ParentAndLeaf): void {
    const fd = openBeneath(this.#fd, path, O_PATH);
    try {
      const entry = encoder.encode(`/proc/self/fd/${fd}`);
      while (
        interrupted(
          coldFileCalls.linkat(
            argument.of(to.fd),
            pathArgument.of(entry),
            to.fd,
            otherPathArgument.of(to.leaf),
            AT_SYMLINK_FOLLOW,
          ),
        )
      );
    } finally {
      fileCalls.close(fd);
    }
  }
}
