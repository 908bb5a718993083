/**
 * Files that a guest was told of and not given.
 *
 * A C library finds the granted directory for a path by itself, so that of a path for which there is
 * none Sluice is never asked. What is known of it are the words that the guest was started with.
 *
 * @module
 */

import { SluiceError, WasiError } from "../../errors.ts";
import { parentOf } from "../../grants/directory.ts";
import { commandLine, directoryWords } from "../../grants/option_words.ts";
import { isDirectory } from "../../host/is_directory.ts";
import { directoryGrants } from "../directory_grants.ts";
import type { RunOptions } from "../options.ts";

/** Words that are looked at, each of which costs a call of the system. */
const MOST = 8;

/**
 * The first argument that names something of the host in no granted directory, and the option that
 * would grant it.
 *
 * @returns undefined when there is none
 */
export function argumentHint(options: RunOptions): string | undefined {
  const names = directoryGrants(options).map(({ guest }) => inside(guest));
  for (const path of (options.args ?? []).flatMap(pathIn).slice(0, MOST)) {
    // They leave a dot in front of a path as it is, which no name of a directory but that begins with.
    const compared = path.replace(/^\/+/, "");
    if (names.some((name) => isWithin(compared, name))) continue;
    const found = kindOf(path);
    if (found === undefined) continue;
    const directory = path.startsWith("./") ? "." : found === "directory" ? path : parentOf(path);
    const option = directoryWords({ host: directory, guest: directory, rights: "ro" });
    return `no --dir grants ${path}, which the guest was told of: ${commandLine(option)}`;
  }
  return undefined;
}

/** The path that an argument can be: all of it, or what stands behind an option's `=`. */
function pathIn(word: string): string[] {
  const path = word.startsWith("-") ? word.slice(word.indexOf("=") + 1) : word;
  return path === "" || path.startsWith("-") || path.includes("::") ? [] : [path];
}

/** A directory as C libraries compare it: the root and the working directory are the same to them. */
function inside(guest: string): string {
  return guest.replace(/^(\.?\/+)+/, "").replace(/^\.$/, "").replace(/\/+$/, "");
}

function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

function kindOf(path: string): "file" | "directory" | undefined {
  try {
    return isDirectory(path) ? "directory" : "file";
  } catch (error) {
    // It is not there, or nothing may be known of it.
    if (error instanceof WasiError || error instanceof SluiceError) return undefined;
    throw error;
  }
}
