/**
 * The rights of preview1. There are 30, so a set of them fits a number.
 *
 * @module
 */

export const FD_DATASYNC: number = 1 << 0;
export const FD_READ: number = 1 << 1;
export const FD_SEEK: number = 1 << 2;
export const FD_FDSTAT_SET_FLAGS: number = 1 << 3;
export const FD_SYNC: number = 1 << 4;
export const FD_TELL: number = 1 << 5;
export const FD_WRITE: number = 1 << 6;
export const FD_ADVISE: number = 1 << 7;
export const FD_ALLOCATE: number = 1 << 8;
export const PATH_CREATE_DIRECTORY: number = 1 << 9;
export const PATH_CREATE_FILE: number = 1 << 10;
export const PATH_LINK_SOURCE: number = 1 << 11;
export const PATH_LINK_TARGET: number = 1 << 12;
export const PATH_OPEN: number = 1 << 13;
export const FD_READDIR: number = 1 << 14;
export const PATH_READLINK: number = 1 << 15;
export const PATH_RENAME_SOURCE: number = 1 << 16;
export const PATH_RENAME_TARGET: number = 1 << 17;
export const PATH_FILESTAT_GET: number = 1 << 18;
export const PATH_FILESTAT_SET_SIZE: number = 1 << 19;
export const PATH_FILESTAT_SET_TIMES: number = 1 << 20;
export const FD_FILESTAT_GET: number = 1 << 21;
export const FD_FILESTAT_SET_SIZE: number = 1 << 22;
export const FD_FILESTAT_SET_TIMES: number = 1 << 23;
export const PATH_SYMLINK: number = 1 << 24;
export const PATH_REMOVE_DIRECTORY: number = 1 << 25;
export const PATH_UNLINK_FILE: number = 1 << 26;
export const POLL_FD_READWRITE: number = 1 << 27;
export const SOCK_SHUTDOWN: number = 1 << 28;
export const SOCK_ACCEPT: number = 1 << 29;

/** Every right that there is. */
export const ALL_RIGHTS = 0x3fff_ffff;

/** What can be done with a regular file. */
export const FILE_RIGHTS: number = FD_DATASYNC | FD_READ | FD_SEEK | FD_FDSTAT_SET_FLAGS | FD_SYNC |
  FD_TELL | FD_WRITE | FD_ADVISE | FD_ALLOCATE | FD_FILESTAT_GET | FD_FILESTAT_SET_SIZE |
  FD_FILESTAT_SET_TIMES | POLL_FD_READWRITE;

/** What can be done with a directory. */
export const DIRECTORY_RIGHTS: number = FD_FDSTAT_SET_FLAGS | FD_SYNC | FD_DATASYNC |
  PATH_CREATE_DIRECTORY | PATH_CREATE_FILE | PATH_LINK_SOURCE | PATH_LINK_TARGET | PATH_OPEN |
  FD_READDIR | PATH_READLINK | PATH_RENAME_SOURCE | PATH_RENAME_TARGET | PATH_FILESTAT_GET |
  PATH_FILESTAT_SET_SIZE | PATH_FILESTAT_SET_TIMES | FD_FILESTAT_GET | FD_FILESTAT_SET_TIMES |
  PATH_SYMLINK | PATH_REMOVE_DIRECTORY | PATH_UNLINK_FILE;

/** What can be done with a stream that has no position. */
export const STREAM_RIGHTS: number = FD_READ | FD_WRITE | FD_FDSTAT_SET_FLAGS | FD_SYNC |
  FD_DATASYNC | FD_FILESTAT_GET | POLL_FD_READWRITE;

/** What can be done with a TCP connection. */
export const CONNECTION_RIGHTS: number = STREAM_RIGHTS | SOCK_SHUTDOWN;

/** What can be done with a TCP listener: FD_READ is for waiting until a connection comes. */
export const LISTENER_RIGHTS: number = SOCK_ACCEPT | FD_READ | FD_FDSTAT_SET_FLAGS | FD_SYNC |
  FD_DATASYNC | FD_FILESTAT_GET | POLL_FD_READWRITE;

/** What changes something; a read-only grant has none of them. */
export const WRITE_RIGHTS: number = FD_WRITE | FD_ALLOCATE | PATH_CREATE_DIRECTORY |
  PATH_CREATE_FILE | PATH_LINK_SOURCE | PATH_LINK_TARGET | PATH_RENAME_SOURCE |
  PATH_RENAME_TARGET | PATH_FILESTAT_SET_SIZE | PATH_FILESTAT_SET_TIMES | FD_FILESTAT_SET_SIZE |
  FD_FILESTAT_SET_TIMES | PATH_SYMLINK | PATH_REMOVE_DIRECTORY | PATH_UNLINK_FILE;

/** The rights in a mask that came from a guest; bits beyond the thirty are none. */
export function toRights(mask: bigint): number {
  return Number(mask & 0x3fff_ffffn);
}
