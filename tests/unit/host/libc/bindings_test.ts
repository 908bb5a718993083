import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

/** Numbers of the Linux interface, written down once more: the tests must not trust the code. */
const [EBADF, EAGAIN, ENOENT, EEXIST, EXDEV, ENOTDIR, EINVAL, ESPIPE] = [
  ...[9, 11, 2, 17, 18, 20, 22, 29],
] as const;
const [O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_APPEND, O_NONBLOCK] = [
  ...[0, 1, 2, 0o100, 0o200, 0o2000, 0o4000],
] as const;
const [AT_FDCWD, AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_SYMLINK_FOLLOW] = [
  ...[-100, 0x100, 0x200, 0x400],
] as const;
const [SET, CUR, END] = [0, 1, 2] as const;
/** More than 32 bits, so that a parameter that loses its upper half shows. */
const FAR = 2n ** 33n;
const NO_FD = -1;

const ARM = Deno.build.arch === "aarch64";
const FSTAT = ARM ? 80 : 5;
/** Bytes of a `struct stat`. */
const STAT_SIZE = ARM ? 128 : 144;

type Bytes = Uint8Array<ArrayBuffer>;

/** A path as the C library takes it. */
const path = (name: string): Bytes => utf8(`${name}\0`);

/** The bindings, and a directory with descriptors to try them on. */
async function setUp() {
  const { streamCalls } = await import("../../../../lib/host/libc/stream_calls.ts");
  const { coldFileCalls, fileCalls } = await import("../../../../lib/host/libc/file_calls.ts");
  const { ColdInt, errno } = await import("../../../../lib/host/libc/library.ts");
  const { IovecArgument } = await import("../../../../lib/host/libc/iovec_argument.ts");
  const { Pipe } = await import("../pipe.ts");
  const stack = new DisposableStack();
  const directory = stack.use(new TemporaryDirectory());
  const int = (value: number): Bytes => new ColdInt().of(value);
  const owned = (fd: number): number => {
    assertGreaterOrEqual(fd, 3);
    stack.defer(() => void fileCalls.close(fd));
    return fd;
  };
  const open = (name: string, flags: number = O_RDWR | O_CREAT): number =>
    owned(coldFileCalls.openat(int(AT_FDCWD), path(directory.at(name)), flags, 0o600));
  return {
    streamCalls,
    fileCalls,
    coldFileCalls,
    IovecArgument,
    int,
    errno,
    directory,
    open,
    /** A file with this content. */
    file: (content: string, flags: number = O_RDWR): number => {
      directory.make({ f: content });
      return open("f", flags);
    },
    content: (name = "f"): string => Deno.readTextFileSync(directory.at(name)),
    size: (name = "f"): number => Deno.statSync(directory.at(name)).size,
    /** Both ends of a pipe. */
    pipe: (): [input: number, output: number] => {
      const { input, output } = stack.use(new Pipe());
      return [input, output];
    },
    here: (): number => open(".", O_RDONLY),
    /** Asserts that a call has answered -1 and why. */
    failed(answer: number | bigint, expected: number) {
      assertEquals([Number(answer), errno()], [-1, expected]);
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

type Bench = Awaited<ReturnType<typeof setUp>>;

/** A buffer of `?`, which a call must leave where it does not write. */
const room = (size: number): Bytes => utf8("?".repeat(size));

/** A `struct timespec` for each of these pairs. */
const times = (...pairs: readonly (readonly [bigint, bigint])[]): Bytes =>
  new Uint8Array(new BigInt64Array(pairs.flat()).buffer);

function modified(name: string): bigint {
  return BigInt(Deno.lstatSync(name).mtime!.valueOf());
}

/** What each function of the first half is to do. */
const STREAM_CALLS: Readonly<Record<string, (bench: Bench) => void>> = {
  read({ streamCalls: { read }, int, file, failed }) {
    const fd = file("abcdef");
    const into = room(6);
    assertEquals(read(int(fd), into, 4), 4);
    assertEquals(text(into), "abcd??");
    assertEquals([read(int(fd), into, 0), read(int(fd), into, 6), read(int(fd), into, 6)], [
      0,
      2,
      0,
    ]);
    failed(read(int(NO_FD), into, 1), EBADF);
  },
  write({ streamCalls: { write }, int, file, content, failed }) {
    const fd = file("");
    assertEquals([write(int(fd), utf8("abcdef"), 4), write(int(fd), utf8("xy"), 2)], [4, 2]);
    assertEquals(content(), "abcdxy");
    failed(write(int(NO_FD), utf8("a"), 1), EBADF);
  },
  readv({ streamCalls: { readv }, IovecArgument, int, file, failed }) {
    const fd = file("abcdef");
    const memory = room(9);
    const iovecs = new IovecArgument();
    const array = iovecs.of([memory.subarray(1, 3), memory.subarray(4, 7)]);
    assertEquals([readv(int(fd), array, 1), readv(int(fd), array, 2)], [2, 4]);
    assertEquals(text(memory), "?cd?ef???");
    failed(readv(int(NO_FD), array, 2), EBADF);
  },
  writev({ streamCalls: { writev }, IovecArgument, int, file, content, failed }) {
    const fd = file("");
    const memory = utf8("abcdefgh");
    const array = new IovecArgument().of([memory.subarray(6, 8), memory.subarray(0, 3)]);
    assertEquals(writev(int(fd), array, 2), 5);
    assertEquals(content(), "ghabc");
    failed(writev(int(NO_FD), array, 2), EBADF);
  },
  pread64({ streamCalls: { pread64, lseek }, int, file, failed }) {
    const fd = file("abcdef");
    const into = room(4);
    assertEquals(pread64(int(fd), into, 3, 2n), 3);
    assertEquals(text(into), "cde?");
    assertEquals([pread64(int(fd), into, 4, FAR), lseek(int(fd), 0n, CUR)], [0, 0n]);
    failed(pread64(int(fd), into, 4, -1n), EINVAL);
    failed(pread64(int(NO_FD), into, 4, 0n), EBADF);
  },
  pwrite64({ streamCalls: { pwrite64, pread64 }, int, file, size, failed }) {
    const fd = file("abcdef");
    assertEquals(pwrite64(int(fd), utf8("xyz"), 2, FAR), 2);
    assertEquals(size(), Number(FAR) + 2);
    const into = room(3);
    assertEquals([pread64(int(fd), into, 3, FAR), text(into)], [2, "xy?"]);
    failed(pwrite64(int(fd), utf8("x"), 1, -1n), EINVAL);
  },
  preadv64({ streamCalls: { preadv64, pwrite64 }, IovecArgument, int, file, failed }) {
    const fd = file("abcdef");
    const memory = room(6);
    const array = new IovecArgument().of([memory.subarray(4), memory.subarray(0, 2)]);
    assertEquals(preadv64(int(fd), array, 2, 2n), 4);
    assertEquals(text(memory), "ef??cd");
    pwrite64(int(fd), utf8("xyz"), 3, FAR);
    assertEquals([preadv64(int(fd), array, 2, FAR), text(memory)], [3, "zf??xy"]);
    failed(preadv64(int(fd), array, 2, -1n), EINVAL);
  },
  pwritev64({ streamCalls: { pwritev64, pread64 }, IovecArgument, int, file, size, failed }) {
    const fd = file("abcdef");
    const memory = utf8("xyz");
    const array = new IovecArgument().of([memory.subarray(1), memory.subarray(0, 1)]);
    assertEquals(pwritev64(int(fd), array, 2, FAR), 3);
    assertEquals(size(), Number(FAR) + 3);
    const into = room(3);
    assertEquals([pread64(int(fd), into, 3, FAR), text(into)], [3, "yzx"]);
    failed(pwritev64(int(fd), array, 2, -1n), EINVAL);
  },
  lseek({ streamCalls: { lseek }, int, file, pipe, failed }) {
    const fd = file("abcdef");
    assertEquals(lseek(int(fd), FAR + 5n, SET), FAR + 5n);
    assertEquals(lseek(int(fd), -3n, CUR), FAR + 2n);
    assertEquals(lseek(int(fd), -2n, END), 4n);
    failed(lseek(int(fd), -7n, END), EINVAL);
    failed(lseek(int(fd), 0n, 99), EINVAL);
    failed(lseek(int(pipe()[0]), 0n, CUR), ESPIPE);
  },
  ppoll({ streamCalls: { ppoll, write }, int, pipe }) {
    const [input, output] = pipe();
    const [POLLIN, POLLOUT] = [1, 4];
    const view = new DataView(new ArrayBuffer(24));
    for (const [i, [fd, events]] of [[input, POLLIN], [output, POLLOUT], [-1, POLLIN]].entries()) {
      view.setInt32(8 * i, fd!, true);
      view.setInt16(8 * i + 4, events!, true);
    }
    const pollfds = new Uint8Array(view.buffer);
    const revents = () => [6, 14, 22].map((at) => view.getInt16(at, true));
    const long = (value: bigint) => new Uint8Array(new BigUint64Array([value]).buffer);
    assertEquals(ppoll(pollfds, long(1n), times([0n, 0n]), null), 0);
    assertEquals(ppoll(pollfds, long(3n), null, null), 1);
    assertEquals(revents(), [0, POLLOUT, 0]);
    write(int(output), utf8("a"), 1);
    assertEquals(ppoll(pollfds, long(3n), null, null), 2);
    assertEquals(revents(), [POLLIN, POLLOUT, 0]);
    const start = performance.now();
    assertEquals(ppoll(pollfds, long(0n), times([0n, 30_000_000n]), null), 0);
    assertGreaterOrEqual(performance.now() - start, 29);
  },
  fcntl({ streamCalls: { fcntl }, int, file, failed }) {
    const [GETFL, SETFL] = [3, 4];
    const status = O_APPEND | O_NONBLOCK | O_WRONLY | O_RDWR;
    const fd = file("abc", O_WRONLY | O_APPEND);
    assertEquals(fcntl(int(fd), GETFL, 0) & status, O_WRONLY | O_APPEND);
    assertEquals(fcntl(int(fd), SETFL, O_NONBLOCK), 0);
    assertEquals(fcntl(int(fd), GETFL, 0) & status, O_WRONLY | O_NONBLOCK);
    failed(fcntl(int(NO_FD), GETFL, 0), EBADF);
  },
  ioctl({ streamCalls: { ioctl, write }, int, pipe, failed }) {
    const FIONREAD = 0x541bn;
    const [input, output] = pipe();
    write(int(output), utf8("abc"), 3);
    const count = new Int32Array([-1, -1]);
    assertEquals(ioctl(int(input), FIONREAD, new Uint8Array(count.buffer)), 0);
    assertEquals([...count], [3, -1]);
    failed(ioctl(int(NO_FD), FIONREAD, new Uint8Array(count.buffer)), EBADF);
  },
  fstat: ({ streamCalls: { fstat }, int, file, failed }) =>
    tryFstat((fd, record) => fstat(FSTAT, int(fd), record), file("abc"), failed),
  fsync({ streamCalls: { fsync }, int, file, pipe, failed }) {
    assertEquals(fsync(int(file("abc"))), 0);
    failed(fsync(int(pipe()[1])), EINVAL);
  },
  fdatasync({ streamCalls: { fdatasync }, int, file, pipe, failed }) {
    assertEquals(fdatasync(int(file("abc"))), 0);
    failed(fdatasync(int(pipe()[1])), EINVAL);
  },
  futimens({ streamCalls: { futimens }, int, file, directory, failed }) {
    const fd = file("abc");
    assertEquals(futimens(int(fd), times([1n, 0n], [1_700_000_005n, 7_000_000n])), 0);
    assertEquals(modified(directory.at("f")), 1_700_000_005n * 1000n + 7n);
    failed(futimens(int(fd), times([0n, 0n], [0n, 1_000_000_000n])), EINVAL);
    failed(futimens(int(NO_FD), times([0n, 0n], [0n, 0n])), EBADF);
  },
  ftruncate({ streamCalls: { ftruncate }, int, file, content, size, failed }) {
    const fd = file("abcdef");
    assertEquals([ftruncate(int(fd), 2n), content()], [0, "ab"]);
    assertEquals([ftruncate(int(fd), FAR + 1n), size()], [0, Number(FAR) + 1]);
    failed(ftruncate(int(fd), -1n), EINVAL);
  },
};

/** fstat(2), which is bound twice. */
function tryFstat(
  fstat: (fd: number, record: Bytes) => number,
  fd: number,
  failed: Bench["failed"],
): void {
  const record = room(STAT_SIZE + 8);
  assertEquals(fstat(fd, record), 0);
  assertEquals(new DataView(record.buffer).getBigUint64(48, true), 3n, "the size");
  assertEquals(text(record.subarray(STAT_SIZE)), "????????", "what follows the record");
  failed(fstat(NO_FD, record), EBADF);
}

/** What each quick function of the second half is to do. */
const FILE_CALLS: Readonly<Record<string, (bench: Bench) => void>> = {
  read({ fileCalls: { read }, file, failed }) {
    const fd = file("abcdef");
    const into = room(6);
    assertEquals([read(fd, into, 4), text(into)], [4, "abcd??"]);
    assertEquals([read(fd, into, 6), read(fd, into, 6)], [2, 0]);
    failed(read(NO_FD, into, 1), EBADF);
  },
  write({ fileCalls: { write }, file, content, failed }) {
    const fd = file("");
    assertEquals([write(fd, utf8("abcdef"), 4), content()], [4, "abcd"]);
    failed(write(NO_FD, utf8("a"), 1), EBADF);
  },
  pread({ fileCalls: { pread }, streamCalls, int, file, failed }) {
    const fd = file("abcdef");
    const into = room(4);
    assertEquals([pread(fd, into, 3, 2), text(into)], [3, "cde?"]);
    const last = 2 ** 31 - 1;
    // Before each, a number that fills the register whose lower half carries the offset.
    streamCalls.pwrite64(int(fd), utf8("xyz"), 3, BigInt(last));
    streamCalls.pread64(int(fd), into, 4, 2n ** 62n + 2n ** 40n);
    assertEquals([pread(fd, into, 4, last), text(into)], [3, "xyz?"]);
    failed(pread(fd, into, 1, -1), EINVAL);
    failed(pread(NO_FD, into, 1, 0), EBADF);
  },
  pwrite({ fileCalls: { pwrite }, streamCalls, int, file, content, size, failed }) {
    const fd = file("abcdef");
    assertEquals([pwrite(fd, utf8("xyz"), 2, 3), content()], [2, "abcxyf"]);
    streamCalls.pread64(int(fd), room(1), 1, 2n ** 62n + 2n ** 40n);
    assertEquals([pwrite(fd, utf8("x"), 1, 2 ** 31 - 1), size()], [1, 2 ** 31]);
    failed(pwrite(fd, utf8("x"), 1, -1), EINVAL);
  },
  syscall({ fileCalls: { syscall, close }, directory, here, failed }) {
    const OPENAT2 = 437;
    const how = new BigUint64Array([BigInt(O_RDWR | O_CREAT | O_EXCL), 0o600n, 0x08n]);
    const bytes = new Uint8Array(how.buffer);
    const fd = here();
    const opened = syscall(OPENAT2, fd, path("new"), bytes, 24);
    assertGreaterOrEqual(opened, 3);
    close(opened);
    assertEquals(Deno.statSync(directory.at("new")).size, 0);
    failed(syscall(OPENAT2, fd, path("new"), bytes, 24), EEXIST);
    failed(syscall(OPENAT2, fd, path("../outside"), bytes, 24), EXDEV);
    failed(syscall(OPENAT2, fd, path("new"), bytes, 8), EINVAL);

    directory.make({ g: "abc", l: "-> long" });
    const NEWFSTATAT = ARM ? 79 : 262;
    const record = room(STAT_SIZE + 8);
    const size = (name: string, flags: number) => [
      syscall(NEWFSTATAT, fd, path(name), record, flags),
      new DataView(record.buffer).getBigUint64(48, true),
    ];
    assertEquals([size("g", 0), size("l", AT_SYMLINK_NOFOLLOW)], [[0, 3n], [0, 4n]]);
    assertEquals(text(record.subarray(STAT_SIZE)), "????????", "what follows the record");
    failed(syscall(NEWFSTATAT, fd, path("l"), record, 0), ENOENT);
    failed(syscall(NEWFSTATAT, NO_FD, path("g"), record, 0), EBADF);
  },
  fstat: ({ fileCalls: { fstat }, file, failed }) =>
    tryFstat((fd, record) => fstat(FSTAT, fd, record), file("abc"), failed),
  close({ fileCalls: { close }, streamCalls: { fcntl }, int, directory, coldFileCalls, failed }) {
    const fd = coldFileCalls.openat(int(AT_FDCWD), path(directory.path), O_RDONLY, 0);
    assertEquals([fcntl(int(fd), 3, 0) >= 0, close(fd)], [true, 0]);
    failed(fcntl(int(fd), 3, 0), EBADF);
    failed(close(NO_FD), EBADF);
  },
};

/** What each cold function of the second half is to do. */
const COLD_FILE_CALLS: Readonly<Record<string, (bench: Bench) => void>> = {
  fallocate({ coldFileCalls: { fallocate }, int, file, size, failed }) {
    const fd = file("abc");
    const KEEP_SIZE = 1;
    assertEquals([fallocate(int(fd), 0, 10n, 90n), size()], [0, 100]);
    assertEquals([fallocate(int(fd), KEEP_SIZE, 200n, 1n), size()], [0, 100]);
    failed(fallocate(int(fd), 0, 0n, 0n), EINVAL);
    failed(fallocate(int(fd), 0, -1n, 1n), EINVAL);
    failed(fallocate(int(fd), 0, 0n, -1n), EINVAL);
    failed(fallocate(int(NO_FD), 0, 0n, 1n), EBADF);
  },
  posix_fadvise({ coldFileCalls: { posix_fadvise }, int, file, pipe }) {
    const fd = file("abc");
    assertEquals(posix_fadvise(int(fd), 0n, FAR, 2), 0);
    assertEquals(posix_fadvise(int(fd), 0n, -1n, 2), EINVAL, "the answer is the errno");
    assertEquals(posix_fadvise(int(fd), 0n, 0n, 99), EINVAL);
    assertEquals(posix_fadvise(int(NO_FD), 0n, 0n, 0), EBADF);
    assertEquals(posix_fadvise(int(pipe()[0]), 0n, 0n, 0), ESPIPE);
  },
  openat({ coldFileCalls: { openat }, fileCalls: { close }, int, directory, here, failed }) {
    const fd = here();
    const opened = openat(int(fd), path("new"), O_RDWR | O_CREAT | O_EXCL, 0o400);
    assertGreaterOrEqual(opened, 3);
    close(opened);
    assertEquals(Deno.statSync(directory.at("new")).mode! & 0o777, 0o400);
    failed(openat(int(fd), path("new"), O_RDWR | O_CREAT | O_EXCL, 0o400), EEXIST);
    failed(openat(int(fd), path("missing"), O_RDONLY, 0), ENOENT);
    failed(openat(int(NO_FD), path("new"), O_RDONLY, 0), EBADF);
  },
  mkdirat({ coldFileCalls: { mkdirat }, int, directory, here, failed }) {
    const fd = here();
    assertEquals(mkdirat(int(fd), path("new"), 0o700), 0);
    const { isDirectory, mode } = Deno.statSync(directory.at("new"));
    assertEquals([isDirectory, mode! & 0o777], [true, 0o700]);
    failed(mkdirat(int(fd), path("new"), 0o700), EEXIST);
  },
  unlinkat({ coldFileCalls: { unlinkat }, int, directory, here, failed }) {
    directory.make({ f: "", "d/": "" });
    const fd = here();
    assertEquals(unlinkat(int(fd), path("f"), 0), 0);
    directory.assertTree({ "d/": "" });
    assertEquals(unlinkat(int(fd), path("d"), AT_REMOVEDIR), 0);
    directory.assertTree({});
    failed(unlinkat(int(fd), path("f"), 0), ENOENT);
  },
  renameat({ coldFileCalls: { renameat }, int, directory, open, here, failed }) {
    directory.make({ a: "A", "d/": "" });
    assertEquals(renameat(int(here()), path("a"), open("d", O_RDONLY), path("b")), 0);
    directory.assertTree({ "d/": "", "d/b": "A" });
    failed(renameat(int(here()), path("a"), here(), path("c")), ENOENT);
    failed(renameat(int(here()), path("d"), NO_FD, path("c")), EBADF);
  },
  linkat({ coldFileCalls: { linkat }, int, directory, open, here, failed }) {
    directory.make({ a: "A", l: "-> a", "d/": "" });
    const to = open("d", O_RDONLY);
    assertEquals(linkat(int(here()), path("l"), to, path("followed"), AT_SYMLINK_FOLLOW), 0);
    assertEquals(linkat(int(here()), path("l"), to, path("itself"), 0), 0);
    directory.assertTree({ a: "A", l: "-> a", "d/": "", "d/followed": "A", "d/itself": "-> a" });
    assertEquals(Deno.statSync(directory.at("a")).nlink, 2);
    failed(linkat(int(here()), path("a"), to, path("itself"), 0), EEXIST);
  },
  symlinkat({ coldFileCalls: { symlinkat }, int, directory, here, failed }) {
    assertEquals(symlinkat(path("../target"), int(here()), path("l")), 0);
    directory.assertTree({ l: "-> ../target" });
    failed(symlinkat(path("x"), int(here()), path("l")), EEXIST);
  },
  readlinkat({ coldFileCalls: { readlinkat }, int, directory, here, failed }) {
    directory.make({ l: "-> ../target", f: "" });
    const into = room(12);
    assertEquals([readlinkat(int(here()), path("l"), into, 4), text(into)], [4, "../t????????"]);
    assertEquals([readlinkat(int(here()), path("l"), into, 12), text(into)], [9, "../target???"]);
    failed(readlinkat(int(here()), path("f"), into, 12), EINVAL);
  },
  utimensat({ coldFileCalls: { utimensat }, int, directory, here, failed }) {
    directory.make({ f: "", l: "-> f" });
    const before = modified(directory.at("f"));
    const wanted = times([1n, 0n], [1_700_000_005n, 7_000_000n]);
    assertEquals(utimensat(int(here()), path("l"), wanted, AT_SYMLINK_NOFOLLOW), 0);
    assertEquals(modified(directory.at("l")), 1_700_000_005n * 1000n + 7n);
    assertEquals(modified(directory.at("f")), before);
    assertEquals(utimensat(int(here()), path("l"), wanted, 0), 0);
    assertEquals(modified(directory.at("f")), 1_700_000_005n * 1000n + 7n);
    failed(utimensat(int(here()), path("missing"), wanted, 0), ENOENT);
  },
  getdents64({ coldFileCalls: { getdents64 }, int, directory, file, here, failed }) {
    directory.make({ "a-name": "" });
    const into = room(300);
    const count = getdents64(int(here()), into, 292);
    const view = new DataView(into.buffer);
    const names = new Set<string>();
    for (let at = 0; at < count; at += view.getUint16(at + 16, true)) {
      names.add(text(into.subarray(at + 19, into.indexOf(0, at + 19))));
    }
    assertEquals(names, new Set([".", "..", "a-name"]));
    assertEquals(text(into.subarray(292)), "????????");
    failed(getdents64(int(file("")), into, 292), ENOTDIR);
    failed(getdents64(int(here()), into, 1), EINVAL);
  },
};

const TABLES = [
  ["streamCalls", STREAM_CALLS],
  ["fileCalls", FILE_CALLS],
  ["coldFileCalls", COLD_FILE_CALLS],
] as const;

for (const [table, rows] of TABLES) {
  for (const [name, row] of Object.entries(rows)) {
    testWithLibc(
      `${table}.${name}() does what the C library says, and fails as it does`,
      async () => {
        using bench = await setUp();
        row(bench);
      },
    );
  }
}

testWithLibc("every function that is bound is called by a row", async () => {
  using bench = await setUp();
  for (const [table, rows] of TABLES) {
    assertEquals(Object.keys(rows).sort(), Object.keys(bench[table]).sort(), table);
  }
});

testWithLibc("a cold int carries every value, negative ones too", async () => {
  const { bind, COLD_INT, COLD_LONG, ColdInt } = await import(
    "../../../../lib/host/libc/library.ts"
  );
  const { abs, llabs } = bind({
    abs: { parameters: [COLD_INT], result: "i32" },
    llabs: { parameters: [COLD_LONG], result: "i64" },
  });
  const int = new ColdInt();
  for (const value of [0, 1, -1, 100, -100, 2 ** 31 - 1, -(2 ** 31) + 1]) {
    assertEquals(abs(int.of(value)), Math.abs(value));
  }
  const long = (value: bigint) => new Uint8Array(new BigInt64Array([value]).buffer);
  for (const value of [0n, 1n, -1n, 2n ** 62n + 1n, -(2n ** 62n) - 1n]) {
    assertEquals(llabs(long(value)), value < 0n ? -value : value);
  }
});

testWithLibc("coldByteCalls.read() and write() are read(2) and write(2)", async () => {
  using bench = await setUp();
  const { coldByteCalls } = await import("../../../../lib/host/libc/byte_calls.ts");
  const fd = bench.file("abcdef");
  const into = room(4);
  assertEquals([coldByteCalls.read(fd, into, 3), text(into)], [3, "abc?"]);
  assertEquals([coldByteCalls.write(fd, utf8("xyz"), 2), bench.content()], [2, "abcxyf"]);
  bench.failed(coldByteCalls.read(NO_FD, into, 1), EBADF);
  assert(bench.errno() === EBADF);
});

testWithLibc("watchCalls.ppollElsewhere() returns when an eventfd is raised", async () => {
  using bench = await setUp();
  const { watchCalls } = await import("../../../../lib/host/libc/watch_calls.ts");
  const pollfd = (fd: number): Bytes => {
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, fd, true);
    view.setInt16(4, 1, true);
    return new Uint8Array(view.buffer);
  };
  const event = watchCalls.eventfd(bench.int(0), O_NONBLOCK);
  const word = room(8);
  bench.failed(bench.streamCalls.read(bench.int(event), word, 8), EAGAIN);
  const waiting = pollfd(event);
  let returned = false;
  const call = watchCalls.ppollElsewhere(waiting, 1n, null, null).finally(() => returned = true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(returned, false);
  const two = new Uint8Array(new BigUint64Array([2n]).buffer);
  assertEquals(bench.streamCalls.write(bench.int(event), two, 8), 8);
  assertEquals([await call, waiting[6]], [1, 1]);
  assertEquals([bench.streamCalls.read(bench.int(event), word, 8), word], [8, two]);
  assertEquals(watchCalls.close(bench.int(event)), 0);
  bench.failed(watchCalls.close(bench.int(event)), EBADF);
  bench.failed(watchCalls.eventfd(bench.int(0), -1), EINVAL);
  assertEquals(await watchCalls.ppollElsewhere(pollfd(event), 0xffff_ffffn, null, null), -1);
});
