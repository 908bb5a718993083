/**
 * Where below a granted directory a call has taken place.
 *
 * @module
 */

import type { NamedPath, ObservedCall } from "../../abi/preview1/trace/call_observer.ts";
import type { KnownHandle } from "../../abi/preview1/trace/known_handles.ts";
import { WasiError } from "../../errors.ts";
import type { Directory } from "../../filesystem/directory.ts";
import { joined } from "../../filesystem/path.ts";
import { checkPath } from "../../filesystem/path.ts";
import { parentOf } from "./common_directory.ts";

const encoder = new TextEncoder();

/** The directories, as paths from the granted one, without which the call would have failed. */
export function placesOf(call: ObservedCall, handle: KnownHandle): string[] {
  const paths = call.paths.filter(({ below }) => below === handle);
  if (paths.length === 0) return [placeOfHandle(handle)];
  return paths.map((path) => placeOfPath(call, handle, path));
}

function placeOfHandle({ description, within }: KnownHandle): string {
  if (within === "") return ".";
  return description.directory === undefined ? parentOf(within) : within;
}

function placeOfPath(
  call: ObservedCall,
  { description, within }: KnownHandle,
  { path }: NamedPath,
) {
  const { directory } = description;
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  // Where a link leads is beneath the granted directory, and perhaps beneath no narrower one.
  if (path.startsWith("/") || names.includes("..") || directory === undefined) return ".";
  if (hasLink(directory, names)) return ".";
  const whole = joined(within, path);
  if (whole === "") return ".";
  return isDirectory(call) ? whole : parentOf(whole);
}

/** Whether the call was about a directory as such, which can be granted itself then. */
function isDirectory({ operation, opened, results: { stat } }: ObservedCall): boolean {
  if (operation === "open") return opened?.description.directory !== undefined;
  return operation === "status" && typeof stat === "object" && stat !== null &&
    "filetype" in stat && stat.filetype === "directory";
}

function hasLink(directory: Directory, names: readonly string[]): boolean {
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
