/**
 * Paths between bytes, in which guests speak, and text, in which Deno does.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { isWindowsName } from "./windows_name.ts";

const WINDOWS = Deno.build.os === "windows";
const SEPARATOR = WINDOWS ? "\\" : "/";

const encoder = new TextEncoder();
/** A byte order mark is part of a name. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a path that {@linkcode checkPath} has let through. */
export function decodePath(path: Uint8Array): string {
  return decoder.decode(path);
}

/** The bytes of a name or of the text of a link. */
export function encodePath(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Whether a file can have this name here. */
export function isUsableName(name: string): boolean {
  return !WINDOWS || isWindowsName(name);
}

/**
 * The path of `name` in a directory.
 *
 * @throws WasiError `no-entry` for a name that Windows would take for something else
 */
export function join(directory: string, name: string): string {
  if (!isUsableName(name)) throw new WasiError("no-entry");
  return directory.endsWith(SEPARATOR) ? directory + name : directory + SEPARATOR + name;
}

/** The directory that holds `path`, which is not the root of a file system. */
export function parentOf(path: string): string {
  const parent = path.slice(0, path.lastIndexOf(SEPARATOR));
  return parent.includes(SEPARATOR) ? parent : parent + SEPARATOR;
}

/** The directories from `root` down to `path`, both included. */
export function* prefixes(root: string, path: string): Generator<string> {
  let at = root;
  yield at;
  for (const name of path.slice(root.length).split(SEPARATOR)) {
    if (name.length > 0) yield at = join(at, name);
  }
}

/** The text of a link with slashes between its names. */
export function slashed(text: string): string {
  return WINDOWS ? text.replaceAll("\\", "/") : text;
}

/** Whether a path or the text of a link begins at a root. */
export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || (WINDOWS && /^[A-Za-z]:/.test(path));
}
