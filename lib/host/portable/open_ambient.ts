/**
 * Opening what the user named: the only way from a bare name to a capability.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Access } from "../../filesystem/access.ts";
import type { Directory } from "../../filesystem/directory.ts";
import type { File, StreamNode } from "../../filesystem/node.ts";
import { checkPath } from "../../filesystem/path.ts";
import type { AmbientMode } from "../host.ts";
import { requirePermission } from "../permission.ts";
import { CheckedDirectory } from "./checked_directory.ts";
import { CheckedFile } from "./checked_file.ts";
import { act } from "./error_code.ts";
import { FileStream } from "./file_stream.ts";
import { encodePath } from "./path_text.ts";

const OPTIONS: Readonly<Record<AmbientMode, Deno.OpenOptions>> = {
  read: { read: true },
  write: { write: true, create: true },
  append: { append: true, create: true },
};

/** See {@linkcode Host.openAmbientDirectory}. */
export function openAmbientDirectory(path: string, access: Access): Directory {
  checkPath(encodePath(path));
  requirePermission({ name: "read", path });
  if (access === "read-write") requirePermission({ name: "write", path });
  // The link that it may be is followed once and for all.
  const real = act(() => Deno.realPathSync(path));
  const info = act(() => Deno.lstatSync(real));
  if (!info.isDirectory) throw new WasiError("not-directory");
  requireEntry(real);
  return new CheckedDirectory(real, { path: real, info }, access);
}

/**
 * What may not be entered is of no use to a guest, and the user should know now. Any name will do to
 * find out: it need not be there.
 */
function requireEntry(directory: string): void {
  try {
    act(() => Deno.lstatSync(`${directory}/entry`));
  } catch (error) {
    if (!(error instanceof WasiError && error.code === "no-entry")) throw error;
  }
}

/** See {@linkcode Host.openAmbientFile}. */
export function openAmbientFile(path: string, mode: AmbientMode): File | StreamNode {
  checkPath(encodePath(path));
  requirePermission({ name: mode === "read" ? "read" : "write", path });
  const file = act(() => Deno.openSync(path, OPTIONS[mode]));
  try {
    return nodeOf(file, path, mode);
  } catch (error) {
    file.close();
    throw error;
  }
}

function nodeOf(file: Deno.FsFile, path: string, mode: AmbientMode): File | StreamNode {
  const info = act(() => file.statSync());
  if (info.isDirectory) throw new WasiError("is-directory");
  if (!info.isFile) return new FileStream(file, path, mode === "read" ? "in" : "out");
  return new CheckedFile(file, {
    path,
    access: mode === "read" ? "read-only" : "read-write",
    readable: mode === "read",
    writable: mode !== "read",
    appending: mode === "append",
    sync: "none",
  });
}
