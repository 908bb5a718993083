/**
 * Attempts by system calls, on the guest's own thread.
 *
 * @module
 */

import {
  FIRST_UNKNOWN,
  numbersOf,
  ON_PROCESSES,
  ON_THE_MACHINE,
} from "../../../lib/host/kernel/wall/system_calls.ts";
import { errno } from "../../../lib/host/libc/library.ts";
import type { Attempt } from "./attempt.ts";

const AT_FDCWD = -100;
const AT_REMOVEDIR = 0x200;
const AT_SYMLINK_FOLLOW = 0x400;
const AT_EMPTY_PATH = 0x1000;

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;
const O_PATH = 0o10000000;

const OPENAT2 = 437;
const CLONE3 = 435;
const IO_URING_SETUP = 425;
const PIDFD_OPEN = 434;

const ERRNOS: Readonly<Record<number, string>> = {
  1: "EPERM",
  13: "EACCES",
  18: "EXDEV",
  25: "ENOTTY",
  38: "ENOSYS",
};

/** Directories by their descriptors, and the one that has `outside` in it. */
export interface Directories {
  readonly root: string;
  readonly writable: number;
  readonly readable: number;
}

/** An argument: an int, a pointer, or 64 bits. */
type Argument = number | bigint | Uint8Array<ArrayBuffer> | null;

/** The attempts. In each directory `out` is a link to `outside`. */
export function bySystemCalls({ root, writable, readable }: Directories): Attempt[] {
  const secret = `${root}/outside/secret`;
  const buffer = new Uint8Array(4096);
  const parent = Deno.ppid;
  const opening: Attempt[] = [
    ["openat outside", "EPERM", call("openat", AT_FDCWD, path(secret), O_RDONLY)],
    ["openat inside", "EPERM", call("openat", writable, path("f"), O_RDONLY)],
    ["open", "EPERM", call("open", path(secret), O_RDONLY)],
    ["creat", "EPERM", call("creat", path(`${root}/outside/new`), 0o600)],
    ["openat2 at large", "EPERM", openat2(AT_FDCWD, secret, O_RDONLY)],
    ["openat2 inside", "ok", openat2(writable, "f", O_RDONLY)],
    ["openat2 from the root", "EACCES", openat2(writable, secret, O_RDONLY)],
    ["openat2 upwards", "EACCES", openat2(writable, "../../outside/secret", O_RDONLY)],
    ["openat2 through a link", "EACCES", openat2(writable, "out/secret", O_RDONLY)],
    ["openat2 of a directory", "EACCES", openat2(writable, "out", O_RDONLY)],
    ["openat2 to write", "EACCES", openat2(writable, "out/secret", O_WRONLY)],
    ["openat2 to empty", "EACCES", openat2(writable, "out/secret", O_RDONLY | O_TRUNC)],
    ["openat2 to make", "EACCES", openat2(writable, "out/new", O_WRONLY | O_CREAT)],
    ["openat2 of a process", "EACCES", openat2(writable, "/proc/self/mem", O_WRONLY)],
    ["openat2 of a device", "EACCES", openat2(writable, "/dev/null", O_WRONLY)],
    ["openat2 of what is read only", "ok", openat2(readable, "f", O_RDONLY)],
    ["openat2 to write there", "EACCES", openat2(readable, "f", O_WRONLY)],
    ["openat2 to empty there", "EACCES", openat2(readable, "f", O_RDONLY | O_TRUNC)],
    ["openat2 to make there", "EACCES", openat2(readable, "new", O_WRONLY | O_CREAT)],
  ];
  const changing: Attempt[] = [writable, readable].flatMap((fd): Attempt[] => {
    const [name, below, expected] = fd === writable
      ? ["outside", "out/", "EACCES"]
      : ["read only", "", "EACCES"];
    return [
      [`mkdirat ${name}`, expected, call("mkdirat", fd, path(`${below}new`), 0o700)],
      [`symlinkat ${name}`, expected, call("symlinkat", path("x"), fd, path(`${below}new`))],
      [`unlinkat ${name}`, expected, call("unlinkat", fd, path(`${below}secret`), 0)],
      [`rmdir ${name}`, expected, call("unlinkat", fd, path(`${below}empty`), AT_REMOVEDIR)],
      [
        `rename to ${name}`,
        expected,
        call("renameat", writable, path("f"), fd, path(`${below}new`)),
      ],
      [
        `rename from ${name}`,
        expected,
        call("renameat", fd, path(`${below}secret`), writable, path("got")),
      ],
      [
        `link to ${name}`,
        expected,
        call("linkat", writable, path("f"), fd, path(`${below}new`), 0),
      ],
      [
        `link from ${name}`,
        "EXDEV",
        call("linkat", fd, path(`${below}secret`), writable, path("got"), 0),
      ],
    ];
  });
  const followed = call(
    "linkat",
    writable,
    path(`${root}/outside/link`),
    writable,
    path("got"),
    AT_SYMLINK_FOLLOW,
  );
  changing.push(["link from outside by a link", "EXDEV", followed]);
  const atLarge: Attempt[] = [
    ["mkdirat", call("mkdirat", AT_FDCWD, path(`${root}/outside/new`), 0o700)],
    ["unlinkat", call("unlinkat", AT_FDCWD, path(secret), 0)],
    ["symlinkat", call("symlinkat", path("x"), AT_FDCWD, path(`${root}/outside/new`))],
    ["readlinkat", call("readlinkat", AT_FDCWD, path(`${root}/granted/rw/out`), buffer, 100)],
    ["linkat from", call("linkat", AT_FDCWD, path(secret), writable, path("got"), 0)],
    ["linkat to", call("linkat", writable, path("f"), AT_FDCWD, path(`${secret}2`), 0)],
    ["renameat from", call("renameat", AT_FDCWD, path(secret), writable, path("got"))],
    ["renameat to", call("renameat", writable, path("f"), AT_FDCWD, path(`${secret}2`))],
    ["utimensat", call("utimensat", AT_FDCWD, path(secret), null, 0)],
    ["fstatat", call("fstatat", AT_FDCWD, path(secret), buffer, 0)],
    ["statx", call("statx", AT_FDCWD, path(secret), 0, 0x7ff, buffer)],
    ["faccessat", call("faccessat", AT_FDCWD, path(secret), 0, 0)],
    ["mknodat", call("mknodat", writable, path("node"), 0o10600, 0n)],
    ["truncate", call("truncate", path(secret), 0n)],
    ["rename", call("rename", path(secret), path(`${secret}2`))],
    ["link", call("link", path(secret), path(`${secret}2`))],
    ["symlink", call("symlink", path("x"), path(`${root}/outside/new`))],
    ["unlink", call("unlink", path(secret))],
    ["mkdir", call("mkdir", path(`${root}/outside/new`), 0o700)],
    ["rmdir", call("rmdir", path(`${root}/outside/empty`))],
    ["chmod", call("chmod", path(secret), 0o777)],
    ["fchmod", call("fchmod", readable, 0o777)],
    ["fchmodat", call("fchmodat", writable, path("f"), 0o777, 0)],
    ["fchown", call("fchown", writable, 0, 0)],
    ["setxattr", call("setxattr", path(secret), path("user.x"), buffer, 1n, 0)],
    ["chdir", call("chdir", path(`${root}/outside`))],
    ["fchdir", call("fchdir", writable)],
    ["chroot", call("chroot", path(root))],
  ].map(([name, make]): Attempt => [name as string, "EPERM", make as () => string]);
  const others: Attempt[] = [
    ["execve", "EPERM", call("execve", path("/bin/true"), null, null)],
    ["fork", "EPERM", call("fork")],
    ["clone3", "ENOSYS", call("syscall", CLONE3, buffer, 88)],
    ["ptrace", "EPERM", call("ptrace", 16, parent, null, null)],
    ["pidfd_open", "EPERM", call("syscall", PIDFD_OPEN, parent, 0)],
    ["kill another", "EPERM", call("kill", parent, 0)],
    ["kill all", "EPERM", call("kill", -1, 0)],
    ["kill itself", "ok", call("kill", Deno.pid, 0)],
    ["prlimit of another", "EPERM", call("prlimit64", parent, 7, null, buffer)],
    ["prlimit of itself", "ok", call("prlimit64", 0, 7, null, buffer)],
    ["a signal by a descriptor", "EPERM", call("fcntl", 0, 8, parent)],
    ["typing into a terminal", "ENOTTY", call("ioctl", 0, 0x5412n, buffer)],
    ["the flags of a file", "ENOTTY", call("ioctl", readable, 0x4008_6602n, buffer)],
    ["a socket of the internet", "EPERM", call("socket", 2, 1, 0)],
    ["a socket of this machine", "EPERM", call("socket", 1, 1, 0)],
    ["io_uring", "EPERM", call("syscall", IO_URING_SETUP, 1, buffer)],
    ["unshare", "EPERM", call("unshare", 0x2000_0000)],
    ["shared memory", "EPERM", call("shmget", 0, 4096n, 0o1600)],
    ["a message queue", "EPERM", call("msgget", 0, 0o1600)],
    ["what came later", "ENOSYS", call("syscall", FIRST_UNKNOWN, 0, 0)],
    // With arguments that would do nothing, should one of them be let through.
    ...[...ON_PROCESSES, ...ON_THE_MACHINE].filter(([name]) => !/fork|vhangup/.test(name)).flatMap(
      (one) =>
        numbersOf(one).map((number): Attempt => [one[0], "EPERM", call("syscall", number, -1, -1)]),
    ),
  ];
  // What Landlock does not know is left to the first wall.
  const unknown: Attempt[] = [
    ["a status outside", "ok", call("statx", writable, path("out/secret"), 0, 0x7ff, buffer)],
    ["a link outside", "ok", call("readlinkat", writable, path("out/link"), buffer, 100)],
    ["a name outside", "ok", openat2(writable, "out/secret", O_PATH)],
    ["the times of a descriptor", "ok", call("utimensat", writable, path(""), null, AT_EMPTY_PATH)],
  ];
  return [...opening, ...changing, ...atLarge, ...others, ...unknown];
}

/** A call of the C library, bound now and made later: the name of its errno, or `ok`. */
function call(name: string, ...args: readonly Argument[]): () => string {
  const { symbols } = Deno.dlopen("libc.so.6", {
    [name]: { parameters: args.map(typeOf), result: "i32" },
  });
  const bound = symbols[name] as unknown as (...args: readonly Argument[]) => number;
  return () => {
    if (bound(...args) >= 0) return "ok";
    const number = errno();
    return ERRNOS[number] ?? `errno ${number}`;
  };
}

/** As a host would that forgot where the path may lead. */
function openat2(fd: number, name: string, flags: number): () => string {
  const how = new Uint8Array(
    new BigUint64Array([BigInt(flags), (flags & O_CREAT) === 0 ? 0n : 0o600n, 0n]).buffer,
  );
  return call("syscall", OPENAT2, fd, path(name), how, how.length);
}

function path(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

function typeOf(argument: Argument): "i32" | "u64" | "buffer" {
  return typeof argument === "number" ? "i32" : typeof argument === "bigint" ? "u64" : "buffer";
}
