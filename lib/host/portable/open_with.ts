/**
 * From the options of an open to what Deno opens.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { OpenOptions } from "../../filesystem/directory.ts";
import { fail } from "./error_code.ts";
import { isSameFile } from "./file_status.ts";
import { type Present, resolve, type Resolved } from "./resolve.ts";

/** How often a change elsewhere may come between the look at a name and the open of it. */
const RETRIES = 4;

/** What was opened. */
export interface OpenedPath {
  /** Its absolute path, without a link. */
  readonly path: string;
  /** A regular file, open; for a directory its status, there being nothing to hold open. */
  readonly opened: Deno.FsFile | Deno.FileInfo;
}

/**
 * Opens `path` beneath the directory `base`; see {@linkcode Directory.openAt}.
 *
 * What is not a regular file or a directory is never opened: Deno would wait for the other end of a
 * FIFO, and a device is not what a directory grants.
 *
 * @throws WasiError `unsupported` for a FIFO, `not-capable` for a socket or device
 */
export function openWith(base: Present, path: string, options: OpenOptions): OpenedPath {
  const { create, exclusive, directory } = options;
  if (create && directory) throw new WasiError("invalid");
  const follow = options.follow && !(create && exclusive);
  for (let disturbed = 0; disturbed <= RETRIES; disturbed++) {
    const found = resolve(base, path, { follow, create });
    const opened = found.info === undefined
      ? createFile(found.path, options)
      : openPresent(found, found.info, options);
    if (opened !== undefined) return { path: found.path, opened };
  }
  throw new WasiError("would-block");
}

/** Makes a new file; undefined when someone else has just done so. */
function createFile(path: string, options: OpenOptions): Deno.FsFile | undefined {
  if (!options.create) throw new WasiError("no-entry");
  try {
    // createNew, not create: no link is followed that was put there meanwhile.
    return Deno.openSync(path, {
      read: isRead(options),
      write: true,
      append: isWritten(options) && options.append,
      createNew: true,
    });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists && !options.exclusive) return undefined;
    fail(error);
  }
}

/** Opens what is there; undefined when something else was there a moment later. */
function openPresent(
  { path, trailingSlash }: Resolved,
  info: Deno.FileInfo,
  options: OpenOptions,
): Deno.FsFile | Deno.FileInfo | undefined {
  if (options.create && options.exclusive) throw new WasiError("exist");
  if (info.isDirectory) {
    if (options.create || isWritten(options)) throw new WasiError("is-directory");
    return info;
  }
  if (options.directory || trailingSlash) throw new WasiError("not-directory");
  if (info.isSymlink) throw new WasiError("loop");
  if (info.isFifo) throw new WasiError("unsupported");
  if (!info.isFile) throw new WasiError("not-capable");
  return openFile(path, info, options);
}

function openFile(
  path: string,
  info: Deno.FileInfo,
  options: OpenOptions,
): Deno.FsFile | undefined {
  const write = isWritten(options);
  let file: Deno.FsFile | undefined;
  try {
    file = Deno.openSync(path, { read: isRead(options), write, append: write && options.append });
    if (isSameFile(file.statSync(), info)) {
      // Only now: whatever else had come in its place would be emptied.
      if (options.truncate) file.truncateSync(0);
      return file;
    }
  } catch (error) {
    file?.close();
    fail(error);
  }
  file.close();
  return undefined;
}

/** Whether the file itself is open for reading: Linux has no way to open it for nothing. */
export function isRead(options: OpenOptions): boolean {
  return options.read || !isWritten(options);
}

/** Whether the file itself is open for writing, which truncating needs, too. */
export function isWritten(options: OpenOptions): boolean {
  return options.write || options.truncate;
}
