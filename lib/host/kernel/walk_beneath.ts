/**
 * Opening beneath a directory name by name, where openat2(2) is missing or kept being disturbed.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { isAbsolute, isDots, isParent, names, splitPath } from "../../filesystem/path.ts";
import { O_CLOEXEC, O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_PATH } from "../libc/constants.ts";
import { ELOOP, ENOTDIR } from "../libc/errno.ts";
import { coldFileCalls, fileCalls } from "../libc/file_calls.ts";
import { ColdInt, errno, fail } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { hasOpenat2, openat2 } from "./openat2.ts";
import { readLink } from "./read_link.ts";
import { typeOf } from "./status.ts";

/** As many links as the kernel follows. */
const MAX_LINKS = 40;

const SELF = new Uint8Array([0x2e]);

const directory = new ColdInt();
const pathArgument = new PathArgument();

/**
 * The walk: each directory is opened from its held parent without following, `..` goes back to a
 * directory that is still held, and a link is read and its text walked in its place.
 *
 * @param flags O_* flags with O_CLOEXEC; O_NOFOLLOW concerns the last name only
 * @param mode of a file that is created
 * @throws WasiError `not-capable` when the path leaves the directory
 */
export function walkBeneath(fd: number, path: Uint8Array, flags: number, mode: number): number {
  const creating = (flags & O_CREAT) !== 0;
  if (creating && (flags & O_DIRECTORY) !== 0) throw new WasiError("invalid");
  using held = new HeldDirectories(fd);
  const pending: Uint8Array[] = [];
  let mustBeDirectory = false;
  /** Puts a path before what is still to be walked. */
  const walk = (path: Uint8Array): void => {
    if (isAbsolute(path)) throw new WasiError("not-capable");
    if (pending.length === 0) {
      const { leaf, trailingSlash } = splitPath(path);
      // What comes before `.` and `..` is a directory, and what they are has no name but `.`.
      if (isDots(leaf)) pending.push(SELF);
      else mustBeDirectory ||= trailingSlash;
    }
    pending.unshift(...names(path));
  };
  walk(path);
  for (let links = 0;;) {
    const name = pending.shift()!;
    if (isParent(name)) {
      held.leave();
      continue;
    }
    const last = pending.length === 0;
    if (last && mustBeDirectory && creating) throw new WasiError("is-directory");
    const found = last
      ? openLast(held.current, name, flags, mode, mustBeDirectory)
      : openDirectory(held.current, name);
    if (typeof found === "number") {
      if (last) return found;
      held.enter(found);
      continue;
    }
    // A name that is disturbed counts as a link, too, so that looking at it again has an end.
    if (++links > MAX_LINKS) throw new WasiError("loop");
    const target = found === "link" ? linkText(held.current, name) : undefined;
    if (target === undefined) pending.unshift(name);
    else walk(target);
  }
}

/** A descriptor; or the name is a link, to be followed; or it has changed meanwhile. */
type Found = number | "link" | "disturbed";

/** Opens the last name. */
function openLast(
  parent: number,
  name: Uint8Array,
  flags: number,
  mode: number,
  mustBeDirectory: boolean,
): Found {
  if ((flags & O_NOFOLLOW) !== 0 && !mustBeDirectory) {
    return openChecked(parent, name, flags, mode);
  }
  const wanted = mustBeDirectory ? flags | O_DIRECTORY : flags;
  const opened = open(parent, name, wanted | O_NOFOLLOW, mode);
  if (opened >= 0) {
    if ((flags & O_PATH) === 0 || typeOf(opened) !== "symbolic-link") return opened;
    fileCalls.close(opened);
    return "link";
  }
  const number = errno();
  return number === ELOOP ? "link" : whyNoDirectory(parent, name, number);
}

/** Opens a directory on the way. */
function openDirectory(parent: number, name: Uint8Array): Found {
  const opened = open(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  return opened >= 0 ? opened : whyNoDirectory(parent, name, errno());
}

/** With O_DIRECTORY the kernel says "not a directory" of a link, too: looks which of the two it is. */
function whyNoDirectory(parent: number, name: Uint8Array, number: number): Found {
  if (number !== ENOTDIR) fail(number);
  const opened = openChecked(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
  try {
    const type = typeOf(opened);
    if (type === "symbolic-link") return "link";
    return type === "directory" ? "disturbed" : fail(number);
  } finally {
    fileCalls.close(opened);
  }
}

/** The text of a link; undefined where the name is no link any more. */
function linkText(parent: number, name: Uint8Array): Uint8Array | undefined {
  try {
    return readLink(parent, name);
  } catch (error) {
    if (error instanceof WasiError && error.code === "invalid") return undefined;
    throw error;
  }
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
