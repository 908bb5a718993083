/**
 * Finding what a path leads to beneath a directory, name by name, as openat2(2) with RESOLVE_BENEATH
 * finds it.
 *
 * Deno has no call that starts from an open directory, so each name is looked at by its whole path
 * and acted on later by that path. Who swaps a directory for a link in between is followed outside:
 * this is the best that can be done without FFI, and no confinement.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { LookUp } from "../../filesystem/directory.ts";
import { act, fail } from "./error_code.ts";
import { isAbsolute, join, slashed } from "./path_text.ts";

const WINDOWS = Deno.build.os === "windows";

/** As many links as Linux follows. */
const MAX_LINKS = 40;

/** What an open that may create a file asks for besides. */
export interface OpenLookUp extends LookUp {
  readonly create: boolean;
}

/** Something that is there. */
export interface Present {
  /** Its absolute path. At most the last name is a link. */
  readonly path: string;
  readonly info: Deno.FileInfo;
}

/** Where a path leads, whether or not something is there. */
export interface Resolved {
  /** Its absolute path. At most the last name is a link. */
  readonly path: string;
  /** Its status; undefined where nothing has that name. */
  readonly info: Deno.FileInfo | undefined;
  /** Whether slashes follow the last name, of the path or of the link that it came to. */
  readonly trailingSlash: boolean;
}

/**
 * Where `path` leads from the directory `base`.
 *
 * The last name may be missing. A link in last place is followed when asked for, or when a slash
 * follows it.
 *
 * @throws WasiError `not-capable` when the path leaves `base`, if only for a moment; `no-entry`,
 * `not-directory`, `loop`, `access` from the names before the last; `is-directory` when a file is to
 * be created and a slash follows its name
 */
export function resolve(base: Present, path: string, { follow, create }: OpenLookUp): Resolved {
  let trailingSlash = path.endsWith("/");
  const pending = namesBackwards(path);
  /** The directories between the base and where the walk stands. */
  const entered: Present[] = [];
  let links = 0;
  for (;;) {
    const here = entered.at(-1) ?? base;
    const name = pending.pop();
    if (name === undefined) return { ...here, trailingSlash: false };
    const isLast = pending.length === 0;
    if (name === ".") {
      if (isLast) requireSearch(here);
      continue;
    }
    if (name === "..") {
      requireSearch(here);
      if (entered.pop() === undefined) throw new WasiError("not-capable");
      continue;
    }
    if (isLast && trailingSlash && create) throw new WasiError("is-directory");
    const at = join(here.path, name);
    const info = statusOf(at);
    if (info === undefined) {
      if (!isLast) throw new WasiError("no-entry");
      return { path: at, info, trailingSlash };
    }
    if (info.isSymlink && (!isLast || follow || trailingSlash)) {
      if (++links > MAX_LINKS) throw new WasiError("loop");
      const text = slashed(linkText(at));
      if (isLast && text.endsWith("/")) trailingSlash = true;
      pending.push(...namesBackwards(text));
      continue;
    }
    if (isLast) return { path: at, info, trailingSlash };
    if (!info.isDirectory) throw new WasiError("not-directory");
    entered.push({ path: at, info });
  }
}

/**
 * What `path` leads to from `base`, which must be there, and a directory where a slash ends it.
 *
 * @throws WasiError as {@linkcode resolve}
 */
export function resolvePresent(base: Present, path: string, { follow }: LookUp): Present {
  const { path: at, info, trailingSlash } = resolve(base, path, { follow, create: false });
  if (info === undefined) throw new WasiError("no-entry");
  if (trailingSlash && !info.isDirectory) throw new WasiError("not-directory");
  return { path: at, info };
}

/**
 * The directory that `path` leads to from `base`.
 *
 * @throws WasiError as {@linkcode resolve}
 */
export function resolveDirectory(base: Present, path: string): Present {
  const present = resolvePresent(base, path, { follow: true });
  if (!present.info.isDirectory) throw new WasiError("not-directory");
  return present;
}

/** The status of what has this path, a link itself included; undefined where nothing has it. */
export function statusOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    fail(error);
  }
}

/**
 * The text of a link.
 *
 * @throws WasiError `invalid` when it is not a link; `illegal-byte-sequence` when it is not UTF-8
 */
export function linkText(path: string): string {
  return act(() => Deno.readLinkSync(path));
}

/** The failure of `.` and `..` in a directory that may not be searched; other names have it anyway. */
function requireSearch({ path }: Present): void {
  if (!WINDOWS) statusOf(`${path}/.`);
}

/** The names of a relative path, the first one last. */
function namesBackwards(path: string): string[] {
  if (isAbsolute(path)) throw new WasiError("not-capable");
  return path.split("/").filter((name) => name.length > 0).reverse();
}
