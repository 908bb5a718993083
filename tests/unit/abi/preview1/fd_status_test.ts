import { assertEquals, assertStrictEquals } from "@std/assert";
import * as rights from "../../../../lib/abi/preview1/rights.ts";
import { FakeGuest, SIZE, u32, u64, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, SOME_STAT } from "../../doubles/fake_node.ts";
import { utf8 } from "../../outcome.ts";

const { ALL_RIGHTS } = rights;
const [BADF, INVAL, IO, NAMETOOLONG, NOTSUP, OVERFLOW, PERM, SPIPE, NOTCAPABLE] = [
  ...[8, 28, 29, 37, 58, 61, 63, 70, 76],
] as const;
const [APPEND, DSYNC, NONBLOCK, RSYNC, SYNC] = [1, 2, 4, 8, 16] as const;
const OUT_OF_BOUNDS = "trap: pointer out of bounds";

type AnyNode = FakeFile | FakeDirectory | FakeStream;

/** A call on descriptor 0, the right it needs, and what it does to a file. */
interface Operation {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  readonly right: number;
  readonly does: string;
}

const OPERATIONS: readonly Operation[] = [
  {
    name: "fd_advise",
    args: [1n, 2n, 3],
    right: rights.FD_ADVISE,
    does: "advise(1, 2, will-need)",
  },
  { name: "fd_allocate", args: [1n, 2n], right: rights.FD_ALLOCATE, does: "allocate(1, 2)" },
  { name: "fd_datasync", args: [], right: rights.FD_DATASYNC, does: "syncData()" },
  {
    name: "fd_fdstat_set_flags",
    args: [APPEND],
    right: rights.FD_FDSTAT_SET_FLAGS,
    does: "setAppending(true)",
  },
  { name: "fd_filestat_get", args: [64], right: rights.FD_FILESTAT_GET, does: "stat()" },
  {
    name: "fd_filestat_set_size",
    args: [5n],
    right: rights.FD_FILESTAT_SET_SIZE,
    does: "resize(5)",
  },
  {
    name: "fd_filestat_set_times",
    args: [1n, 2n, 5],
    right: rights.FD_FILESTAT_SET_TIMES,
    does: "setTimes(1, 2)",
  },
  { name: "fd_sync", args: [], right: rights.FD_SYNC, does: "sync()" },
];

Deno.test("each fd_*() on a status needs its right and no other one", () => {
  for (const { name, args, right, does } of OPERATIONS) {
    for (const [held, errno] of [[right, 0], [ALL_RIGHTS & ~right, NOTCAPABLE], [0, NOTCAPABLE]]) {
      const file = new FakeFile();
      const guest = new FakeGuest();
      guest.open(file, { rights: held! });
      assertEquals(guest.call(name, 0, ...args), errno!, name);
      assertEquals(file.calls, errno === 0 ? [does] : [], name);
      if (errno !== 0) guest.assertWrote({}, name);
    }
  }
});

Deno.test("each fd_*() on a status fails with BADF when nothing is open", () => {
  const others: readonly [string, readonly (number | bigint)[]][] = [
    ["fd_close", []],
    ["fd_fdstat_get", [64]],
    ["fd_fdstat_set_rights", [0n, 0n]],
    ["fd_prestat_get", [64]],
    ["fd_prestat_dir_name", [64, 4]],
    ["fd_renumber", [0]],
  ];
  for (
    const [name, args] of [...OPERATIONS.map((one) => [one.name, one.args] as const), ...others]
  ) {
    for (const fd of [1, 127, -1, -(2 ** 31), 2 ** 31 - 1]) {
      const file = new FakeFile();
      const guest = new FakeGuest();
      guest.open(file);
      assertEquals(guest.call(name, fd, ...args), BADF, `${name} ${fd}`);
      assertEquals([file.calls, file.closed], [[], 0]);
      guest.assertWrote({}, name);
    }
  }
});

Deno.test("each fd_*() on a status passes the failure of the file on", () => {
  for (const { name, args } of OPERATIONS) {
    const file = new FakeFile();
    file.failure = "io";
    const guest = new FakeGuest();
    guest.open(file);
    assertEquals(guest.call(name, 0, ...args), IO, name);
    guest.assertWrote({}, name);
  }
});

Deno.test("each fd_*() on a status says what is wrong with a stream or a directory", () => {
  const rows: readonly [name: string, args: readonly (number | bigint)[], stream: number][] = [
    ["fd_advise", [0n, 0n, 0], SPIPE],
    ["fd_allocate", [0n, 1n], SPIPE],
    ["fd_datasync", [], INVAL],
    ["fd_fdstat_set_flags", [APPEND], INVAL],
    ["fd_fdstat_set_flags", [NONBLOCK], 0],
    ["fd_filestat_set_size", [0n], INVAL],
    ["fd_filestat_set_times", [0n, 0n, 0], PERM],
    ["fd_sync", [], INVAL],
  ];
  for (const [name, args, errno] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeStream());
    assertEquals(guest.call(name, 0, ...args), errno, name);
  }
  const onDirectory: readonly [name: string, args: readonly (number | bigint)[], errno: number][] =
    [
      ["fd_advise", [0n, 0n, 0], BADF],
      ["fd_allocate", [0n, 1n], BADF],
      ["fd_datasync", [], 0],
      ["fd_fdstat_set_flags", [APPEND], INVAL],
      ["fd_filestat_set_size", [0n], INVAL],
      ["fd_filestat_set_times", [0n, 0n, 0], 0],
      ["fd_sync", [], 0],
    ];
  for (const [name, args, errno] of onDirectory) {
    const guest = new FakeGuest();
    guest.open(new FakeDirectory());
    assertEquals(guest.call(name, 0, ...args), errno, name);
  }
});

Deno.test("fd_advise() takes the six kinds of advice, and offsets below 2^63", () => {
  const rows: readonly [
    offset: bigint,
    length: bigint,
    advice: number,
    expected: string | number,
  ][] = [
    [0n, 0n, 0, "advise(0, 0, normal)"],
    [0n, 0n, 1, "advise(0, 0, sequential)"],
    [0n, 0n, 2, "advise(0, 0, random)"],
    [0n, 0n, 3, "advise(0, 0, will-need)"],
    [0n, 0n, 4, "advise(0, 0, dont-need)"],
    [0n, 0n, 5, "advise(0, 0, no-reuse)"],
    [2n ** 53n + 1n, 2n ** 63n - 1n, 0, "advise(9007199254740993, 9223372036854775807, normal)"],
    [0n, 0n, 6, INVAL],
    [0n, 0n, 255, INVAL],
    [0n, 0n, -1, INVAL],
    [-1n, 0n, 0, INVAL],
    [0n, -1n, 0, INVAL],
    [2n ** 63n, 0n, 0, INVAL],
  ];
  for (const [offset, length, advice, expected] of rows) {
    const file = new FakeFile();
    const guest = new FakeGuest();
    guest.open(file);
    const errno = guest.call("fd_advise", 0, offset, length, advice);
    assertEquals(
      [errno, file.calls],
      typeof expected === "string" ? [0, [expected]] : [expected, []],
    );
  }
});

Deno.test("fd_allocate() takes offsets and lengths below 2^63", () => {
  const rows: readonly [offset: bigint, length: bigint, expected: string | number][] = [
    [0n, 1n, "allocate(0, 1)"],
    [2n ** 53n + 1n, 2n ** 62n, "allocate(9007199254740993, 4611686018427387904)"],
    [-1n, 1n, INVAL],
    [0n, -1n, INVAL],
    [2n ** 63n, 1n, INVAL],
  ];
  for (const [offset, length, expected] of rows) {
    const file = new FakeFile();
    const guest = new FakeGuest();
    guest.open(file);
    const errno = guest.call("fd_allocate", 0, offset, length);
    assertEquals(
      [errno, file.calls],
      typeof expected === "string" ? [0, [expected]] : [expected, []],
    );
  }
});

Deno.test("fd_close() closes the object once and frees the number", () => {
  for (const node of [new FakeFile(), new FakeDirectory(), new FakeStream()]) {
    const guest = new FakeGuest();
    guest.open(node, { rights: 0 });
    assertEquals([guest.call("fd_close", 0), guest.call("fd_close", 0), node.closed], [0, BADF, 1]);
    assertEquals(guest.open(new FakeFile()), 0);
  }
});

Deno.test("fd_fdstat_get() writes type, flags and rights as they are, and needs no right", () => {
  const rows: readonly [
    node: AnyNode,
    bits: number,
    inheriting: number,
    flags: number,
    type: string,
  ][] = [
    [new FakeFile(), 0, 0, 0, "04"],
    [new FakeFile(), ALL_RIGHTS, 0, APPEND | SYNC, "04"],
    [new FakeDirectory(), 1 << 13, ALL_RIGHTS, 0, "03"],
    [new FakeStream({ type: "character-device" }), 1 << 6, 0, NONBLOCK, "02"],
    [new FakeStream(), 0, 0, 0, "00"],
  ];
  for (const [node, bits, inheriting, flags, type] of rows) {
    const guest = new FakeGuest();
    guest.open(node, { rights: bits, inheriting, flags });
    assertEquals(guest.call("fd_fdstat_get", 0, 64), 0);
    guest.assertWrote({
      64: `${type}00${flags.toString(16).padStart(2, "0")}00 00000000`,
      72: u64(BigInt(bits)),
      80: u64(BigInt(inheriting)),
    });
  }
});

Deno.test("fd_fdstat_set_flags() changes APPEND and NONBLOCK alone", () => {
  const rows: readonly [before: number, wanted: number, errno: number, after: number][] = [
    [0, 0, 0, 0],
    [0, NONBLOCK, 0, NONBLOCK],
    [0, APPEND | NONBLOCK, 0, APPEND | NONBLOCK],
    [APPEND | NONBLOCK, 0, 0, 0],
    [SYNC, SYNC, 0, SYNC],
    [SYNC, SYNC | NONBLOCK, 0, SYNC | NONBLOCK],
    [0, SYNC, NOTSUP, 0],
    [0, DSYNC, NOTSUP, 0],
    [0, RSYNC | NONBLOCK, NOTSUP, 0],
    [SYNC, 0, NOTSUP, SYNC],
    [DSYNC, SYNC, NOTSUP, DSYNC],
    [0, 32, INVAL, 0],
    [0, 0xffff, INVAL, 0],
    [0, -1, INVAL, 0],
    [0, NONBLOCK | 0x8000, INVAL, 0],
  ];
  for (const [before, wanted, errno, after] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeFile(), { flags: before });
    const why = `${before} to ${wanted}`;
    assertEquals(guest.call("fd_fdstat_set_flags", 0, wanted), errno, why);
    assertEquals(guest.description(0).flags, after, why);
  }
});

Deno.test("fd_fdstat_set_rights() takes rights away and never adds one", () => {
  const [held, passedOn] = [0b1111n, 0b111100n];
  const rows: readonly [base: bigint, inheriting: bigint, errno: number][] = [
    [held, passedOn, 0],
    [0b0101n, 0b010100n, 0],
    [0n, 0n, 0],
    [held, 0n, 0],
    [0n, passedOn, 0],
    [held | 0b10000n, passedOn, NOTCAPABLE],
    [0b10000n, 0n, NOTCAPABLE],
    [0n, 1n, NOTCAPABLE],
    [held, passedOn | 1n, NOTCAPABLE],
    [1n << 29n, 0n, NOTCAPABLE],
    [1n << 30n, 0n, NOTCAPABLE],
    [1n << 31n, 0n, NOTCAPABLE],
    [1n << 32n, 0n, NOTCAPABLE],
    [1n << 63n, 0n, NOTCAPABLE],
    [-1n, 0n, NOTCAPABLE],
    [0n, -1n, NOTCAPABLE],
  ];
  for (const [base, inheriting, errno] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeDirectory(), { rights: Number(held), inheriting: Number(passedOn) });
    const why = `${base} ${inheriting}`;
    assertEquals(guest.call("fd_fdstat_set_rights", 0, base, inheriting), errno, why);
    const after = errno === 0 ? [base, inheriting] : [held, passedOn];
    const description = guest.description(0);
    assertEquals([description.rights, description.inheriting], after.map(Number), why);
  }
});

Deno.test("fd_filestat_get() writes the status in the layout of its module", () => {
  for (const [module, size] of [["wasi_snapshot_preview1", 64], ["wasi_unstable", 56]] as const) {
    const guest = new FakeGuest({ module });
    guest.open(new FakeFile());
    assertEquals(guest.call("fd_filestat_get", 0, SIZE - size), 0);
    assertEquals(guest.u64(SIZE - size), SOME_STAT.device);
    assertEquals(guest.u64(SIZE - 8), SOME_STAT.changed);
    assertEquals(guest.bytes(SIZE - size - 8, 8), utf8("????????"));
  }
});

Deno.test("fd_filestat_set_size() takes sizes below 2^63", () => {
  const rows: readonly [size: bigint, expected: string | number][] = [
    [0n, "resize(0)"],
    [2n ** 53n + 1n, "resize(9007199254740993)"],
    [2n ** 63n - 1n, "resize(9223372036854775807)"],
    [2n ** 63n, INVAL],
    [-1n, INVAL],
  ];
  for (const [size, expected] of rows) {
    const file = new FakeFile();
    const guest = new FakeGuest();
    guest.open(file);
    const errno = guest.call("fd_filestat_set_size", 0, size);
    assertEquals(
      [errno, file.calls],
      typeof expected === "string" ? [0, [expected]] : [expected, []],
    );
  }
});

Deno.test("fd_filestat_set_times() asks for what the flags say", () => {
  const rows: readonly [
    flags: number,
    times: readonly [bigint, bigint],
    expected: string | number,
  ][] = [
    [0, [1n, 2n], "setTimes(unchanged, unchanged)"],
    [1 | 8, [1n, 2n], "setTimes(1, now)"],
    [2 | 4, [1n, 2n], "setTimes(now, 2)"],
    [1 | 2, [1n, 2n], INVAL],
    [4 | 8, [1n, 2n], INVAL],
    [16, [1n, 2n], INVAL],
    [1, [-1n, 2n], OVERFLOW],
    [4, [1n, 2n ** 63n], OVERFLOW],
  ];
  for (const [flags, times, expected] of rows) {
    const file = new FakeFile();
    const guest = new FakeGuest();
    guest.open(file);
    const errno = guest.call("fd_filestat_set_times", 0, ...times, flags);
    assertEquals(
      [errno, file.calls],
      typeof expected === "string" ? [0, [expected]] : [expected, []],
    );
  }
});

Deno.test("fd_prestat_get() tells a preopen by the length of its name", () => {
  const guest = new FakeGuest();
  guest.open(new FakeDirectory(), { rights: 0, preopen: utf8("/dàta") });
  guest.open(new FakeDirectory(), { rights: ALL_RIGHTS });
  guest.open(new FakeFile());
  assertEquals(guest.call("fd_prestat_get", 0, 64), 0);
  guest.assertWrote({ 64: u32(0), 68: u32(6) });
  assertEquals([guest.call("fd_prestat_get", 1, 64), guest.call("fd_prestat_get", 2, 64)], [
    BADF,
    BADF,
  ]);
  guest.assertWrote({});
});

Deno.test("fd_prestat_dir_name() writes the name without a NUL, and nothing when it does not fit", () => {
  const rows: readonly [length: number, errno: number][] = [
    [5, 0],
    [6, 0],
    [100, 0],
    [4, NAMETOOLONG],
    [1, NAMETOOLONG],
    [0, NAMETOOLONG],
  ];
  for (const [length, errno] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeDirectory(), { rights: 0, preopen: utf8("/data") });
    guest.open(new FakeDirectory());
    assertEquals(guest.call("fd_prestat_dir_name", 0, 101, length), errno, `${length}`);
    guest.assertWrote(errno === 0 ? { 101: utf8("/data") } : {});
    assertEquals(guest.call("fd_prestat_dir_name", 1, 101, length), BADF);
  }
});

Deno.test("fd_renumber() takes rights, flags and preopened name along", () => {
  const [moved, replaced] = [new FakeDirectory(), new FakeFile()];
  const guest = new FakeGuest();
  guest.open(moved, { rights: 5, inheriting: 6, flags: NONBLOCK, preopen: utf8("/data") });
  guest.open(replaced, { rights: ALL_RIGHTS });
  assertEquals(guest.call("fd_renumber", 0, 1), 0);
  const description = guest.description(1);
  assertStrictEquals(description.node, moved);
  assertEquals([description.rights, description.inheriting, description.flags], [5, 6, NONBLOCK]);
  assertEquals([moved.closed, replaced.closed], [0, 1]);
  assertEquals(guest.call("fd_prestat_get", 1, 64), 0);
  assertEquals(guest.call("fd_prestat_get", 0, 64), BADF);
  assertEquals(guest.call("fd_renumber", 0, 1), BADF, "the source is closed");
});

Deno.test("fd_renumber() onto itself changes nothing, and onto nothing fails", () => {
  const file = new FakeFile();
  const guest = new FakeGuest();
  guest.open(file);
  assertEquals(guest.call("fd_renumber", 0, 0), 0);
  for (const to of [1, 127, 2 ** 31 - 1, -(2 ** 31), -1]) {
    assertEquals(guest.call("fd_renumber", 0, to), BADF);
    assertEquals(guest.call("fd_renumber", to, 0), BADF);
    assertEquals(guest.call("fd_renumber", to, to), BADF);
  }
  assertEquals(file.closed, 0);
});

Deno.test("the fd_*() with a result trap before any effect when it has no place", () => {
  const rows: readonly [name: string, size: number][] = [
    ["fd_fdstat_get", 24],
    ["fd_filestat_get", 64],
    ["fd_prestat_get", 8],
  ];
  for (const [name, size] of rows) {
    for (const pointer of [...WILD_POINTERS, SIZE - size + 8]) {
      const directory = new FakeDirectory();
      const guest = new FakeGuest();
      guest.open(directory, { preopen: utf8("/") });
      assertEquals(guest.call(name, 0, pointer), OUT_OF_BOUNDS, `${name} ${pointer}`);
      assertEquals(directory.calls, []);
      guest.assertWrote({});
    }
    for (const pointer of [65, 66]) {
      const guest = new FakeGuest();
      guest.open(new FakeDirectory(), { preopen: utf8("/") });
      assertEquals(guest.call(name, 0, pointer), "trap: misaligned pointer", name);
      guest.assertWrote({});
    }
  }
  for (const [pointer, length] of [[SIZE - 4, 5], [-1, 2], [0, SIZE + 1], [0, -1]] as const) {
    const guest = new FakeGuest();
    guest.open(new FakeDirectory(), { preopen: utf8("/data") });
    assertEquals(guest.call("fd_prestat_dir_name", 0, pointer, length), OUT_OF_BOUNDS);
    guest.assertWrote({});
  }
});
