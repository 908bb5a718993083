/**
 * From a refused call to the option that would have let it through.
 *
 * @module
 */

import type { Operation } from "../../abi/preview1/operations.ts";
import { directoryWords } from "../../grants/option_words.ts";
import { WRITE_RIGHT_NAMES } from "../../grants/right_names.ts";
import type { Rights } from "../../grants/grant.ts";
import type { HandleGrant } from "../directory_grants.ts";

/** A path that was refused. */
export interface RefusedName {
  /** The grant that it was to be reached through; undefined where the handle is not open. */
  readonly grant: HandleGrant | undefined;
  /** The number of the handle. */
  readonly fd: number;
  /** The path from the granted directory. */
  readonly within: string;
}

/** What the guest was not let do. */
export interface Refusal {
  readonly call: string;
  readonly operation: Operation;
  /** The paths that the call named. */
  readonly names: readonly RefusedName[];
  /** The grant behind the handle of a call that named no path. */
  readonly grant?: HandleGrant | undefined;
}

/** The number of the first granted directory. */
const FIRST_DIRECTORY = 3;

/** What a stream that is appended to refuses, and one that is written anew does not. */
const NOT_APPENDING = ["fd_seek", "fd_pwrite", "fd_fdstat_set_flags", "fd_filestat_set_size"];

/** The words of an option that would allow it; undefined where none would. */
export function wouldAllow({ call, operation, names, grant }: Refusal): string[] | undefined {
  const writes = operation === "write" || operation === "change";
  for (const name of names) {
    const words = name.grant === undefined
      ? directoryOf(name, writes)
      : isBelow(name.within)
      ? widened(name.grant, writes)
      : undefined;
    if (words !== undefined) return words;
  }
  if (grant === undefined || names.length > 0) return undefined;
  // A C library that finds a directory read-only does not even ask to open a file for writing.
  if (grant.directory !== undefined) return widened(grant, writes);
  return NOT_APPENDING.includes(call) ? withoutAppending(grant) : undefined;
}

/** Whether a path stays below the directory that it counts from. */
export function isBelow(path: string): boolean {
  if (path.startsWith("/")) return false;
  let depth = 0;
  for (const name of path.split("/")) {
    if (name === "..") depth--;
    else if (name !== "" && name !== ".") depth++;
    if (depth < 0) return false;
  }
  return true;
}

/** The same directory with more rights, where that makes a difference. */
function widened({ directory }: HandleGrant, writes: boolean): string[] | undefined {
  if (directory === undefined || directory.rights === "rw") return undefined;
  if (writes) return directoryWords({ ...directory, rights: "rw" });
  if (directory.rights === "ro") return undefined;
  return directoryWords({ ...directory, rights: withReading(directory.rights) });
}

function withReading(rights: Exclude<Rights, string>): Rights {
  return rights.some((name) => WRITE_RIGHT_NAMES.includes(name)) ? "rw" : "ro";
}

/**
 * A directory for a path below a handle that is not there. Go passes -1 and the path without its
 * slash; others count on handle 3 being the working directory.
 */
function directoryOf({ fd, within }: RefusedName, writes: boolean): string[] | undefined {
  const rights = writes ? "rw" : "ro";
  if (within.split("/").includes("..")) return undefined;
  if (fd === FIRST_DIRECTORY && !within.startsWith("/")) return directoryWords(same(".", rights));
  if (fd >= 0) return undefined;
  const path = within.startsWith("/") ? within : `/${within}`;
  const parent = path.slice(0, path.lastIndexOf("/"));
  return directoryWords(parent === "" ? { host: ".", guest: "/", rights } : same(parent, rights));
}

function same(path: string, rights: Rights): { host: string; guest: string; rights: Rights } {
  return { host: path, guest: path, rights };
}

function withoutAppending({ words }: HandleGrant): string[] | undefined {
  const [option = "", spec = ""] = words;
  return spec.startsWith("append:") ? [option, spec.replace("append:", "file:")] : undefined;
}
