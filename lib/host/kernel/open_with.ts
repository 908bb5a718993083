/**
 * From the options of an open to a descriptor.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { type Access, requireWrite } from "../../filesystem/access.ts";
import type { OpenOptions } from "../../filesystem/directory.ts";
import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_DSYNC,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_PATH,
  O_RDWR,
  O_SYNC,
  O_TRUNC,
  O_WRONLY,
} from "../libc/constants.ts";
import { fileCalls } from "../libc/file_calls.ts";
import { openBeneath } from "./open_beneath.ts";
import { typeOf } from "./status.ts";

/**
 * Opens `path` beneath the directory `root`; see {@linkcode Directory.openAt}.
 *
 * @returns the descriptor, which the caller owns
 */
export function openWith(
  root: number,
  path: Uint8Array,
  options: OpenOptions,
  access: Access,
): number {
  const { write, create, truncate, append } = options;
  if (write || create || truncate || append) requireWrite(access);
  try {
    return openBeneath(root, path, flagsOf(options));
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    if (error.code === "access" && !write && !create) {
      return openDirectoryPath(root, path, options, error);
    }
    if (error.code === "no-such-device" && !isFifo(root, path)) {
      throw new WasiError("not-capable");
    }
    throw error;
  }
}

/** A directory that may be entered but not listed can still be held, with O_PATH. */
function openDirectoryPath(
  root: number,
  path: Uint8Array,
  options: OpenOptions,
  reason: WasiError,
): number {
  try {
    return openBeneath(
      root,
      path,
      O_PATH | O_DIRECTORY | (options.follow ? 0 : O_NOFOLLOW),
    );
  } catch {
    throw reason;
  }
}

/** ENXIO is the answer for a FIFO that nobody reads, and for a socket or device. */
function isFifo(root: number, path: Uint8Array): boolean {
  const fd = openBeneath(root, path, O_PATH);
  try {
    return typeOf(fd) === "fifo";
  } finally {
    fileCalls.close(fd);
  }
}

function flagsOf(options: OpenOptions): number {
  const { read, write, create, exclusive, truncate, append, directory, follow, sync } = options;
  // A terminal must not become ours, and opening a FIFO must not wait.
  let flags = O_NOCTTY | O_NONBLOCK;
  if (write || truncate) flags |= read ? O_RDWR : O_WRONLY;
  if (create) flags |= O_CREAT;
  if (exclusive) flags |= O_EXCL;
  if (truncate) flags |= O_TRUNC;
  if (append) flags |= O_APPEND;
  if (directory) flags |= O_DIRECTORY;
  if (!follow) flags |= O_NOFOLLOW;
  if (sync === "data") flags |= O_DSYNC;
  if (sync === "all") flags |= O_SYNC;
  return flags;
}
