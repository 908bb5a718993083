/**
 * The flags and enumerations of preview1.
 *
 * @module
 */

import type { FileType } from "../../filesystem/stat.ts";

/** lookupflags */
export const LOOKUP_SYMLINK_FOLLOW = 1;

/** oflags */
export const OFLAGS_CREAT = 1;
export const OFLAGS_DIRECTORY = 2;
export const OFLAGS_EXCL = 4;
export const OFLAGS_TRUNC = 8;
export const OFLAGS_ALL = 15;

/** fdflags */
export const FDFLAGS_APPEND = 1;
export const FDFLAGS_DSYNC = 2;
export const FDFLAGS_NONBLOCK = 4;
export const FDFLAGS_RSYNC = 8;
export const FDFLAGS_SYNC = 16;
export const FDFLAGS_ALL = 31;

/** fstflags */
export const FST_ATIM = 1;
export const FST_ATIM_NOW = 2;
export const FST_MTIM = 4;
export const FST_MTIM_NOW = 8;
export const FST_ALL = 15;

/** clockid */
export const CLOCK_REALTIME = 0;
export const CLOCK_MONOTONIC = 1;
export const CLOCK_THREAD_CPUTIME = 3;

/** eventtype */
export const EVENTTYPE_CLOCK = 0;
export const EVENTTYPE_FD_READ = 1;
export const EVENTTYPE_FD_WRITE = 2;

/** subclockflags */
export const SUBCLOCK_ABSTIME = 1;

/** eventrwflags */
export const EVENTRW_HANGUP = 1;

/** riflags */
export const RIFLAGS_RECV_PEEK = 1;
export const RIFLAGS_RECV_WAITALL = 2;

const FILETYPES: Readonly<Record<FileType, number>> = {
  "unknown": 0,
  "block-device": 1,
  "character-device": 2,
  "directory": 3,
  "regular-file": 4,
  "socket": 6,
  "symbolic-link": 7,
  // Preview1 has no number for a FIFO.
  "fifo": 0,
};

/** The filetype number of a type. */
export function filetypeOf(type: FileType): number {
  return FILETYPES[type];
}
