/**
 * A directory by its path, beneath which every path is checked before it is used.
 *
 * Deno holds no directory open. Whoever changes one between the check and the use can lead an
 * operation outside, and a handle is lost when its directory is renamed; the kernel-confined back
 * end has neither flaw.
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
import { isDots, isParent } from "../../filesystem/path.ts";
import type { NewTime, Stat } from "../../filesystem/stat.ts";
import type { U64 } from "../../io/offset.ts";
import { CheckedFile } from "./checked_file.ts";
import { DirectoryListing } from "./directory_listing.ts";
import { act } from "./error_code.ts";
import { hasExactInode, isSameFile, statOf } from "./file_status.ts";
import { newTimes } from "./new_time.ts";
import { isRead, isWritten, openWith } from "./open_with.ts";
import { type ParentAndLeaf, parentAndLeaf } from "./parent_and_leaf.ts";
import { decodePath, encodePath, isAbsolute, parentOf, prefixes } from "./path_text.ts";
import { linkText, type Present, resolveDirectory, resolvePresent, statusOf } from "./resolve.ts";

const WINDOWS = Deno.build.os === "windows";

/** A directory as it was when it was opened: by that one knows it again. */
export class CheckedDirectory implements Directory {
  readonly kind = "directory";
  readonly type = "directory";
  readonly access: Access;
  readonly #root: string;
  readonly #path: string;
  readonly #info: Deno.FileInfo;
  #listing: DirectoryListing | undefined;

  /**
   * @param root the real path of the grant's own directory, whose parent no guest may see
   * @param directory this one, the root itself or beneath it
   */
  constructor(root: string, directory: Present, access: Access) {
    this.#root = root;
    this.#path = directory.path;
    this.#info = directory.info;
    this.access = access;
  }

  openAt(path: Path, options: OpenOptions): Opened {
    const { write, create, truncate, append, sync } = options;
    if (write || create || truncate || append) requireWrite(this.access);
    const { path: at, opened } = openWith(this.#here(), decodePath(path), options);
    if (!(opened instanceof Deno.FsFile)) {
      return new CheckedDirectory(this.#root, { path: at, info: opened }, this.access);
    }
    return new CheckedFile(opened, {
      path: at,
      access: this.access,
      readable: isRead(options),
      writable: isWritten(options),
      appending: append,
      sync,
    });
  }

  statAt(path: Path, lookUp: LookUp): Stat {
    const { path: at, info } = resolvePresent(this.#here(), decodePath(path), lookUp);
    return statOf(info, at);
  }

  setTimesAt(path: Path, lookUp: LookUp, accessed: NewTime, modified: NewTime): void {
    requireWrite(this.access);
    setTimes(resolvePresent(this.#here(), decodePath(path), lookUp), accessed, modified);
  }

  createDirectoryAt(path: Path): void {
    requireWrite(this.access);
    const at = this.#take(path);
    if (isDots(at.leaf)) this.#existing(path);
    act(() => Deno.mkdirSync(at.path));
  }

  removeDirectoryAt(path: Path): void {
    requireWrite(this.access);
    const at = this.#take(path);
    if (isDots(at.leaf)) {
      this.#checkDirectory(path);
      throw new WasiError(isParent(at.leaf) ? "not-empty" : "invalid");
    }
    requireDirectory(at);
    act(() => Deno.removeSync(at.path));
  }

  unlinkFileAt(path: Path): void {
    requireWrite(this.access);
    const at = this.#take(path);
    if (isDots(at.leaf)) {
      this.#checkDirectory(path);
      throw new WasiError("is-directory");
    }
    if (at.trailingSlash) requireDirectory(at);
    // Asked before, because Deno would remove an empty directory, too.
    if (present(at).info.isDirectory) throw new WasiError("is-directory");
    act(() => Deno.removeSync(at.path));
  }

  renameAt(fromPath: Path, toDirectory: Directory, toPath: Path): void {
    const target = this.#sameBackEnd(toDirectory);
    const from = this.#take(fromPath);
    const to = target.#take(toPath);
    for (
      const [directory, { leaf }, path] of [[this, from, fromPath], [target, to, toPath]] as const
    ) {
      if (!isDots(leaf)) continue;
      directory.#checkDirectory(path);
      throw new WasiError("busy");
    }
    if (from.trailingSlash || to.trailingSlash) requireDirectory(from);
    act(() => Deno.renameSync(from.path, to.path));
  }

  linkAt(fromPath: Path, { follow }: LookUp, toDirectory: Directory, toPath: Path): void {
    const target = this.#sameBackEnd(toDirectory);
    const from = this.#take(fromPath);
    const to = target.#take(toPath);
    if (isDots(from.leaf) || from.trailingSlash) {
      this.#checkDirectory(fromPath);
      throw new WasiError("not-permitted");
    }
    if (isDots(to.leaf)) target.#existing(toPath);
    if (to.trailingSlash) refuseSlash(to);
    const { path } = follow && present(from).info.isSymlink
      ? resolvePresent(this.#here(), decodePath(fromPath), { follow })
      : from;
    act(() => Deno.linkSync(path, to.path));
  }

  symlinkAt(text: Path, path: Path): void {
    requireWrite(this.access);
    const target = decodePath(text);
    if (isAbsolute(target)) throw new WasiError("not-capable");
    // There a link must know whether it leads to a directory, and wants a privilege.
    if (WINDOWS) throw new WasiError("unsupported");
    const at = this.#take(path);
    if (isDots(at.leaf)) this.#existing(path);
    if (at.trailingSlash) refuseSlash(at);
    act(() => Deno.symlinkSync(target, at.path));
  }

  readlinkAt(path: Path): Uint8Array {
    const at = this.#take(path);
    if (isDots(at.leaf) || at.trailingSlash) {
      this.#checkDirectory(path);
      throw new WasiError("invalid");
    }
    return encodePath(linkText(at.path));
  }

  entryAfter(cookie: U64): DirectoryEntry | undefined {
    const { path } = this.#here();
    if (Number(cookie) === 0) this.#listing = undefined;
    this.#listing ??= new DirectoryListing(path, path === this.#root ? path : parentOf(path));
    return this.#listing.after(cookie);
  }

  stat(): Stat {
    const { path, info } = this.#here();
    return statOf(info, path);
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    requireWrite(this.access);
    setTimes(this.#here(), accessed, modified);
  }

  sync(): void {
    const { path } = this.#here();
    // A directory cannot be opened there, and needs no sync.
    if (WINDOWS) return;
    act(() => {
      using directory = Deno.openSync(path);
      directory.syncSync();
    });
  }

  syncData(): void {
    this.sync();
  }

  /** There is nothing to close. */
  [Symbol.dispose](): void {}

  /**
   * This directory, after a look whether it is still where it was: a guest can put a link in its
   * place, or in that of a directory above it.
   *
   * @throws WasiError `no-entry` when something else is there now, or nothing
   */
  #here(): Present {
    const path = this.#path;
    const info = statusOf(path);
    if (!info?.isDirectory || !isSameFile(info, this.#info)) throw new WasiError("no-entry");
    if (!hasExactInode(info)) {
      for (const above of prefixes(this.#root, path)) {
        if (!statusOf(above)?.isDirectory) throw new WasiError("no-entry");
      }
    }
    return { path, info };
  }

  #take(path: Path): ParentAndLeaf {
    return parentAndLeaf(this.#here(), path);
  }

  /** Both sides of a rename or link must be writable, and of this back end. */
  #sameBackEnd(other: Directory): CheckedDirectory {
    requireWrite(this.access);
    requireWrite(other.access);
    if (!(other instanceof CheckedDirectory)) throw new WasiError("cross-device");
    return other;
  }

  /** Resolves the path of a directory: for the failure, if there is one. */
  #checkDirectory(path: Path): void {
    resolveDirectory(this.#here(), decodePath(path));
  }

  /** What creating `.` or `..` answers. */
  #existing(path: Path): never {
    this.#checkDirectory(path);
    throw new WasiError("exist");
  }
}

function setTimes({ path, info }: Present, accessed: NewTime, modified: NewTime): void {
  const times = newTimes(accessed, modified, () => info);
  if (times === undefined) return;
  // Deno would set those of what it leads to.
  if (info.isSymlink) throw new WasiError("unsupported");
  act(() => Deno.utimeSync(path, times.accessed, times.modified));
}

/** What has the name itself; a link is not followed. */
function present({ path }: ParentAndLeaf): Present {
  const info = statusOf(path);
  if (info === undefined) throw new WasiError("no-entry");
  return { path, info };
}

/** The failure of `name/` where the name is missing or not a directory; a link is none. */
function requireDirectory(at: ParentAndLeaf): void {
  if (!present(at).info.isDirectory) throw new WasiError("not-directory");
}

/** What creating something that is no directory under `name/` answers, be it missing or there. */
function refuseSlash(at: ParentAndLeaf): never {
  present(at);
  throw new WasiError("exist");
}
