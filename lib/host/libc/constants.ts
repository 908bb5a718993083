/**
 * Numbers of the Linux system call interface.
 *
 * @module
 */

const ARM = Deno.build.arch === "aarch64";

export const O_WRONLY = 0o1;
export const O_RDWR = 0o2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_NOCTTY = 0o400;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
export const O_DSYNC = 0o10000;
export const O_DIRECTORY: number = ARM ? 0o40000 : 0o200000;
export const O_NOFOLLOW: number = ARM ? 0o100000 : 0o400000;
export const O_CLOEXEC = 0o2000000;
export const O_SYNC = 0o4010000;
export const O_PATH = 0o10000000;

export const AT_FDCWD = -100;
export const AT_SYMLINK_NOFOLLOW = 0x100;
export const AT_REMOVEDIR = 0x200;
export const AT_SYMLINK_FOLLOW = 0x400;
export const AT_EMPTY_PATH = 0x1000;

/** The bits of F_GETFL that say how a descriptor was opened. */
export const O_ACCMODE = 0o3;

/** The bit of F_GETFD that ends a descriptor when another program is executed. */
export const FD_CLOEXEC = 1;

export const SEEK_SET = 0;
export const SEEK_CUR = 1;
export const SEEK_END = 2;

export const F_GETFD = 1;
export const F_GETFL = 3;
export const F_SETFL = 4;

/** openat2(2): its number is the same on every architecture. */
export const SYS_OPENAT2 = 437;
export const SYS_FSTAT: number = ARM ? 80 : 5;
export const SYS_NEWFSTATAT: number = ARM ? 79 : 262;
export const RESOLVE_NO_MAGICLINKS = 0x02;
export const RESOLVE_BENEATH = 0x08;

export const POLLIN = 0x1;
export const POLLOUT = 0x4;
export const POLLERR = 0x8;
export const POLLHUP = 0x10;
export const POLLNVAL = 0x20;

/** ioctl(2): how many bytes can be read. */
export const FIONREAD = 0x541bn;

/** The most buffers one readv(2) takes. */
export const IOV_MAX = 1024;

/** The most bytes one read(2) or write(2) moves; it fits the i32 that our bindings use for sizes. */
export const MAX_TRANSFER = 0x7fff_f000;
