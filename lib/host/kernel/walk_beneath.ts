/**
 * Opening beneath a directory name by name, where openat2(2) is missing or kept being disturbed.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { isAbsolute, isDots, isParent, names, splitPath } from "../../filesystem/path.ts";
import {
  AT_EMPTY_PATH,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_NOFOLLOW,
  O_PATH,
} from "../libc/constants.ts";
import { ELOOP, ENOTDIR } from "../libc/errno.ts";
import { coldFileCalls, fileCalls } from "../libc/file_calls.ts";
import { ColdInt, errno, fail } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { EMPTY_PATH, STATX_TYPE, StatxRecord } from "../libc/statx.ts";
import { hasOpenat2, openat2 } from "./openat2.ts";
import { readLink } from "./read_link.ts";

/** As many links as the kernel follows. */
const MAX_LINKS = 40;

const SLASH = 0x2f;
const SELF = new Uint8Array([0x2e]);

const directory = new ColdInt();
const pathArgument = new PathArgument();
const record = new StatxRecord();

/**
 * The walk: each directory is opened from its held parent without following, `..` goes back to a
 * directory that is still held, and a link is read and its text walked in its place.
 *
 * @param flags O_* flags with O_CLOEXEC; O_NOFOLLOW concerns the last name only
 * @param mode of a file that is created
 * @throws WasiError `not-capable` when the path leaves the directory
 */
export function walkBeneath(fd: number, path: Uint8Array, flags: number, mode: number): number {
  if (isAbsolute(path)) throw new WasiError("not-capable");
  const creating = (flags & O_CREAT) !== 0;
  if (creating) refuseNameless(fd, path, flags);
  using held = new HeldDirectories(fd);
  const pending = [...names(path)];
  let mustBeDirectory = endsInDirectory(path);
  let links = 0;
  while (pending.length > 0) {
    const name = pending.shift()!;
    if (isParent(name)) {
      held.leave();
      continue;
    }
    const last = pending.length === 0;
    if (last) {
      const opened = openLast(held.current, name, flags, mode, mustBeDirectory);
      if (opened !== "link") return opened;
    } else {
      const entered = openDirectory(held.current, name);
      if (entered !== "link") {
        held.enter(entered);
        continue;
      }
    }
    if (++links > MAX_LINKS) throw new WasiError("loop");
    const target = readLink(held.current, name);
    if (isAbsolute(target)) throw new WasiError("not-capable");
    if (last && endsInDirectory(target)) {
      if (creating) throw new WasiError("is-directory");
      mustBeDirectory = true;
    }
    pending.unshift(...names(target));
  }
  if (creating) throw new WasiError("is-directory");
  return openChecked(held.current, SELF, flags | O_DIRECTORY, mode);
}

/**
 * Refuses to create what has no name of its own, `name/`, `.` and `..`, as openat2 does: kernels
 * without it would create the file.
 */
function refuseNameless(fd: number, path: Uint8Array, flags: number): void {
  if ((flags & O_DIRECTORY) !== 0) throw new WasiError("invalid");
  const { parent, leaf, trailingSlash } = splitPath(path);
  if (!trailingSlash && !isDots(leaf)) return;
  const existing = isDots(leaf) ? path : parent;
  if (existing.length > 0) {
    fileCalls.close(walkBeneath(fd, existing, O_PATH | O_DIRECTORY | O_CLOEXEC, 0));
  }
  throw new WasiError("is-directory");
}

/** Opens the last name, or says that it is a link to be followed. */
function openLast(
  parent: number,
  name: Uint8Array,
  flags: number,
  mode: number,
  mustBeDirectory: boolean,
): number | "link" {
  if ((flags & O_NOFOLLOW) !== 0 && !mustBeDirectory) {
    return openChecked(parent, name, flags, mode);
  }
  const wanted = mustBeDirectory ? flags | O_DIRECTORY : flags;
  const opened = open(parent, name, wanted | O_NOFOLLOW, mode);
  if (opened >= 0) {
    if ((flags & O_PATH) === 0 || !isLink(opened)) return opened;
    fileCalls.close(opened);
    return "link";
  }
  const number = errno();
  // With O_DIRECTORY the kernel says "not a directory" of a link, too.
  if (number === ELOOP || (number === ENOTDIR && nameIsLink(parent, name))) return "link";
  return fail(number);
}

/** Opens a directory on the way, or says that it is a link. */
function openDirectory(parent: number, name: Uint8Array): number | "link" {
  const opened = open(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (opened >= 0) return opened;
  const number = errno();
  if (number === ENOTDIR && nameIsLink(parent, name)) return "link";
  return fail(number);
}

function nameIsLink(parent: number, name: Uint8Array): boolean {
  const opened = open(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
  if (opened < 0) return false;
  try {
    return isLink(opened);
  } finally {
    fileCalls.close(opened);
  }
}

function isLink(fd: number): boolean {
  if (fileCalls.statx(fd, EMPTY_PATH, AT_EMPTY_PATH, STATX_TYPE, record.bytes) < 0) fail();
  return record.type === "symbolic-link";
}

function openChecked(parent: number, name: Uint8Array, flags: number, mode: number): number {
  const opened = open(parent, name, flags, mode);
  return opened >= 0 ? opened : fail();
}

/** By openat2 where there is one: behind the kernel wall openat is refused. */
function open(parent: number, name: Uint8Array, flags: number, mode: number): number {
  const path = pathArgument.of(name);
  return hasOpenat2
    ? openat2(parent, path, flags, mode)
    : coldFileCalls.openat(directory.of(parent), path, flags, mode);
}

function endsInDirectory(path: Uint8Array): boolean {
  const last = path.length - 1;
  return path[last] === SLASH ||
    (path[last] === SELF[0] && (last === 0 || path[last - 1] === SLASH));
}

/** The directories from the root of the walk to where it stands. Closes those it opened. */
class HeldDirectories implements Disposable {
  readonly #root: number;
  readonly #entered: number[] = [];

  constructor(root: number) {
    this.#root = root;
  }

  get current(): number {
    return this.#entered.at(-1) ?? this.#root;
  }

  enter(fd: number): void {
    this.#entered.push(fd);
  }

  leave(): void {
    const left = this.#entered.pop();
    if (left === undefined) throw new WasiError("not-capable");
    fileCalls.close(left);
  }

  [Symbol.dispose](): void {
    for (const fd of this.#entered) fileCalls.close(fd);
  }
}
