import { assert, assertEquals } from "@std/assert";
import { assemble, lengthOf } from "../../../../../lib/host/kernel/wall/bpf.ts";
import { filter } from "../../../../../lib/host/kernel/wall/filter.ts";
import { type Question, run } from "./filter_machine.ts";

const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const ERRNO = 0x0005_0000;
const [EPERM, ENOTTY, ENOSYS] = [ERRNO | 1, ERRNO | 25, ERRNO | 38];

const ARM = Deno.build.arch === "aarch64";
const SELF = 4242;
const OTHER = 4243;
const AT_FDCWD = -100;
const FD = 7;

const CLONE_OF_A_THREAD = 0x003d_0f00;
const CLONE_OF_A_PROCESS = 0x0120_0011;

/** A call with its number on x86-64 and on aarch64, its arguments, and the answer. */
type Row = readonly [
  call: string,
  x86_64: number,
  aarch64: number,
  args: readonly number[],
  expected: number,
];

const ROWS: readonly Row[] = [
  // What the runtime lives on.
  ["read", 0, 63, [FD], ALLOW],
  ["write", 1, 64, [FD], ALLOW],
  ["close", 3, 57, [FD], ALLOW],
  ["fstat", 5, 80, [FD], ALLOW],
  ["lseek", 8, 62, [FD], ALLOW],
  ["mmap", 9, 222, [0], ALLOW],
  ["mprotect", 10, 226, [0], ALLOW],
  ["munmap", 11, 215, [0], ALLOW],
  ["pread64", 17, 67, [FD], ALLOW],
  ["preadv", 295, 69, [FD], ALLOW],
  ["madvise", 28, 233, [0], ALLOW],
  ["futex", 202, 98, [0], ALLOW],
  ["fsync", 74, 82, [FD], ALLOW],
  ["ftruncate", 77, 46, [FD], ALLOW],
  ["fallocate", 285, 47, [FD], ALLOW],
  ["getdents64", 217, 61, [FD], ALLOW],
  ["ppoll", 271, 73, [0], ALLOW],
  ["epoll_pwait", 281, 22, [FD], ALLOW],
  ["clock_gettime", 228, 113, [0], ALLOW],
  ["getrandom", 318, 278, [0], ALLOW],
  ["timer_create", 222, 107, [0], ALLOW],
  ["exit_group", 231, 94, [0], ALLOW],
  ["mseal", 462, 462, [0], ALLOW],
  ["socketpair", 53, 199, [1], ALLOW],

  // Names below a directory, and names at large.
  ["fstat", 5, 80, [FD], ALLOW],
  ["openat2", 437, 437, [FD], ALLOW],
  ["openat2", 437, 437, [AT_FDCWD], EPERM],
  ["statx", 332, 291, [FD], ALLOW],
  ["statx", 332, 291, [AT_FDCWD], EPERM],
  ["newfstatat", 262, 79, [FD], ALLOW],
  ["newfstatat", 262, 79, [AT_FDCWD], EPERM],
  ["faccessat", 269, 48, [AT_FDCWD], EPERM],
  ["faccessat2", 439, 439, [AT_FDCWD], EPERM],
  ["readlinkat", 267, 78, [FD], ALLOW],
  ["readlinkat", 267, 78, [AT_FDCWD], EPERM],
  ["utimensat", 280, 88, [FD], ALLOW],
  ["utimensat", 280, 88, [AT_FDCWD], EPERM],
  ["mkdirat", 258, 34, [FD], ALLOW],
  ["mkdirat", 258, 34, [AT_FDCWD], EPERM],
  ["unlinkat", 263, 35, [FD], ALLOW],
  ["unlinkat", 263, 35, [AT_FDCWD], EPERM],
  ["symlinkat", 266, 36, [AT_FDCWD, FD], ALLOW],
  ["symlinkat", 266, 36, [FD, AT_FDCWD], EPERM],
  ["renameat", 264, 38, [FD, AT_FDCWD, FD], ALLOW],
  ["renameat", 264, 38, [AT_FDCWD, 0, FD], EPERM],
  ["renameat", 264, 38, [FD, 0, AT_FDCWD], EPERM],
  ["renameat2", 316, 276, [FD, 0, FD], ALLOW],
  ["renameat2", 316, 276, [AT_FDCWD, 0, FD], EPERM],
  ["renameat2", 316, 276, [FD, 0, AT_FDCWD], EPERM],
  ["linkat", 265, 37, [FD, 0, FD], ALLOW],
  ["linkat", 265, 37, [AT_FDCWD, 0, FD], EPERM],
  ["linkat", 265, 37, [FD, 0, AT_FDCWD], EPERM],
  ["openat", 257, 56, [FD], EPERM],
  ["openat", 257, 56, [AT_FDCWD], EPERM],
  ["mknodat", 259, 33, [FD], EPERM],
  ["open_by_handle_at", 304, 265, [FD], EPERM],
  ["io_uring_setup", 425, 425, [1], EPERM],
  ["truncate", 76, 45, [0], EPERM],
  ["statfs", 137, 43, [0], EPERM],
  ["chdir", 80, 49, [0], EPERM],
  ["fchmod", 91, 52, [FD], EPERM],
  ["fchmodat", 268, 53, [FD], EPERM],
  ["fchmodat2", 452, 452, [FD], EPERM],
  ["fchown", 93, 55, [FD], EPERM],
  ["fchownat", 260, 54, [FD], EPERM],
  ["fsetxattr", 190, 7, [FD], EPERM],
  ["inotify_add_watch", 254, 27, [FD], EPERM],

  // Descriptors.
  ["ioctl FIONREAD", 16, 29, [FD, 0x541b], ALLOW],
  ["ioctl TIOCGWINSZ", 16, 29, [FD, 0x5413], ALLOW],
  ["ioctl TCSETSW2", 16, 29, [FD, 0x402c_542c], ALLOW],
  ["ioctl TIOCSTI", 16, 29, [FD, 0x5412], ENOTTY],
  ["ioctl FS_IOC_SETFLAGS", 16, 29, [FD, 0x4008_6602], ENOTTY],
  ["fcntl F_SETFL", 72, 25, [FD, 4], ALLOW],
  ["fcntl F_DUPFD_CLOEXEC", 72, 25, [FD, 1030], ALLOW],
  ["fcntl F_SETOWN", 72, 25, [FD, 8], EPERM],
  ["fcntl F_SETSIG", 72, 25, [FD, 10], EPERM],
  ["fcntl F_SETOWN_EX", 72, 25, [FD, 15], EPERM],

  // Processes.
  ["clone", 56, 220, [CLONE_OF_A_THREAD], ALLOW],
  ["clone", 56, 220, [CLONE_OF_A_PROCESS], EPERM],
  ["clone3", 435, 435, [0], ENOSYS],
  ["execve", 59, 221, [0], EPERM],
  ["execveat", 322, 281, [FD], EPERM],
  ["ptrace", 101, 117, [0], EPERM],
  ["process_vm_writev", 311, 271, [SELF], EPERM],
  ["pidfd_open", 434, 434, [SELF], EPERM],
  ["kill", 62, 129, [SELF, 0], ALLOW],
  ["kill", 62, 129, [OTHER, 0], EPERM],
  ["kill", 62, 129, [0, 0], EPERM],
  ["kill", 62, 129, [-1, 0], EPERM],
  ["kill", 62, 129, [-SELF, 0], EPERM],
  ["tgkill", 234, 131, [SELF, 4250], ALLOW],
  ["tgkill", 234, 131, [OTHER, OTHER], EPERM],
  ["tkill", 200, 130, [OTHER], EPERM],
  ["prlimit64", 302, 261, [0], ALLOW],
  ["prlimit64", 302, 261, [SELF], ALLOW],
  ["prlimit64", 302, 261, [OTHER], EPERM],
  ["shmget", 29, 194, [0], EPERM],

  // The machine, and the network.
  ["mount", 165, 40, [0], EPERM],
  ["unshare", 272, 97, [0], EPERM],
  ["setns", 308, 268, [FD], EPERM],
  ["bpf", 321, 280, [0], EPERM],
  ["keyctl", 250, 219, [0], EPERM],
  ["socket", 41, 198, [2], EPERM],
  ["connect", 42, 203, [FD], EPERM],
  ["bind", 49, 200, [FD], EPERM],
  ["listen", 50, 201, [FD], EPERM],
  ["accept4", 288, 242, [FD], EPERM],

  // What came later.
  ["setxattrat", 463, 463, [FD], ENOSYS],
  ["not yet", 1000, 1000, [FD], ENOSYS],
];

/** Calls that x86-64 alone has. */
const OLD: readonly (readonly [call: string, number: number])[] = [
  ["open", 2],
  ["stat", 4],
  ["lstat", 6],
  ["access", 21],
  ["fork", 57],
  ["vfork", 58],
  ["rename", 82],
  ["mkdir", 83],
  ["rmdir", 84],
  ["creat", 85],
  ["link", 86],
  ["unlink", 87],
  ["symlink", 88],
  ["readlink", 89],
  ["chmod", 90],
  ["chown", 92],
  ["lchown", 94],
  ["utime", 132],
  ["mknod", 133],
  ["utimes", 235],
  ["futimesat", 261],
];

const program = assemble(filter(SELF));
const said = (question: Question) => `0x${run(program, question).toString(16)}`;
const hex = (action: number) => `0x${action.toString(16)}`;

Deno.test("filter() decides by the number of a call and by its arguments", () => {
  const wrong = ROWS.flatMap(([call, x86_64, aarch64, args, expected]) => {
    const got = run(program, { number: ARM ? aarch64 : x86_64, args });
    return got === expected ? [] : [`${call}(${args.join(", ")}): ${hex(got)}`];
  });
  assertEquals(wrong, []);
});

Deno.test("filter() refuses what takes a path and no directory", () => {
  const allowed = OLD.filter(([, number]) => run(program, { number }) !== EPERM);
  assertEquals(ARM ? [] : allowed, []);
});

Deno.test("filter() takes AT_FDCWD for what it is, whatever the upper half of the register", () => {
  for (const upper of [0n, 0xffff_ffffn, 0x1234_5678n]) {
    const args = [upper << 32n | 0xffff_ff9cn];
    assertEquals(said({ number: 437, args }), hex(EPERM));
  }
});

Deno.test("filter() ends a process that calls for another architecture, or by x32", () => {
  for (const architecture of [0x4000_0003, ARM ? 0xc000_003e : 0xc000_00b7]) {
    assertEquals(said({ architecture, number: 0 }), hex(KILL_PROCESS));
  }
  assertEquals(said({ number: 0x4000_0000 }), hex(KILL_PROCESS));
  assertEquals(said({ number: 0xffff_ffff }), hex(KILL_PROCESS));
});

Deno.test("filter() lets connections be accepted where that is granted, and nothing else be made", () => {
  const accepting = assemble(filter(SELF, { accepting: true }));
  const [accept4, socket, connect, bind, listen, accept] = ARM
    ? [242, 198, 203, 200, 201, 202]
    : [288, 41, 42, 49, 50, 43];
  assertEquals(hex(run(program, { number: accept4 })), hex(EPERM));
  assertEquals(hex(run(accepting, { number: accept4 })), hex(ALLOW));
  for (const number of [socket, connect, bind, listen, accept]) {
    assertEquals(hex(run(accepting, { number })), hex(EPERM), `${number}`);
  }
});

Deno.test("filter() is a program that the kernel takes", () => {
  assert(lengthOf(filter(SELF)) <= 4096);
});

Deno.test("filter() lets a guest with a network have sockets of the internet, of its transports", () => {
  const [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK] = [1, 2, 10, 16];
  const [STREAM, DATAGRAM, RAW, FLAGS] = [1, 2, 3, 0x8_0800];
  const ports = [{ first: 80, last: 80 }];
  const number = (x86_64: number, aarch64: number) => ARM ? aarch64 : x86_64;
  const rows: readonly (readonly [string, readonly number[], boolean, boolean])[] = [
    // Of a guest that connects, and of one that has datagrams alone.
    ["a connection", [AF_INET, STREAM | FLAGS, 0], true, false],
    ["a connection by IPv6", [AF_INET6, STREAM, 6], true, false],
    ["datagrams", [AF_INET, DATAGRAM | FLAGS, 0], false, true],
    ["any protocol", [AF_INET, RAW, 0], false, false],
    ["this machine", [AF_UNIX, STREAM, 0], false, false],
    ["this machine, by datagrams", [AF_UNIX, DATAGRAM, 0], false, false],
    ["the kernel", [AF_NETLINK, DATAGRAM, 0], false, false],
  ];
  const connecting = { connect: ports, listen: [], datagrams: false };
  const sending = { connect: [], listen: [], datagrams: true };
  for (const [name, args, ...allowed] of rows) {
    for (const [i, network] of [connecting, sending].entries()) {
      const answer = run(assemble(filter(SELF, { network })), { number: number(41, 198), args });
      assertEquals(hex(answer), hex(allowed[i] ? ALLOW : EPERM), name);
    }
  }
  const program = assemble(filter(SELF, { network: connecting }));
  const calls = [[42, 203], [49, 200], [50, 201], [288, 242]] as const;
  for (const [x86_64, aarch64] of calls) {
    assertEquals(hex(run(program, { number: number(x86_64, aarch64) })), hex(ALLOW));
  }
  assertEquals(hex(run(program, { number: number(43, 202) })), hex(EPERM));
});
