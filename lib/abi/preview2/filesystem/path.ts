/**
 * Paths, which are text to a guest and bytes to a file system.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";
import type { LookUp, Path } from "../../../filesystem/directory.ts";
import { checkPath, isAbsolute, isUtf8, MAX_PATH } from "../../../filesystem/path.ts";
import type { PathFlags } from "./flags.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The checked path; throws as {@linkcode checkPath}. */
export function pathOf(text: string): Path {
  // Before a copy is made: a text of the guest's can be as long as its memory.
  if (text.length > MAX_PATH) throw new WasiError("name-too-long");
  const path = encoder.encode(text);
  checkPath(path);
  return path;
}

/** The meaning of path-flags. */
export function lookUpOf({ symlinkFollow }: PathFlags): LookUp {
  return { follow: symlinkFollow };
}

/** A name that is known to be UTF-8, as text. */
export function textOf(name: Uint8Array): string {
  return decoder.decode(name);
}

/**
 * What a symbolic link says, as text.
 *
 * @throws WasiError `not-permitted` for an absolute path, `illegal-byte-sequence` for what is not UTF-8
 */
export function linkTextOf(link: Uint8Array): string {
  if (isAbsolute(link)) throw new WasiError("not-permitted");
  if (!isUtf8(link)) throw new WasiError("illegal-byte-sequence");
  return textOf(link);
}
