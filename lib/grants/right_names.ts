/**
 * The names of the preview1 rights, in the order of their bits.
 *
 * @module
 */

/** The name of a preview1 right. */
export type RightName =
  | "fd_datasync"
  | "fd_read"
  | "fd_seek"
  | "fd_fdstat_set_flags"
  | "fd_sync"
  | "fd_tell"
  | "fd_write"
  | "fd_advise"
  | "fd_allocate"
  | "path_create_directory"
  | "path_create_file"
  | "path_link_source"
  | "path_link_target"
  | "path_open"
  | "fd_readdir"
  | "path_readlink"
  | "path_rename_source"
  | "path_rename_target"
  | "path_filestat_get"
  | "path_filestat_set_size"
  | "path_filestat_set_times"
  | "fd_filestat_get"
  | "fd_filestat_set_size"
  | "fd_filestat_set_times"
  | "path_symlink"
  | "path_remove_directory"
  | "path_unlink_file"
  | "poll_fd_readwrite"
  | "sock_shutdown"
  | "sock_accept";

/** The names, from bit 0 up. */
export const RIGHT_NAMES: readonly RightName[] = [
  "fd_datasync",
  "fd_read",
  "fd_seek",
  "fd_fdstat_set_flags",
  "fd_sync",
  "fd_tell",
  "fd_write",
  "fd_advise",
  "fd_allocate",
  "path_create_directory",
  "path_create_file",
  "path_link_source",
  "path_link_target",
  "path_open",
  "fd_readdir",
  "path_readlink",
  "path_rename_source",
  "path_rename_target",
  "path_filestat_get",
  "path_filestat_set_size",
  "path_filestat_set_times",
  "fd_filestat_get",
  "fd_filestat_set_size",
  "fd_filestat_set_times",
  "path_symlink",
  "path_remove_directory",
  "path_unlink_file",
  "poll_fd_readwrite",
  "sock_shutdown",
  "sock_accept",
];

/** The names of those that change something. */
export const WRITE_RIGHT_NAMES: readonly RightName[] = [
  "fd_write",
  "fd_allocate",
  "path_create_directory",
  "path_create_file",
  "path_link_source",
  "path_link_target",
  "path_rename_source",
  "path_rename_target",
  "path_filestat_set_size",
  "path_filestat_set_times",
  "fd_filestat_set_size",
  "fd_filestat_set_times",
  "path_symlink",
  "path_remove_directory",
  "path_unlink_file",
];

/** Whether `name` is the name of a right. */
export function isRightName(name: string): name is RightName {
  return (RIGHT_NAMES as readonly string[]).includes(name);
}
