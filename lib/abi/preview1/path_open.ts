/**
 * `path_open`.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Opened } from "../../filesystem/directory.ts";
import {
  FDFLAGS_ALL,
  FDFLAGS_APPEND,
  FDFLAGS_DSYNC,
  FDFLAGS_RSYNC,
  FDFLAGS_SYNC,
  OFLAGS_ALL,
  OFLAGS_CREAT,
  OFLAGS_DIRECTORY,
  OFLAGS_EXCL,
  OFLAGS_TRUNC,
} from "./constants.ts";
import type { Context, Functions } from "./context.ts";
import { Description } from "./description.ts";
import { INVAL, SUCCESS } from "./errno.ts";
import { lookUpOf, pathOf } from "./path.ts";
import { directoryOf } from "./require.ts";
import {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  FD_DATASYNC,
  FD_READ,
  FD_READDIR,
  FD_SYNC,
  FD_WRITE,
  FILE_RIGHTS,
  PATH_CREATE_FILE,
  PATH_FILESTAT_SET_SIZE,
  PATH_OPEN,
  STREAM_RIGHTS,
  toRights,
} from "./rights.ts";

/** The function of this family. */
export function pathOpen(context: Context): Functions {
  const { memory, descriptors } = context;
  return {
    /**
     * As openat(2), with rights in place of an access mode.
     *
     * What is asked beyond what the directory passes on is left out without a word, for C, Rust and
     * Go ask for nearly everything; but writing, creating, truncating and appending that the
     * directory does not allow is refused.
     *
     * Errno: those of every path, and EXIST, INVAL, ISDIR, MFILE, NFILE, NOSPC, NXIO, TXTBSY.
     */
    path_open(
      fd: number,
      lookupflags: number,
      path: number,
      length: number,
      oflags: number,
      rights: bigint,
      inheriting: bigint,
      fdflags: number,
      opened: number,
    ): number {
      memory.check(opened, 4, 4);
      const name = pathOf(memory, path, length);
      if ((oflags & ~OFLAGS_ALL) !== 0 || (fdflags & ~FDFLAGS_ALL) !== 0) return INVAL;
      const create = (oflags & OFLAGS_CREAT) !== 0;
      const truncate = (oflags & OFLAGS_TRUNC) !== 0;
      const directory = (oflags & OFLAGS_DIRECTORY) !== 0;
      const append = (fdflags & FDFLAGS_APPEND) !== 0;
      if (directory && (create || truncate)) return INVAL;

      const parent = directoryOf(
        context,
        fd,
        PATH_OPEN | (create ? PATH_CREATE_FILE : 0) | (truncate ? PATH_FILESTAT_SET_SIZE : 0),
      );
      const wanted = toRights(rights);
      const write = (wanted & FD_WRITE) !== 0;
      const needed = (write || append ? FD_WRITE : 0) | rightsOfSync(fdflags);
      if ((parent.inheriting & needed) !== needed) throw new WasiError("not-capable");
      if (descriptors.full) throw new WasiError("too-many-open-files");

      const node = parent.directory.openAt(name, {
        ...lookUpOf(lookupflags),
        read: (wanted & (FD_READ | FD_READDIR)) !== 0,
        write,
        create,
        exclusive: (oflags & OFLAGS_EXCL) !== 0,
        truncate,
        append,
        directory,
        sync: syncOf(fdflags),
      });
      const description = new Description(node, {
        rights: wanted & parent.inheriting & rightsOf(node),
        inheriting: node.kind === "directory"
          ? parent.inheriting & inheritedRights(wanted, toRights(inheriting))
          : 0,
        flags: fdflags,
      });
      memory.setU32(opened, descriptors.insert(description));
      return SUCCESS;
    },
  };
}

/** Preview1's RSYNC with a write flag means that reads wait, too; Linux has the two in one. */
function syncOf(fdflags: number): "none" | "data" | "all" {
  if ((fdflags & FDFLAGS_SYNC) !== 0) return "all";
  return (fdflags & (FDFLAGS_DSYNC | FDFLAGS_RSYNC)) !== 0 ? "data" : "none";
}

/**
 * What a directory passes on, of what the guest asks that it should.
 *
 * Zig repeats the rights to the directory itself, among which reading and writing files are none; it
 * means that nothing is to be taken away, and gets what the parent passes on.
 */
function inheritedRights(rights: number, inheriting: number): number {
  const repeated = inheriting === rights && (rights & PATH_OPEN) !== 0 &&
    (rights & (FD_READ | FD_WRITE)) === 0;
  return repeated ? ALL_RIGHTS : inheriting;
}

/** What a file that waits for the medium needs, beside the right to write. */
function rightsOfSync(fdflags: number): number {
  return ((fdflags & FDFLAGS_DSYNC) !== 0 ? FD_DATASYNC : 0) |
    ((fdflags & (FDFLAGS_RSYNC | FDFLAGS_SYNC)) !== 0 ? FD_SYNC : 0);
}

/** The rights that make sense for what was opened. */
function rightsOf(node: Opened): number {
  switch (node.kind) {
    case "file":
      return FILE_RIGHTS;
    case "directory":
      return DIRECTORY_RIGHTS;
    case "stream":
      return STREAM_RIGHTS;
  }
}
