/**
 * The type of every function of preview1.
 *
 * @module
 */

/** A value type that preview1 uses. */
export type ValueType = "i32" | "i64";

/** Parameters as letters, `i` an i32 and `l` an i64; all but proc_exit answer an i32. */
const PARAMETERS: Readonly<Record<string, string>> = {
  args_get: "ii",
  args_sizes_get: "ii",
  environ_get: "ii",
  environ_sizes_get: "ii",
  clock_res_get: "ii",
  clock_time_get: "ili",
  fd_advise: "illi",
  fd_allocate: "ill",
  fd_close: "i",
  fd_datasync: "i",
  fd_fdstat_get: "ii",
  fd_fdstat_set_flags: "ii",
  fd_fdstat_set_rights: "ill",
  fd_filestat_get: "ii",
  fd_filestat_set_size: "il",
  fd_filestat_set_times: "illi",
  fd_pread: "iiili",
  fd_prestat_get: "ii",
  fd_prestat_dir_name: "iii",
  fd_pwrite: "iiili",
  fd_read: "iiii",
  fd_readdir: "iiili",
  fd_renumber: "ii",
  fd_seek: "ilii",
  fd_sync: "i",
  fd_tell: "ii",
  fd_write: "iiii",
  path_create_directory: "iii",
  path_filestat_get: "iiiii",
  path_filestat_set_times: "iiiilli",
  path_link: "iiiiiii",
  path_open: "iiiiillii",
  path_readlink: "iiiiii",
  path_remove_directory: "iii",
  path_rename: "iiiiii",
  path_symlink: "iiiii",
  path_unlink_file: "iii",
  poll_oneoff: "iiii",
  proc_exit: "i",
  proc_raise: "i",
  sched_yield: "",
  random_get: "ii",
  sock_accept: "iii",
  sock_recv: "iiiiii",
  sock_send: "iiiii",
  sock_shutdown: "ii",
};

/** The names of the functions, in the order of the specification. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(PARAMETERS);

/** A function type. */
export interface Signature {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

/** The type of a function, or undefined where there is none of that name. */
export function signatureOf(name: string): Signature | undefined {
  const letters = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (letters === undefined) return undefined;
  return {
    parameters: Array.from(letters, (letter): ValueType => letter === "l" ? "i64" : "i32"),
    results: name === "proc_exit" ? [] : ["i32"],
  };
}
