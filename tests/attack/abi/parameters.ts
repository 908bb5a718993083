/**
 * What each parameter of each import means, as far as a fuzzer has to know to hit and to miss it.
 *
 * @module
 */

/**
 * - `fd`, `directory` (one that should be a directory), `choice` (a small number), `u64`, `rights`
 * - `space`: a u64 that is taken from the disk
 * - `lookup`, `open`, `times`, `flags`: flags of so many bits
 * - `out4`, `out8`, `fdstat`, `filestat`, `prestat`: a pointer to a result
 * - `path`, `text`, `buffer`, `iovecs`: a pointer, with its length or count as the parameter behind it
 * - `length`, `count`: what belongs to the parameter before
 * - `pointers`, `strings`: where arguments or variables are copied to
 * - `subscriptions`, `events`: of poll_oneoff, with a `polls` behind them
 */
export type Role =
  | "fd"
  | "directory"
  | "rights"
  | "lookup"
  | "open"
  | "times"
  | "flags"
  | "choice"
  | "u64"
  | "space"
  | "out4"
  | "out8"
  | "fdstat"
  | "filestat"
  | "prestat"
  | "path"
  | "buffer"
  | "iovecs"
  | "length"
  | "count"
  | "pointers"
  | "strings"
  | "subscriptions"
  | "events"
  | "polls";

/** An import as the fuzzer sees it. */
export interface Shape {
  /** How often it is called, against the others. */
  readonly weight: number;
  readonly roles: readonly Role[];
  /** Whether what its buffer or iovecs point at is written, not read. */
  readonly fills?: true;
}

const TABLE = `
  args_get               1  pointers strings
  args_sizes_get         1  out4 out4
  environ_get            1  pointers strings
  environ_sizes_get      1  out4 out4
  clock_res_get          1  choice out8
  clock_time_get         1  choice u64 out8
  fd_advise              2  fd u64 u64 choice
  fd_allocate            2  fd u64 space
  fd_close               2  fd
  fd_datasync            .2 fd
  fd_fdstat_get          2  fd fdstat
  fd_fdstat_set_flags    1  fd flags
  fd_fdstat_set_rights   .2 fd rights rights
  fd_filestat_get        2  fd filestat
  fd_filestat_set_size   2  fd u64
  fd_filestat_set_times  2  fd u64 u64 times
  fd_pread               4  fd iovecs count u64 out4            fills
  fd_prestat_get         1  fd prestat
  fd_prestat_dir_name    1  fd buffer length                    fills
  fd_pwrite              4  fd iovecs count u64 out4
  fd_read                4  fd iovecs count out4                fills
  fd_readdir             4  fd buffer length u64 out4           fills
  fd_renumber            .5 fd fd
  fd_seek                3  fd u64 choice out8
  fd_sync                .2 fd
  fd_tell                2  fd out8
  fd_write               4  fd iovecs count out4
  path_create_directory  3  directory path length
  path_filestat_get      3  directory lookup path length filestat
  path_filestat_set_times 3 directory lookup path length u64 u64 times
  path_link              3  directory lookup path length directory path length
  path_open              9  directory lookup path length open rights rights flags out4
  path_readlink          3  directory path length buffer length out4   fills
  path_remove_directory  3  directory path length
  path_rename            3  directory path length directory path length
  path_symlink           3  path length directory path length
  path_unlink_file       3  directory path length
  poll_oneoff            4  subscriptions events polls out4
  proc_exit              .2 choice
  proc_raise             1  choice
  sched_yield            1
  random_get             2  buffer length                       fills
  sock_accept            1  fd flags out4
  sock_recv              1  fd iovecs count flags out4 out4     fills
  sock_send              1  fd iovecs count flags out4
  sock_shutdown          1  fd flags
`;

/** All imports by name. */
export const SHAPES: ReadonlyMap<string, Shape> = new Map(
  TABLE.trim().split("\n").map((line): [string, Shape] => {
    const [name = "", weight = "", ...words] = line.trim().split(/\s+/);
    const fills = words.at(-1) === "fills";
    const roles = (fills ? words.slice(0, -1) : words) as Role[];
    return [name, { weight: Number(weight), roles, ...(fills && { fills }) }];
  }),
);
