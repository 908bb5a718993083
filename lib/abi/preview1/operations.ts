/**
 * What a call does with a grant.
 *
 * @module
 */

import { FDFLAGS_APPEND, OFLAGS_CREAT, OFLAGS_TRUNC } from "./constants.ts";
import { FD_WRITE, toRights } from "./rights.ts";

/** By function; those that need no grant are left out, and those that only ask what one is. */
const OPERATIONS = {
  environ_get: "environment",
  environ_sizes_get: "environment",
  fd_advise: "status",
  fd_allocate: "write",
  fd_datasync: "status",
  fd_fdstat_set_flags: "status",
  fd_filestat_get: "status",
  fd_filestat_set_size: "write",
  fd_filestat_set_times: "change",
  fd_pread: "read",
  fd_pwrite: "write",
  fd_read: "read",
  fd_readdir: "list",
  fd_seek: "status",
  fd_sync: "status",
  fd_tell: "status",
  fd_write: "write",
  path_create_directory: "change",
  path_filestat_get: "status",
  path_filestat_set_times: "change",
  path_link: "change",
  path_open: "open",
  path_readlink: "status",
  path_remove_directory: "change",
  path_rename: "change",
  path_symlink: "change",
  path_unlink_file: "change",
  poll_oneoff: "wait",
  sock_accept: "connect",
  sock_recv: "read",
  sock_send: "write",
  sock_shutdown: "connect",
} as const;

/**
 * What can be done with a grant: `write` is for content, to open a file for writing included, and
 * `change` for names, times and links.
 */
export type Operation = typeof OPERATIONS[keyof typeof OPERATIONS];

/** What a call with these arguments does; undefined where it needs no grant. */
export function operationOf(name: string, args: readonly unknown[]): Operation | undefined {
  if (name === "path_open" && isForWriting(args)) return "write";
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as keyof typeof OPERATIONS] : undefined;
}

/** Whether path_open has such arguments that a read-only directory refuses. */
function isForWriting(args: readonly unknown[]): boolean {
  const [, , , , oflags, rights, , fdflags] = args;
  return ((oflags as number) & (OFLAGS_CREAT | OFLAGS_TRUNC)) !== 0 ||
    ((fdflags as number) & FDFLAGS_APPEND) !== 0 ||
    (toRights(rights as bigint) & FD_WRITE) !== 0;
}
