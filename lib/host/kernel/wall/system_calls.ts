/**
 * The system calls that the filter knows, by what they are to it.
 *
 * The lists are of what is refused; everything that the runtime needs to compute, to wait and to move
 * bytes between descriptors stays as it is.
 *
 * @module
 */

/** A name with its number on x86-64 and on aarch64. */
export type SystemCall = readonly [name: string, x86_64: number, aarch64: number];

/** The number of a call that a platform does not have. */
const NONE = -1;

/** Which of its numbers counts here. */
const COLUMN = Deno.build.arch === "aarch64" ? 2 : 1;

/** The number of a call on this platform, or none where it does not have the call. */
export function numbersOf(call: SystemCall): number[] {
  return call[COLUMN] === NONE ? [] : [call[COLUMN]];
}

/** From here on calls are newer than this list, and answer as they do in a kernel without them. */
export const FIRST_UNKNOWN = 463;

/**
 * What takes a path and no directory, and so works on any name that the user may touch. Of those
 * that take a descriptor, what changes who may do what with a file.
 */
export const ON_PATHS: readonly SystemCall[] = [
  ["open", 2, NONE],
  ["creat", 85, NONE],
  ["truncate", 76, 45],
  ["stat", 4, NONE],
  ["lstat", 6, NONE],
  ["statfs", 137, 43],
  ["access", 21, NONE],
  ["readlink", 89, NONE],
  ["mkdir", 83, NONE],
  ["rmdir", 84, NONE],
  ["rename", 82, NONE],
  ["link", 86, NONE],
  ["unlink", 87, NONE],
  ["symlink", 88, NONE],
  ["mknod", 133, NONE],
  ["utime", 132, NONE],
  ["utimes", 235, NONE],
  ["futimesat", 261, NONE],
  ["chdir", 80, 49],
  ["fchdir", 81, 50],
  ["chroot", 161, 51],
  ["chmod", 90, NONE],
  ["fchmod", 91, 52],
  ["fchmodat", 268, 53],
  ["fchmodat2", 452, 452],
  ["chown", 92, NONE],
  ["fchown", 93, 55],
  ["lchown", 94, NONE],
  ["fchownat", 260, 54],
  ["setxattr", 188, 5],
  ["lsetxattr", 189, 6],
  ["fsetxattr", 190, 7],
  ["getxattr", 191, 8],
  ["lgetxattr", 192, 9],
  ["fgetxattr", 193, 10],
  ["listxattr", 194, 11],
  ["llistxattr", 195, 12],
  ["flistxattr", 196, 13],
  ["removexattr", 197, 14],
  ["lremovexattr", 198, 15],
  ["fremovexattr", 199, 16],
  ["acct", 163, 89],
  ["uselib", 134, NONE],
];

/**
 * What takes a directory, and is refused all the same: openat2 does what openat does, a node is never
 * made, and the others name files in ways of their own.
 */
export const ON_DIRECTORIES: readonly SystemCall[] = [
  ["openat", 257, 56],
  ["mknodat", 259, 33],
  ["name_to_handle_at", 303, 264],
  ["open_by_handle_at", 304, 265],
  ["inotify_init", 253, NONE],
  ["inotify_init1", 294, 26],
  ["inotify_add_watch", 254, 27],
  ["fanotify_init", 300, 262],
  ["fanotify_mark", 301, 263],
  ["io_uring_setup", 425, 425],
  ["io_uring_enter", 426, 426],
  ["io_uring_register", 427, 427],
];

/**
 * Other programs and other processes.
 */
export const ON_PROCESSES: readonly SystemCall[] = [
  ["execve", 59, 221],
  ["execveat", 322, 281],
  ["fork", 57, NONE],
  ["vfork", 58, NONE],
  ["ptrace", 101, 117],
  ["process_vm_readv", 310, 270],
  ["process_vm_writev", 311, 271],
  ["process_madvise", 440, 440],
  ["process_mrelease", 448, 448],
  ["kcmp", 312, 272],
  ["pidfd_open", 434, 434],
  ["pidfd_send_signal", 424, 424],
  ["pidfd_getfd", 438, 438],
  ["tkill", 200, 130],
  ["rt_sigqueueinfo", 129, 138],
  ["rt_tgsigqueueinfo", 297, 240],
  ["migrate_pages", 256, 238],
  ["move_pages", 279, 239],
  ["mq_open", 240, 180],
  ["mq_unlink", 241, 181],
  ["shmget", 29, 194],
  ["shmat", 30, 196],
  ["shmctl", 31, 195],
  ["semget", 64, 190],
  ["semop", 65, 193],
  ["semtimedop", 220, 192],
  ["semctl", 66, 191],
  ["msgget", 68, 186],
  ["msgsnd", 69, 189],
  ["msgrcv", 70, 188],
  ["msgctl", 71, 187],
];

/**
 * Mounts, namespaces, and the machine as a whole: most of it wants a privilege that root has.
 */
export const ON_THE_MACHINE: readonly SystemCall[] = [
  ["mount", 165, 40],
  ["umount2", 166, 39],
  ["pivot_root", 155, 41],
  ["mount_setattr", 442, 442],
  ["open_tree", 428, 428],
  ["move_mount", 429, 429],
  ["fsopen", 430, 430],
  ["fsconfig", 431, 431],
  ["fsmount", 432, 432],
  ["fspick", 433, 433],
  ["statmount", 457, 457],
  ["listmount", 458, 458],
  ["unshare", 272, 97],
  ["setns", 308, 268],
  ["quotactl", 179, 60],
  ["quotactl_fd", 443, 443],
  ["swapon", 167, 224],
  ["swapoff", 168, 225],
  ["sethostname", 170, 161],
  ["setdomainname", 171, 162],
  ["reboot", 169, 142],
  ["kexec_load", 246, 104],
  ["kexec_file_load", 320, 294],
  ["init_module", 175, 105],
  ["finit_module", 313, 273],
  ["delete_module", 176, 106],
  ["iopl", 172, NONE],
  ["ioperm", 173, NONE],
  ["personality", 135, 92],
  ["syslog", 103, 116],
  ["vhangup", 153, 58],
  ["settimeofday", 164, 170],
  ["clock_settime", 227, 112],
  ["adjtimex", 159, 171],
  ["clock_adjtime", 305, 266],
  ["bpf", 321, 280],
  ["perf_event_open", 298, 241],
  ["userfaultfd", 323, 282],
  ["add_key", 248, 217],
  ["request_key", 249, 218],
  ["keyctl", 250, 219],
];

/** What puts a socket to a use that it does not have yet. */
export const ON_SOCKETS: readonly SystemCall[] = [
  ["connect", 42, 203],
  ["bind", 49, 200],
  ["listen", 50, 201],
];

/**
 * What takes directories and names below them, each with the places of the directories among its
 * arguments: refused for AT_FDCWD, which names any file. Those of hot paths come first.
 */
export const ON_NAMES: readonly (readonly [call: SystemCall, directories: readonly number[]])[] = [
  [["openat2", 437, 437], [0]],
  [["newfstatat", 262, 79], [0]],
  [["statx", 332, 291], [0]],
  [["faccessat", 269, 48], [0]],
  [["faccessat2", 439, 439], [0]],
  [["readlinkat", 267, 78], [0]],
  [["utimensat", 280, 88], [0]],
  [["mkdirat", 258, 34], [0]],
  [["unlinkat", 263, 35], [0]],
  [["symlinkat", 266, 36], [1]],
  [["renameat", 264, 38], [0, 2]],
  [["renameat2", 316, 276], [0, 2]],
  [["linkat", 265, 37], [0, 2]],
];

/** How the runtime accepts; of a guest with a listener it is not refused. */
export const ACCEPT4: SystemCall = ["accept4", 288, 242];
/** How it never does. */
export const ACCEPT: SystemCall = ["accept", 43, 202];
export const SOCKET: SystemCall = ["socket", 41, 198];
export const CLONE: SystemCall = ["clone", 56, 220];
export const CLONE3: SystemCall = ["clone3", 435, 435];
export const IOCTL: SystemCall = ["ioctl", 16, 29];
export const FCNTL: SystemCall = ["fcntl", 72, 25];
export const KILL: SystemCall = ["kill", 62, 129];
export const TGKILL: SystemCall = ["tgkill", 234, 131];
export const PRLIMIT64: SystemCall = ["prlimit64", 302, 261];
export const SECCOMP: SystemCall = ["seccomp", 317, 277];
