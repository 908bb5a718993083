/**
 * Paths as bytes: checking, splitting, comparing. Touches no file system.
 *
 * @module
 */

import { WasiError } from "../errors.ts";

const SLASH = 0x2f;
const DOT = 0x2e;

/** Longer texts of {@linkcode joined} are cut off: a guest can open a directory in itself without end. */
const LONGEST_TEXT = 4096;

/** The longest path, PATH_MAX less its NUL. */
export const MAX_PATH = 4095;

/**
 * Refuses what must never reach the operating system.
 *
 * @throws WasiError `no-entry` when empty, `name-too-long` above {@linkcode MAX_PATH} bytes,
 * `invalid` with a NUL inside, `illegal-byte-sequence` when not UTF-8
 */
export function checkPath(path: Uint8Array): void {
  if (path.length === 0) throw new WasiError("no-entry");
  if (path.length > MAX_PATH) throw new WasiError("name-too-long");
  let ascii = 0;
  for (let i = 0; i < path.length; i++) {
    const byte = path[i]!;
    if (byte === 0) throw new WasiError("invalid");
    ascii |= byte;
  }
  if (ascii >= 0x80 && !isUtf8(path)) throw new WasiError("illegal-byte-sequence");
}

/**
 * Whether `bytes` is well-formed UTF-8: no overlong form, no surrogate, nothing cut off.
 *
 * Table 3-7 of the Unicode standard, the byte ranges of each length.
 */
export function isUtf8(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i++]!;
    if (lead < 0x80) continue;
    let more: number;
    let low = 0x80;
    let high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) more = 1;
    else if (lead >= 0xe0 && lead <= 0xef) {
      more = 2;
      if (lead === 0xe0) low = 0xa0;
      if (lead === 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      more = 3;
      if (lead === 0xf0) low = 0x90;
      if (lead === 0xf4) high = 0x8f;
    } else return false;
    for (; more > 0; more--) {
      const byte = bytes[i++];
      if (byte === undefined || byte < low || byte > high) return false;
      low = 0x80;
      high = 0xbf;
    }
  }
  return true;
}

/** A path in two: the directories that lead to the last name, and that name. */
export interface SplitPath {
  /** Empty when the path is a single name; else it ends with a slash. */
  readonly parent: Uint8Array;
  /** The last name, never with a slash in it. Empty only when the path is all slashes. */
  readonly leaf: Uint8Array;
  /** Whether slashes followed the last name: then it must be a directory. */
  readonly trailingSlash: boolean;
}

/** Splits a path before its last name. */
export function splitPath(path: Uint8Array): SplitPath {
  let end = path.length;
  while (end > 0 && path[end - 1] === SLASH) end--;
  let start = end;
  while (start > 0 && path[start - 1] !== SLASH) start--;
  return {
    parent: path.subarray(0, end === 0 ? path.length : start),
    leaf: path.subarray(start, end),
    trailingSlash: end < path.length,
  };
}

/** Whether a name is `.` or `..`, or none at all: nothing that can be created or removed. */
export function isDots(name: Uint8Array): boolean {
  return name.length === 0 ||
    (name[0] === DOT && (name.length === 1 || (name.length === 2 && name[1] === DOT)));
}

/** Whether a path begins at the root. */
export function isAbsolute(path: Uint8Array): boolean {
  return path[0] === SLASH;
}

/** The names of a path in order; empty ones and `.` are left out. */
export function* names(path: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && path[i] !== SLASH) continue;
    const name = path.subarray(start, i);
    if (name.length > 0 && !(name.length === 1 && name[0] === DOT)) yield name;
    start = i + 1;
  }
}

/** Whether a name is `..`. */
export function isParent(name: Uint8Array): boolean {
  return name.length === 2 && name[0] === DOT && name[1] === DOT;
}

/**
 * A path below a directory, without `.` and doubled slashes; one from the root stays what it is. As
 * text, for what is told of paths and never for what is opened.
 */
export function joined(directory: string, path: string): string {
  if (path.startsWith("/")) return path;
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.length === 0) return directory;
  const below = names.join("/");
  const start = directory === "." ? "" : directory;
  const whole = start === "" || start.endsWith("/") ? start + below : `${start}/${below}`;
  return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}...` : whole;
}
