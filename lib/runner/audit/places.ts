/**
 * Where below a granted directory a call has taken place.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Directory } from "../../filesystem/directory.ts";
import { checkPath, joined } from "../../filesystem/path.ts";
import { parentOf } from "./common_directory.ts";

const encoder = new TextEncoder();

/** What a call was made on. */
export interface Base {
  /** The directory that it is, if it is one. */
  readonly directory: Directory | undefined;
  /** The path from the granted directory; empty for that itself. */
  readonly within: string;
}

/** The directory, as a path from the granted one, without which a call on this would have failed. */
export function placeOfHandle({ directory, within }: Base): string {
  if (within === "") return ".";
  return directory === undefined ? parentOf(within) : within;
}

/**
 * The same of a call that named a path.
 *
 * @param isDirectory whether it was about a directory as such, which can be granted itself then
 */
export function placeOfPath(
  { directory, within }: Base,
  path: string,
  isDirectory: boolean,
): string {
  // Where a link leads is beneath the granted directory, and perhaps beneath no narrower one.
  if (path.startsWith("/") || path.split("/").includes("..") || directory === undefined) return ".";
  if (hasLink(directory, path)) return ".";
  const whole = joined(within, path);
  if (whole === "") return ".";
  return isDirectory ? whole : parentOf(whole);
}

/** Whether a name of a path is that of a link. */
export function hasLink(directory: Directory, path: string): boolean {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  return names.some((_, i) => isLink(directory, names.slice(0, i + 1).join("/")));
}

function isLink(directory: Directory, path: string): boolean {
  try {
    const bytes = encoder.encode(path);
    checkPath(bytes);
    directory.readlinkAt(bytes);
    return true;
  } catch (error) {
    // Nothing of that name, or nothing that is a link.
    if (error instanceof WasiError) return false;
    throw error;
  }
}
