/**
 * The directory capability: the interface that every file back end implements.
 *
 * Each `*At` takes a path relative to the directory, as bytes that {@linkcode ./path.ts} has
 * checked, and nothing it does ever reaches outside the directory.
 *
 * @module
 */

import type { U64 } from "../io/offset.ts";
import type { Access } from "./access.ts";
import type { File, Node, StreamNode } from "./node.ts";
import type { FileType, NewTime, Stat } from "./stat.ts";

/** A path in bytes: UTF-8 without NUL, at most 4095 long, as {@linkcode checkPath} lets through. */
export type Path = Uint8Array;

/** Whether a symbolic link in last place is followed. */
export interface LookUp {
  readonly follow: boolean;
}

/** How {@linkcode Directory.openAt} opens. */
export interface OpenOptions extends LookUp {
  readonly read: boolean;
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly append: boolean;
  /** Fails with `not-directory` on anything else. */
  readonly directory: boolean;
  /** Every write waits for the medium: its content, or its status too. */
  readonly sync: "none" | "data" | "all";
}

/** An entry of a directory. */
export interface DirectoryEntry {
  /** Valid until the listing goes on. */
  readonly name: Uint8Array;
  readonly inode: U64;
  readonly type: FileType;
  /** The cookie from which a listing goes on behind this entry. */
  readonly next: U64;
}

/** Anything an open can answer. */
export type Opened = File | Directory | StreamNode;

/** A directory and what may be done below it. */
export interface Directory extends Node {
  readonly kind: "directory";
  readonly access: Access;

  /**
   * Opens what `path` names, as openat(2) confined to this directory.
   *
   * @throws WasiError `not-capable` when the path leaves the directory or the grant is read-only;
   * `no-entry`, `not-directory`, `is-directory`, `exist`, `loop`, `access`
   */
  openAt(path: Path, options: OpenOptions): Opened;
  /** As fstatat(2). */
  statAt(path: Path, lookUp: LookUp): Stat;
  /** As utimensat(2). */
  setTimesAt(path: Path, lookUp: LookUp, accessed: NewTime, modified: NewTime): void;
  /** As mkdirat(2), mode 0777 less the umask. */
  createDirectoryAt(path: Path): void;
  /** As unlinkat(2) with AT_REMOVEDIR. */
  removeDirectoryAt(path: Path): void;
  /** As unlinkat(2). */
  unlinkFileAt(path: Path): void;
  /**
   * As renameat(2).
   *
   * @throws WasiError `cross-device` when the two directories are of different back ends
   */
  renameAt(from: Path, toDirectory: Directory, to: Path): void;
  /** As linkat(2). */
  linkAt(from: Path, lookUp: LookUp, toDirectory: Directory, to: Path): void;
  /**
   * As symlinkat(2).
   *
   * @throws WasiError `not-capable` for an absolute target
   */
  symlinkAt(target: Path, path: Path): void;
  /** As readlinkat(2): the whole text of the link. */
  readlinkAt(path: Path): Uint8Array;
  /**
   * The entry behind `cookie`, or undefined at the end; cookie 0 begins the listing anew.
   *
   * `.` and `..` are entries like others; a name that is not UTF-8 is left out.
   */
  entryAfter(cookie: U64): DirectoryEntry | undefined;
}
