/**
 * Every function that takes a path, in each way that makes a difference, as lines of a script.
 *
 * @module
 */

/** Rights to read a file or list a directory, and to pass everything on. */
const READ = "0x2e4026 -1";
/** Rights to write a file. */
const WRITE = "0x600064 0";

const FOLLOW = 1;
const NOFOLLOW = 0;
const CREAT = 1;
const DIRECTORY = 2;
const EXCL = 4;
const TRUNC = 8;
const APPEND = 1;

/** The word for `spare`, a file that the directory has, and for `blank`, an empty directory. */
const SPARE = "=7370617265";
const BLANK = "=626c616e6b";
/** The word for `fresh`, which nothing is called. */
const FRESH = "=6672657368";

/** What a guest can do with what it opened, so that nothing outside goes unnoticed. */
const LOOK = ["fd_read $o <80> >4", "fd_readdir $o +200 0 >4", "fd_filestat_get $o >64"];

const open =
  (follow: number, oflags: number, rights: string, fdflags = 0) =>
  (fd: string, path: string): string[] => [
    `path_open ${fd} ${follow} ${path} ${oflags} ${rights} ${fdflags} >4:o`,
    ...LOOK,
  ];

/** The name of a way to use a path. */
export type PathCall =
  | "open"
  | "open nofollow"
  | "open directory"
  | "open directory nofollow"
  | "open write"
  | "open create"
  | "open create nofollow"
  | "open exclusive"
  | "open truncate"
  | "open append"
  | "stat"
  | "stat nofollow"
  | "times"
  | "times nofollow"
  | "mkdir"
  | "rmdir"
  | "unlink"
  | "rename from"
  | "rename to"
  | "rename dir to"
  | "link from"
  | "link from follow"
  | "link to"
  | "symlink"
  | "readlink";

/** By what it does, the script that does it; its first answer counts. */
export const PATH_CALLS: Readonly<Record<PathCall, (fd: string, path: string) => string[]>> = {
  "open": open(FOLLOW, 0, READ),
  "open nofollow": open(NOFOLLOW, 0, READ),
  "open directory": open(FOLLOW, DIRECTORY, READ),
  "open directory nofollow": open(NOFOLLOW, DIRECTORY, READ),
  "open write": open(FOLLOW, 0, WRITE),
  "open create": open(FOLLOW, CREAT, WRITE),
  "open create nofollow": open(NOFOLLOW, CREAT, WRITE),
  "open exclusive": open(FOLLOW, CREAT | EXCL, WRITE),
  "open truncate": open(FOLLOW, TRUNC, WRITE),
  "open append": open(FOLLOW, 0, WRITE, APPEND),
  "stat": (fd, path) => [`path_filestat_get ${fd} 1 ${path} >64`],
  "stat nofollow": (fd, path) => [`path_filestat_get ${fd} 0 ${path} >64`],
  "times": (fd, path) => [`path_filestat_set_times ${fd} 1 ${path} 1000000 2000000 5`],
  "times nofollow": (fd, path) => [`path_filestat_set_times ${fd} 0 ${path} 1000000 2000000 5`],
  "mkdir": (fd, path) => [`path_create_directory ${fd} ${path}`],
  "rmdir": (fd, path) => [`path_remove_directory ${fd} ${path}`],
  "unlink": (fd, path) => [`path_unlink_file ${fd} ${path}`],
  "rename from": (fd, path) => [`path_rename ${fd} ${path} 3 ${FRESH}`],
  "rename to": (fd, path) => [`path_rename 3 ${SPARE} ${fd} ${path}`],
  "rename dir to": (fd, path) => [`path_rename 3 ${BLANK} ${fd} ${path}`],
  "link from": (fd, path) => [`path_link ${fd} 0 ${path} 3 ${FRESH}`],
  "link from follow": (fd, path) => [`path_link ${fd} 1 ${path} 3 ${FRESH}`],
  "link to": (fd, path) => [`path_link 3 0 ${SPARE} ${fd} ${path}`],
  "symlink": (fd, path) => [`path_symlink =78 ${fd} ${path}`],
  "readlink": (fd, path) => [`path_readlink ${fd} ${path} +80 >4`],
};

/** All of them. */
export const ALL_PATH_CALLS: readonly PathCall[] = Object.keys(PATH_CALLS) as PathCall[];
