/**
 * `path_*`, all but `path_open`.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { LookUp, Path } from "../../filesystem/directory.ts";
import { checkPath } from "../../filesystem/path.ts";
import { LOOKUP_SYMLINK_FOLLOW } from "./constants.ts";
import type { Context, Functions } from "./context.ts";
import { SUCCESS } from "./errno.ts";
import type { GuestMemory } from "./guest_memory.ts";
import type { Layouts } from "./layouts.ts";
import { directoryOf, timesOf } from "./require.ts";
import {
  PATH_CREATE_DIRECTORY,
  PATH_FILESTAT_GET,
  PATH_FILESTAT_SET_TIMES,
  PATH_LINK_SOURCE,
  PATH_LINK_TARGET,
  PATH_READLINK,
  PATH_REMOVE_DIRECTORY,
  PATH_RENAME_SOURCE,
  PATH_RENAME_TARGET,
  PATH_SYMLINK,
  PATH_UNLINK_FILE,
} from "./rights.ts";

/**
 * The functions of this family. Errno of each, beside its own: BADF, NOTDIR and NOTCAPABLE of the
 * directory; ILSEQ, INVAL, LOOP, NAMETOOLONG, NOENT, NOTDIR and NOTCAPABLE of the path.
 */
export function path(context: Context, layouts: Layouts): Functions {
  const { memory } = context;
  return {
    /**
     * As mkdirat(2).
     *
     * Errno: EXIST, NOSPC.
     */
    path_create_directory(fd: number, path: number, length: number): number {
      const name = pathOf(memory, path, length);
      directoryOf(context, fd, PATH_CREATE_DIRECTORY).directory.createDirectoryAt(name);
      return SUCCESS;
    },

    /** As fstatat(2). */
    path_filestat_get(
      fd: number,
      flags: number,
      path: number,
      length: number,
      filestat: number,
    ): number {
      memory.check(filestat, layouts.filestatSize, 8);
      const name = pathOf(memory, path, length);
      const { directory } = directoryOf(context, fd, PATH_FILESTAT_GET);
      layouts.writeFilestat(memory, filestat, directory.statAt(name, lookUpOf(flags)));
      return SUCCESS;
    },

    /**
     * As utimensat(2).
     *
     * Errno: OVERFLOW.
     */
    path_filestat_set_times(
      fd: number,
      flags: number,
      path: number,
      length: number,
      accessed: bigint,
      modified: bigint,
      fstflags: number,
    ): number {
      const name = pathOf(memory, path, length);
      const { directory } = directoryOf(context, fd, PATH_FILESTAT_SET_TIMES);
      directory.setTimesAt(name, lookUpOf(flags), ...timesOf(accessed, modified, fstflags));
      return SUCCESS;
    },

    /**
     * As linkat(2).
     *
     * Errno: EXIST, MLINK, PERM for a directory, XDEV.
     */
    path_link(
      fromFd: number,
      flags: number,
      fromPath: number,
      fromLength: number,
      toFd: number,
      toPath: number,
      toLength: number,
    ): number {
      const from = pathOf(memory, fromPath, fromLength);
      const to = pathOf(memory, toPath, toLength);
      const source = directoryOf(context, fromFd, PATH_LINK_SOURCE).directory;
      const target = directoryOf(context, toFd, PATH_LINK_TARGET).directory;
      source.linkAt(from, lookUpOf(flags), target, to);
      return SUCCESS;
    },

    /**
     * As readlinkat(2): a text longer than the buffer is cut off.
     *
     * Errno: INVAL for what is not a link.
     */
    path_readlink(
      fd: number,
      path: number,
      length: number,
      pointer: number,
      capacity: number,
      used: number,
    ): number {
      memory.check(used, 4, 4);
      const buffer = memory.bytes(pointer, capacity);
      const name = pathOf(memory, path, length);
      const text = directoryOf(context, fd, PATH_READLINK).directory.readlinkAt(name);
      const part = text.subarray(0, buffer.length);
      buffer.set(part);
      memory.setU32(used, part.length);
      return SUCCESS;
    },

    /**
     * As unlinkat(2) with AT_REMOVEDIR.
     *
     * Errno: BUSY, NOTEMPTY.
     */
    path_remove_directory(fd: number, path: number, length: number): number {
      const name = pathOf(memory, path, length);
      directoryOf(context, fd, PATH_REMOVE_DIRECTORY).directory.removeDirectoryAt(name);
      return SUCCESS;
    },

    /**
     * As renameat(2).
     *
     * Errno: BUSY, EXIST, ISDIR, NOTEMPTY, XDEV.
     */
    path_rename(
      fromFd: number,
      fromPath: number,
      fromLength: number,
      toFd: number,
      toPath: number,
      toLength: number,
    ): number {
      const from = pathOf(memory, fromPath, fromLength);
      const to = pathOf(memory, toPath, toLength);
      const source = directoryOf(context, fromFd, PATH_RENAME_SOURCE).directory;
      const target = directoryOf(context, toFd, PATH_RENAME_TARGET).directory;
      source.renameAt(from, target, to);
      return SUCCESS;
    },

    /**
     * As symlinkat(2). Any relative text can be stored; where it leads is checked when it is
     * followed.
     *
     * Errno: EXIST, NOTCAPABLE for an absolute text.
     */
    path_symlink(
      text: number,
      textLength: number,
      fd: number,
      path: number,
      length: number,
    ): number {
      const target = pathOf(memory, text, textLength);
      const name = pathOf(memory, path, length);
      directoryOf(context, fd, PATH_SYMLINK).directory.symlinkAt(target, name);
      return SUCCESS;
    },

    /**
     * As unlinkat(2).
     *
     * Errno: BUSY, ISDIR.
     */
    path_unlink_file(fd: number, path: number, length: number): number {
      const name = pathOf(memory, path, length);
      directoryOf(context, fd, PATH_UNLINK_FILE).directory.unlinkFileAt(name);
      return SUCCESS;
    },
  };
}

/** The checked path at a pointer. */
export function pathOf(memory: GuestMemory, pointer: number, length: number): Path {
  const path = memory.bytes(pointer, length);
  checkPath(path);
  return path;
}

/**
 * The meaning of lookupflags.
 *
 * @throws WasiError `invalid` for unknown ones
 */
export function lookUpOf(flags: number): LookUp {
  if ((flags & ~LOOKUP_SYMLINK_FOLLOW) !== 0) throw new WasiError("invalid");
  return { follow: (flags & LOOKUP_SYMLINK_FOLLOW) !== 0 };
}
