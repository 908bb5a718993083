/**
 * `fd_*` functions on what is open: its status, flags, rights and number.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Advice, File } from "../../filesystem/node.ts";
import { FDFLAGS_ALL, FDFLAGS_APPEND, FDFLAGS_NONBLOCK } from "./constants.ts";
import type { Context, Functions } from "./context.ts";
import { BADF, INVAL, NAMETOOLONG, NOTSUP, SUCCESS } from "./errno.ts";
import type { Layouts } from "./layouts.ts";
import { writeFdstat, writePrestat } from "./records.ts";
import { descriptionOf, offsetOf, timesOf } from "./require.ts";
import {
  FD_ADVISE,
  FD_ALLOCATE,
  FD_DATASYNC,
  FD_FDSTAT_SET_FLAGS,
  FD_FILESTAT_GET,
  FD_FILESTAT_SET_SIZE,
  FD_FILESTAT_SET_TIMES,
  FD_SYNC,
} from "./rights.ts";

const ADVICE: readonly Advice[] = [
  "normal",
  "sequential",
  "random",
  "will-need",
  "dont-need",
  "no-reuse",
];

/** The functions of this family. */
export function fdStatus(context: Context, layouts: Layouts): Functions {
  const { memory, descriptors } = context;
  return {
    /**
     * As posix_fadvise(2).
     *
     * Errno: BADF, INVAL, NOTCAPABLE, SPIPE.
     */
    fd_advise(fd: number, offset: bigint, length: bigint, advice: number): number {
      const file = fileOf(context, fd, FD_ADVISE);
      const meaning = ADVICE[advice];
      if (meaning === undefined) return INVAL;
      file.advise(offsetOf(offset), offsetOf(length), meaning);
      return SUCCESS;
    },

    /**
     * As posix_fallocate(3).
     *
     * Errno: BADF, FBIG, INVAL, NOSPC, NOTCAPABLE, NOTSUP, SPIPE.
     */
    fd_allocate(fd: number, offset: bigint, length: bigint): number {
      const file = fileOf(context, fd, FD_ALLOCATE);
      file.allocate(offsetOf(offset), offsetOf(length));
      return SUCCESS;
    },

    /**
     * As close(2).
     *
     * Errno: BADF.
     */
    fd_close(fd: number): number {
      descriptors.close(fd);
      return SUCCESS;
    },

    /**
     * As fdatasync(2).
     *
     * Errno: BADF, INVAL, IO, NOTCAPABLE.
     */
    fd_datasync(fd: number): number {
      descriptionOf(context, fd, FD_DATASYNC).node.syncData();
      return SUCCESS;
    },

    /**
     * As fcntl(2) with F_GETFL, and the rights as they are.
     *
     * Errno: BADF.
     */
    fd_fdstat_get(fd: number, fdstat: number): number {
      memory.check(fdstat, 24, 8);
      writeFdstat(memory, fdstat, descriptionOf(context, fd, 0));
      return SUCCESS;
    },

    /**
     * As fcntl(2) with F_SETFL: APPEND and NONBLOCK. The flags for synchronous writes are fixed
     * when a file is opened. A guest that makes a descriptor NONBLOCK before it has touched a granted
     * listener makes that NONBLOCK as well: it waits for several things in one place.
     *
     * Errno: BADF, INVAL, NOTCAPABLE, NOTSUP.
     */
    fd_fdstat_set_flags(fd: number, flags: number): number {
      const description = descriptionOf(context, fd, FD_FDSTAT_SET_FLAGS);
      if ((flags & ~FDFLAGS_ALL) !== 0) return INVAL;
      const changed = description.flags ^ flags;
      if ((changed & ~(FDFLAGS_APPEND | FDFLAGS_NONBLOCK)) !== 0) return NOTSUP;
      if ((changed & FDFLAGS_APPEND) !== 0 && description.file === undefined) return INVAL;
      description.setFlags(flags);
      if (description.nonblocking) { for (const [, one] of descriptors.entries()) one.follow(); }
      return SUCCESS;
    },

    /**
     * Takes rights away; there is no such call in POSIX.
     *
     * Errno: BADF, NOTCAPABLE for any right that is not held.
     */
    fd_fdstat_set_rights(fd: number, rights: bigint, inheriting: bigint): number {
      const description = descriptionOf(context, fd, 0);
      const fewer = subset(description.rights, rights);
      description.inheriting = subset(description.inheriting, inheriting);
      description.rights = fewer;
      return SUCCESS;
    },

    /**
     * As fstat(2).
     *
     * Errno: BADF, IO, NOTCAPABLE.
     */
    fd_filestat_get(fd: number, filestat: number): number {
      memory.check(filestat, layouts.filestatSize, 8);
      const { node } = descriptionOf(context, fd, FD_FILESTAT_GET);
      layouts.writeFilestat(memory, filestat, node.stat());
      return SUCCESS;
    },

    /**
     * As ftruncate(2), which has INVAL for a pipe and a socket, whoever asks.
     *
     * Errno: BADF, FBIG, INVAL, IO, NOTCAPABLE.
     */
    fd_filestat_set_size(fd: number, size: bigint): number {
      const { node, array } = descriptionOf(context, fd, 0);
      if (array === undefined && node.kind !== "directory") return INVAL;
      descriptionOf(context, fd, FD_FILESTAT_SET_SIZE);
      if (array === undefined) return INVAL;
      array.resize(offsetOf(size));
      return SUCCESS;
    },

    /**
     * As futimens(3).
     *
     * Errno: BADF, INVAL, IO, NOTCAPABLE, OVERFLOW.
     */
    fd_filestat_set_times(fd: number, accessed: bigint, modified: bigint, flags: number): number {
      const { node } = descriptionOf(context, fd, FD_FILESTAT_SET_TIMES);
      node.setTimes(...timesOf(accessed, modified, flags));
      return SUCCESS;
    },

    /**
     * The kind of a preopened descriptor, and the length of its name.
     *
     * Errno: BADF for what is not preopened, which ends a C library's search.
     */
    fd_prestat_get(fd: number, prestat: number): number {
      memory.check(prestat, 8, 4);
      const name = descriptors.get(fd)?.preopen;
      if (name === undefined) return BADF;
      writePrestat(memory, prestat, name.length);
      return SUCCESS;
    },

    /**
     * The name of a preopened directory, without a NUL.
     *
     * Errno: BADF, NAMETOOLONG when it does not fit.
     */
    fd_prestat_dir_name(fd: number, pointer: number, length: number): number {
      const target = memory.bytes(pointer, length);
      const name = descriptors.get(fd)?.preopen;
      if (name === undefined) return BADF;
      if (name.length > target.length) return NAMETOOLONG;
      target.set(name);
      return SUCCESS;
    },

    /**
     * As dup2(2) followed by close(2) of the first; rights and preopened name go along.
     *
     * Errno: BADF when either is not open.
     */
    fd_renumber(from: number, to: number): number {
      descriptors.renumber(from, to);
      return SUCCESS;
    },

    /**
     * As fsync(2).
     *
     * Errno: BADF, INVAL, IO, NOTCAPABLE.
     */
    fd_sync(fd: number): number {
      descriptionOf(context, fd, FD_SYNC).node.sync();
      return SUCCESS;
    },
  };
}

/**
 * The regular file under `fd`.
 *
 * @throws WasiError `bad-descriptor`, `not-capable`; `invalid-seek` for a stream
 */
function fileOf(context: Context, fd: number, rights: number): File {
  const { file, directory } = descriptionOf(context, fd, 0);
  if (file === undefined && directory === undefined) throw new WasiError("invalid-seek");
  const description = descriptionOf(context, fd, rights);
  if (description.file === undefined) throw new WasiError("bad-descriptor");
  return description.file;
}

/**
 * The rights a guest wants to keep.
 *
 * @throws WasiError `not-capable` when one of them is not held
 */
function subset(held: number, wanted: bigint): number {
  if ((BigInt.asUintN(64, wanted) & ~BigInt(held)) !== 0n) throw new WasiError("not-capable");
  return Number(BigInt.asUintN(64, wanted));
}
