import { assertEquals, assertStrictEquals } from "@std/assert";
import * as rights from "../../../../lib/abi/preview1/rights.ts";
import type { ErrorCode } from "../../../../lib/errors.ts";
import type { Opened, OpenOptions } from "../../../../lib/filesystem/directory.ts";
import { FakeGuest, SIZE, u32, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../../doubles/fake_node.ts";
import { unhex, utf8 } from "../../outcome.ts";

const {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  FD_DATASYNC,
  FD_READ,
  FD_READDIR,
  FD_SEEK,
  FD_TELL,
  FD_WRITE,
  FILE_RIGHTS,
  PATH_CREATE_FILE,
  PATH_FILESTAT_SET_SIZE,
  PATH_OPEN,
  STREAM_RIGHTS,
  WRITE_RIGHTS,
} = rights;
const [BADF, ILSEQ, INVAL, MFILE, NAMETOOLONG, NOENT, NOTDIR, NOTCAPABLE] = [
  ...[8, 25, 28, 33, 37, 44, 54, 76],
] as const;
const [CREAT, DIRECTORY, EXCL, TRUNC] = [1, 2, 4, 8] as const;
const [APPEND, DSYNC, NONBLOCK, RSYNC, SYNC] = [1, 2, 4, 8, 16] as const;

/** What a read-only grant passes on. */
const READ_ONLY = ALL_RIGHTS & ~WRITE_RIGHTS;

const [PATH, RESULT] = [1001, 400];

/** A call of path_open; what is left out is the plainest. */
interface Request {
  readonly fd?: number;
  readonly lookup?: number;
  readonly path?: string | Uint8Array;
  readonly oflags?: number;
  readonly base?: number | bigint;
  readonly inheriting?: number | bigint;
  readonly fdflags?: number;
  readonly result?: number;
}

/** The directory that is opened from, and what it holds. */
interface Setting {
  readonly held?: number;
  readonly inheriting?: number;
  readonly opened?: Opened;
  readonly capacity?: number;
}

interface Outcome {
  readonly guest: FakeGuest;
  readonly directory: FakeDirectory;
  readonly errno: number | string;
}

function open(request: Request, setting: Setting = {}): Outcome {
  const { path = "f" } = request;
  const bytes = typeof path === "string" ? utf8(path) : path;
  const directory = new FakeDirectory();
  if (setting.opened !== undefined) directory.opened = setting.opened;
  const guest = new FakeGuest(setting.capacity === undefined ? {} : { capacity: setting.capacity });
  guest.open(directory, {
    rights: setting.held ?? ALL_RIGHTS,
    inheriting: setting.inheriting ?? ALL_RIGHTS,
  });
  guest.put(PATH, bytes);
  const errno = guest.call(
    "path_open",
    request.fd ?? 0,
    request.lookup ?? 0,
    PATH,
    bytes.length,
    request.oflags ?? 0,
    BigInt(request.base ?? FD_READ),
    BigInt(request.inheriting ?? 0),
    request.fdflags ?? 0,
    request.result ?? RESULT,
  );
  return { guest, directory, errno };
}

Deno.test("path_open() puts what was opened under the lowest free number", () => {
  const opened = new FakeFile();
  const { guest, errno } = open({ path: "a/b" }, { opened });
  assertEquals(errno, 0);
  guest.assertWrote({ [RESULT]: u32(1) });
  assertStrictEquals(guest.description(1).node, opened);
  assertEquals(guest.description(1).preopen, undefined);
});

Deno.test("path_open() asks the directory for what flags and rights say", () => {
  const plain: OpenOptions = {
    follow: false,
    read: false,
    write: false,
    create: false,
    exclusive: false,
    truncate: false,
    append: false,
    directory: false,
    sync: "none",
  };
  const rows: readonly [request: Request, differs: Partial<OpenOptions>][] = [
    [{ base: 0 }, {}],
    [{ base: 0, lookup: 1 }, { follow: true }],
    [{ base: FD_READ }, { read: true }],
    [{ base: FD_READDIR }, { read: true }],
    [{ base: FD_WRITE }, { write: true }],
    [{ base: FD_READ | FD_WRITE }, { read: true, write: true }],
    [{ base: FD_SEEK | FD_TELL }, {}],
    [{ base: 0, oflags: CREAT }, { create: true }],
    [{ base: 0, oflags: CREAT | EXCL }, { create: true, exclusive: true }],
    [{ base: 0, oflags: EXCL }, { exclusive: true }],
    [{ base: 0, oflags: TRUNC }, { truncate: true }],
    [{ base: 0, oflags: DIRECTORY }, { directory: true }],
    [{ base: 0, fdflags: APPEND }, { append: true }],
    [{ base: 0, fdflags: NONBLOCK }, {}],
    [{ base: 0, fdflags: DSYNC }, { sync: "data" }],
    [{ base: 0, fdflags: RSYNC }, { sync: "data" }],
    [{ base: 0, fdflags: SYNC }, { sync: "all" }],
    [{ base: 0, fdflags: SYNC | DSYNC | RSYNC }, { sync: "all" }],
    [{ base: 2n ** 64n - 1n }, { read: true, write: true }],
    [{ base: 1n << 63n }, {}],
  ];
  for (const [request, differs] of rows) {
    const { directory, errno } = open({ ...request, path: "a/../b" });
    assertEquals(errno, 0);
    assertEquals(directory.calls, ["openAt(a/../b)"]);
    assertEquals(directory.options, { ...plain, ...differs });
  }
});

Deno.test("path_open() gives a file what was asked and may be passed on, and nothing to pass on", () => {
  const asked = [0, FD_READ, FD_READ | FD_SEEK, READ_ONLY, ALL_RIGHTS & ~FD_WRITE, 2n ** 64n - 1n];
  for (const base of asked) {
    for (const inheriting of [ALL_RIGHTS, FD_READ | FD_WRITE | FD_TELL, FD_WRITE]) {
      const { guest, errno } = open({ base, inheriting: 2n ** 64n - 1n }, { inheriting });
      assertEquals(errno, 0);
      const { rights: got, inheriting: passedOn } = guest.description(1);
      assertEquals(got, Number(BigInt(base) & BigInt(inheriting & FILE_RIGHTS)));
      assertEquals(passedOn, 0);
    }
  }
});

Deno.test("path_open() drops in silence what a directory does not pass on", () => {
  const readers = [
    // What C, Rust and Go ask of a file that they only want to read.
    { name: "wasi-libc", base: ALL_RIGHTS & ~FD_WRITE & ~rights.FD_ALLOCATE },
    { name: "Rust", base: READ_ONLY | rights.PATH_CREATE_FILE | rights.FD_FILESTAT_SET_SIZE },
    { name: "Go", base: ALL_RIGHTS & ~FD_WRITE },
  ];
  for (const { name, base } of readers) {
    const { guest, errno } = open(
      { base, inheriting: ALL_RIGHTS },
      { held: READ_ONLY, inheriting: READ_ONLY },
    );
    assertEquals(errno, 0, name);
    assertEquals(guest.description(1).rights, base & READ_ONLY & FILE_RIGHTS, name);
    assertEquals(guest.call("fd_fdstat_get", 1, 64), 0);
    assertEquals(guest.u64(72), BigInt(base & READ_ONLY & FILE_RIGHTS), "and reports the truth");
  }
});

Deno.test("path_open() gives a directory what it may do, and passes on no more than it has", () => {
  const narrow = FD_READ | FD_READDIR | PATH_OPEN;
  const rows: readonly [
    base: number | bigint,
    inheriting: number | bigint,
    held: number,
    expected: readonly [rights: number, inheriting: number],
  ][] = [
    [READ_ONLY, ALL_RIGHTS, ALL_RIGHTS, [READ_ONLY & DIRECTORY_RIGHTS, ALL_RIGHTS]],
    [PATH_OPEN, 0, ALL_RIGHTS, [PATH_OPEN, 0]],
    [0, ALL_RIGHTS, ALL_RIGHTS, [0, ALL_RIGHTS]],
    [READ_ONLY, ALL_RIGHTS, READ_ONLY, [READ_ONLY & DIRECTORY_RIGHTS, READ_ONLY]],
    [READ_ONLY, 2n ** 64n - 1n, narrow, [FD_READDIR | PATH_OPEN, narrow]],
    [FD_READDIR, FD_WRITE, narrow, [FD_READDIR, 0]],
    [0, 1n << 40n, ALL_RIGHTS, [0, 0]],
    // As Zig asks: the rights to the directory once more, and nothing of files, means no restriction.
    [DIRECTORY_RIGHTS, DIRECTORY_RIGHTS, ALL_RIGHTS, [DIRECTORY_RIGHTS, ALL_RIGHTS]],
    [DIRECTORY_RIGHTS, DIRECTORY_RIGHTS, narrow, [FD_READDIR | PATH_OPEN, narrow]],
    [PATH_OPEN | FD_READ, PATH_OPEN | FD_READ, ALL_RIGHTS, [PATH_OPEN, PATH_OPEN | FD_READ]],
    [FD_READDIR, FD_READDIR, ALL_RIGHTS, [FD_READDIR, FD_READDIR]],
  ];
  for (const [base, inheriting, held, expected] of rows) {
    const { guest, errno } = open(
      { base, inheriting, oflags: DIRECTORY },
      { opened: new FakeDirectory(), inheriting: held },
    );
    assertEquals(errno, 0);
    const description = guest.description(1);
    assertEquals([description.rights, description.inheriting], expected);
  }
});

Deno.test("path_open() gives a stream what makes sense without a position", () => {
  const { guest, errno } = open({ base: ALL_RIGHTS, inheriting: ALL_RIGHTS }, {
    opened: new FakeStream(),
  });
  assertEquals(errno, 0);
  const description = guest.description(1);
  assertEquals([description.rights, description.inheriting], [STREAM_RIGHTS, 0]);
});

Deno.test("path_open() through a narrow directory never gives more than that one passes on", () => {
  const inner = new FakeDirectory();
  const { guest } = open(
    { oflags: DIRECTORY, base: READ_ONLY, inheriting: FD_READ | PATH_OPEN },
    { opened: inner },
  );
  const through = (base: number, oflags = 0): number | string =>
    guest.call("path_open", 1, 0, PATH, 1, oflags, BigInt(base), BigInt(ALL_RIGHTS), 0, RESULT);
  assertEquals(through(READ_ONLY), 0);
  assertEquals(guest.description(2).rights, FD_READ);
  assertEquals(through(FD_READ | FD_WRITE), NOTCAPABLE);
  assertEquals(through(FD_READ, CREAT), NOTCAPABLE);
  assertEquals(through(FD_READ, TRUNC), NOTCAPABLE);

  inner.opened = new FakeDirectory();
  assertEquals(through(READ_ONLY, DIRECTORY), 0);
  const third = guest.description(3);
  assertEquals([third.rights, third.inheriting], [PATH_OPEN, FD_READ | PATH_OPEN]);
});

Deno.test("path_open() fails with NOTCAPABLE when the open itself needs a right that is missing", () => {
  const rows: readonly [request: Request, setting: Setting, errno: number, why: string][] = [
    [{}, { held: PATH_OPEN }, 0, "opening alone needs one right"],
    [{}, { held: ALL_RIGHTS & ~PATH_OPEN }, NOTCAPABLE, "no right to open"],
    [{ oflags: CREAT }, { held: PATH_OPEN | PATH_CREATE_FILE }, 0, "creating needs another"],
    [{ oflags: CREAT }, { held: ALL_RIGHTS & ~PATH_CREATE_FILE }, NOTCAPABLE, "none to create"],
    [{ oflags: TRUNC }, { held: PATH_OPEN | PATH_FILESTAT_SET_SIZE }, 0, "truncating another"],
    [
      { oflags: TRUNC },
      { held: ALL_RIGHTS & ~PATH_FILESTAT_SET_SIZE },
      NOTCAPABLE,
      "none to truncate, with only FD_READ",
    ],
    [
      { oflags: TRUNC, base: FD_WRITE },
      { held: ALL_RIGHTS & ~PATH_FILESTAT_SET_SIZE },
      NOTCAPABLE,
      "none to truncate, with FD_WRITE",
    ],
    [
      { base: FD_WRITE },
      { inheriting: ALL_RIGHTS & ~FD_WRITE },
      NOTCAPABLE,
      "writing is not passed on",
    ],
    [
      { base: ALL_RIGHTS },
      { inheriting: ALL_RIGHTS & ~FD_WRITE },
      NOTCAPABLE,
      "writing among all the others is not passed on",
    ],
    [
      { fdflags: APPEND },
      { inheriting: ALL_RIGHTS & ~FD_WRITE },
      NOTCAPABLE,
      "appending is not passed on",
    ],
    [{ base: FD_WRITE, fdflags: APPEND }, { inheriting: FD_WRITE }, 0, "appending is"],
    [{ base: FD_WRITE }, { held: READ_ONLY, inheriting: READ_ONLY }, NOTCAPABLE, "read-only"],
    [{ oflags: CREAT }, { held: READ_ONLY, inheriting: READ_ONLY }, NOTCAPABLE, "read-only"],
    [{ oflags: TRUNC }, { held: READ_ONLY, inheriting: READ_ONLY }, NOTCAPABLE, "read-only"],
    [{ fdflags: APPEND }, { held: READ_ONLY, inheriting: READ_ONLY }, NOTCAPABLE, "read-only"],
    [{ base: READ_ONLY }, { held: READ_ONLY, inheriting: READ_ONLY }, 0, "reading is left"],
    [{ base: FD_DATASYNC }, { inheriting: 0 }, 0, "nothing is passed on, and nothing needed"],
  ];
  for (const [request, setting, errno, why] of rows) {
    const outcome = open(request, setting);
    assertEquals(outcome.errno, errno, why);
    if (errno === 0) continue;
    assertEquals(outcome.directory.calls, [], why);
    outcome.guest.assertWrote({}, why);
  }
});

Deno.test("path_open() fails with INVAL on flags that are unknown or exclude each other", () => {
  const rows: readonly Request[] = [
    { oflags: 16 },
    { oflags: 0x8000 },
    { oflags: -1 },
    { oflags: CREAT | 0x1_0000 },
    { fdflags: 32 },
    { fdflags: 0x8000 },
    { fdflags: -1 },
    { lookup: 2 },
    { lookup: -1 },
    { oflags: CREAT | DIRECTORY },
    { oflags: CREAT | DIRECTORY | EXCL },
    { oflags: TRUNC | DIRECTORY },
  ];
  for (const request of rows) {
    const { errno, directory, guest } = open(request);
    assertEquals([errno, directory.calls], [INVAL, []], JSON.stringify(request));
    assertEquals(guest.context.descriptors.size, 1);
    guest.assertWrote({});
  }
});

Deno.test("path_open() keeps the flags that were asked for", () => {
  for (const fdflags of [0, APPEND, NONBLOCK, SYNC | APPEND, DSYNC | RSYNC]) {
    const { guest } = open({ fdflags, base: FD_WRITE });
    const { flags, nonblocking } = guest.description(1);
    assertEquals([flags, nonblocking], [fdflags, (fdflags & NONBLOCK) !== 0]);
  }
});

Deno.test("path_open() refuses what is no path before it asks the directory", () => {
  const rows: readonly [path: string | Uint8Array, errno: number][] = [
    ["", NOENT],
    ["f\0.png", INVAL],
    ["\0", INVAL],
    [unhex("c0 ae c0 ae 2f 66"), ILSEQ],
    [unhex("ff"), ILSEQ],
    ["n".repeat(4096), NAMETOOLONG],
  ];
  for (const [path, errno] of rows) {
    const outcome = open({ path });
    assertEquals([outcome.errno, outcome.directory.calls], [errno, []]);
    outcome.guest.assertWrote({});
  }
});

Deno.test("path_open() looks for a descriptor, then a directory, then the right", () => {
  for (
    const [node, fd, errno] of [
      [new FakeFile(), 0, NOTDIR],
      [new FakeStream(), 0, NOTDIR],
      [new FakeDirectory(), 0, NOTCAPABLE],
      [new FakeDirectory(), 1, BADF],
      [new FakeDirectory(), -1, BADF],
      [new FakeDirectory(), -(2 ** 31), BADF],
    ] as const
  ) {
    const guest = new FakeGuest();
    guest.open(node, { rights: 0 });
    guest.put(PATH, "f");
    assertEquals(guest.call("path_open", fd, 0, PATH, 1, 0, 2n, 0n, 0, RESULT), errno);
    guest.assertWrote({});
  }
});

Deno.test("path_open() fails with MFILE before it opens anything when the table is full", () => {
  const opened = new FakeFile();
  const { guest, directory, errno } = open({ oflags: CREAT }, { opened, capacity: 1 });
  assertEquals([errno, directory.calls, opened.closed], [MFILE, [], 0]);
  guest.assertWrote({});
});

Deno.test("path_open() passes the failure of the directory on", () => {
  const rows: readonly [ErrorCode, number][] = [
    ["no-entry", NOENT],
    ["not-capable", NOTCAPABLE],
    ["is-directory", 31],
    ["exist", 20],
    ["loop", 32],
    ["too-many-open-files", MFILE],
    ["too-many-open-files-in-system", 41],
    ["no-such-device", 60],
    ["insufficient-space", 51],
  ];
  for (const [failure, errno] of rows) {
    const directory = new FakeDirectory();
    directory.failure = failure;
    const guest = new FakeGuest();
    guest.open(directory);
    guest.put(PATH, "f");
    assertEquals(guest.call("path_open", 0, 0, PATH, 1, 0, 2n, 0n, 0, RESULT), errno);
    assertEquals(guest.context.descriptors.size, 1);
    guest.assertWrote({});
  }
});

Deno.test("path_open() traps before it opens anything when path or result have no place", () => {
  const results = [...WILD_POINTERS, SIZE - 3, RESULT + 1, RESULT + 2];
  for (const result of results) {
    const { guest, directory, errno } = open({ result, oflags: CREAT });
    assertEquals(String(errno).startsWith("trap: "), true, `${result}`);
    assertEquals([directory.calls, guest.context.descriptors.size], [[], 1]);
    guest.assertWrote({});
  }
  for (const [at, length] of [...WILD_POINTERS.map((wild) => [wild, 1]), [SIZE - 1, 2], [0, -1]]) {
    const directory = new FakeDirectory();
    const guest = new FakeGuest();
    guest.open(directory);
    const ended = guest.call("path_open", 0, 0, at!, length!, 0, 2n, 0n, 0, RESULT);
    assertEquals([ended, directory.calls], ["trap: pointer out of bounds", []]);
    guest.assertWrote({});
  }
});

Deno.test("path_open() reads the path before it writes the number over it", () => {
  const directory = new FakeDirectory();
  const guest = new FakeGuest();
  guest.open(directory);
  guest.put(RESULT, "name");
  assertEquals(guest.call("path_open", 0, 0, RESULT, 4, 0, 2n, 0n, 0, RESULT), 0);
  assertEquals(directory.calls, ["openAt(name)"]);
  guest.assertWrote({ [RESULT]: u32(1) });
});
