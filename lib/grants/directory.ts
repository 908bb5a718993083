/**
 * The grammar of directory grants: `HOST[::GUEST[::RIGHTS]]`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { DirectoryGrant, Rights } from "./grant.ts";
import { isRightName } from "./right_names.ts";

const SEPARATOR = "::";

const RIGHTS_HINT = "rights are rw, ro, or names such as fd_read+path_open";

/** How a directory is granted. */
export interface DirectoryOptions {
  /** The guest's name for it; the host's by default. */
  readonly guest?: string;
  /** What may be done below it; `rw` by default. */
  readonly rights?: Rights;
}

/**
 * Grants a directory of the host.
 *
 * Corresponds to a preopen of preview1; unlike one, it says what may be done.
 *
 * @param host its path; a relative one counts from the working directory
 * @returns the grant, as data: nothing is opened yet
 * @throws SluiceError status 2 when a name is empty or holds a NUL, the guest's name has `..` inside that
 * the host's has not, or the rights are none that there are
 *
 * @example
 * ```ts
 * import { dir } from "@sluice/sluice";
 *
 * const data = dir("./data", { guest: "/data", rights: "ro" });
 * ```
 */
export function dir(host: string, options: DirectoryOptions = {}): DirectoryGrant {
  const { guest = host, rights = "rw" } = options;
  if (host === "") throw new SluiceError(2, "a directory grant has no host directory");
  if (guest === "") throw new SluiceError(2, "a directory grant has no guest name");
  if (host.includes("\0") || guest.includes("\0")) {
    throw new SluiceError(2, "a directory grant has a NUL character in it");
  }
  // The host's own name may have `..` in it, as it is or as it counts from a file of grants; a chosen one
  // with it would not be what it seems.
  const isHosts = guest === host || host.endsWith(`/${guest}`);
  if (!isHosts && guest.split("/").includes("..")) {
    throw new SluiceError(2, `the guest name ${guest} has .. in it`);
  }
  checkRights(host, rights);
  return { kind: "directory", host, guest, rights };
}

/**
 * Reads a directory grant as the command line has it.
 *
 * @throws SluiceError status 2 when it is malformed or ambiguous
 */
export function parseDirectoryGrant(text: string): DirectoryGrant {
  const [host = "", guest, rights, ...more] = text.split(SEPARATOR);
  if (more.length > 0) {
    throw new SluiceError(2, `--dir ${text} has more than three parts`, {
      hint: "a directory with :: in its name can only be granted by way of another name for it",
    });
  }
  if (guest === undefined) return dir(host);
  if (rights === undefined) {
    if (parseRights(guest) !== undefined) {
      throw new SluiceError(2, `--dir ${text} has rights where the guest name belongs`, {
        hint:
          `--dir ${host}::${host}::${guest}, or ${host}::./${guest} for a directory of that name`,
      });
    }
    return dir(host, { guest });
  }
  const parsed = parseRights(rights);
  if (parsed === undefined) {
    throw new SluiceError(2, `--dir ${text} has unknown rights ${rights}`, { hint: RIGHTS_HINT });
  }
  return dir(host, { guest, rights: parsed });
}

/** Rights are data, whose type nobody need have checked. */
function checkRights(host: string, rights: Rights): void {
  if (rights === "rw" || rights === "ro") return;
  const isList = Array.isArray(rights);
  const unknown = isList ? rights.filter((name) => !isRightName(name)) : [rights];
  if (isList && rights.length > 0 && unknown.length === 0) return;
  const what = unknown.length === 0
    ? "no rights"
    : `unknown rights ${unknown.map(String).join("+")}`;
  throw new SluiceError(2, `${host} is granted with ${what}`, { hint: RIGHTS_HINT });
}

function parseRights(text: string): Rights | undefined {
  if (text === "rw" || text === "ro") return text;
  const names = text.split("+");
  return names.every(isRightName) ? names : undefined;
}

/** The directory that holds the last name of a path: `.` where there is but one name. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : path.slice(0, slash);
}
