import { assertEquals } from "@std/assert";
import * as rights from "../../../../lib/abi/preview1/rights.ts";
import type { ErrorCode } from "../../../../lib/errors.ts";
import { FakeGuest, SIZE, u32, u64, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, SOME_STAT } from "../../doubles/fake_node.ts";
import { unhex, utf8 } from "../../outcome.ts";

const { ALL_RIGHTS } = rights;
const [BADF, ILSEQ, INVAL, NAMETOOLONG, NOENT, NOTDIR, OVERFLOW, NOTCAPABLE] = [
  ...[8, 25, 28, 37, 44, 54, 61, 76],
] as const;
const OUT_OF_BOUNDS = "trap: pointer out of bounds";

/** Where rows put the two paths, a buffer and the result; a path can be longer than 4096 bytes. */
const [PATH, OTHER, BUFFER, RESULT] = [1001, 12_001, 24_001, 30_000];

/** A path in memory. */
interface Place {
  readonly at: number;
  readonly length: number;
}

/** A function of the family, called with a descriptor and a path. */
interface Call {
  readonly name: string;
  readonly right: number;
  readonly args: (fd: number, path: Place) => readonly (number | bigint)[];
  /** What it asks of the directory. */
  readonly does: (path: string) => string;
}

const OTHER_PLACE: Place = { at: OTHER, length: 5 };

/** Each function, and those of two paths once for each side: the other side is `other`, good. */
const CALLS: readonly Call[] = [
  {
    name: "path_create_directory",
    right: rights.PATH_CREATE_DIRECTORY,
    args: (fd, { at, length }) => [fd, at, length],
    does: (path) => `createDirectoryAt(${path})`,
  },
  {
    name: "path_filestat_get",
    right: rights.PATH_FILESTAT_GET,
    args: (fd, { at, length }) => [fd, 1, at, length, RESULT],
    does: (path) => `statAt(${path}, true)`,
  },
  {
    name: "path_filestat_set_times",
    right: rights.PATH_FILESTAT_SET_TIMES,
    args: (fd, { at, length }) => [fd, 0, at, length, 1n, 2n, 5],
    does: (path) => `setTimesAt(${path}, false, 1, 2)`,
  },
  {
    name: "path_link",
    right: rights.PATH_LINK_SOURCE,
    args: (fd, { at, length }) => [fd, 0, at, length, 1, OTHER, OTHER_PLACE.length],
    does: (path) => `linkAt(${path}, false, another, other)`,
  },
  {
    name: "path_link",
    right: rights.PATH_LINK_TARGET,
    args: (fd, { at, length }) => [1, 1, OTHER, OTHER_PLACE.length, fd, at, length],
    does: (path) => `linkAt(other, true, another, ${path})`,
  },
  {
    name: "path_readlink",
    right: rights.PATH_READLINK,
    args: (fd, { at, length }) => [fd, at, length, BUFFER, 10, RESULT],
    does: (path) => `readlinkAt(${path})`,
  },
  {
    name: "path_remove_directory",
    right: rights.PATH_REMOVE_DIRECTORY,
    args: (fd, { at, length }) => [fd, at, length],
    does: (path) => `removeDirectoryAt(${path})`,
  },
  {
    name: "path_rename",
    right: rights.PATH_RENAME_SOURCE,
    args: (fd, { at, length }) => [fd, at, length, 1, OTHER, OTHER_PLACE.length],
    does: (path) => `renameAt(${path}, another, other)`,
  },
  {
    name: "path_rename",
    right: rights.PATH_RENAME_TARGET,
    args: (fd, { at, length }) => [1, OTHER, OTHER_PLACE.length, fd, at, length],
    does: (path) => `renameAt(other, another, ${path})`,
  },
  {
    name: "path_symlink",
    right: rights.PATH_SYMLINK,
    args: (fd, { at, length }) => [OTHER, OTHER_PLACE.length, fd, at, length],
    does: (path) => `symlinkAt(other, ${path})`,
  },
  {
    name: "path_unlink_file",
    right: rights.PATH_UNLINK_FILE,
    args: (fd, { at, length }) => [fd, at, length],
    does: (path) => `unlinkFileAt(${path})`,
  },
];

/** The directory under test is descriptor 0, the other side of a link or rename is 1. */
function guestWith(
  node: FakeDirectory | FakeFile | FakeStream,
  held: number = ALL_RIGHTS,
): { guest: FakeGuest; other: FakeDirectory; calls: () => string[] } {
  const guest = new FakeGuest();
  const other = new FakeDirectory();
  guest.open(node, { rights: held });
  guest.open(other);
  guest.put(OTHER, "other");
  const calls = () => [...("calls" in node ? node.calls : []), ...other.calls];
  return { guest, other, calls };
}

Deno.test("each path_*() asks the directory for what it is to do", () => {
  for (const { name, args, does } of CALLS) {
    for (const path of ["f", "a/b/../f", "..", "/", "é/", "a\\b", "%2e%2e", "n".repeat(4095)]) {
      const { guest, calls } = guestWith(new FakeDirectory());
      guest.put(PATH, path);
      const place = { at: PATH, length: utf8(path).length };
      assertEquals(guest.call(name, ...args(0, place)), 0, name);
      assertEquals(calls(), [does(path)]);
    }
  }
});

Deno.test("each path_*() needs its right on its own side, and no other one", () => {
  for (const { name, right, args, does } of CALLS) {
    for (const [held, errno] of [[right, 0], [ALL_RIGHTS & ~right, NOTCAPABLE], [0, NOTCAPABLE]]) {
      const { guest, calls } = guestWith(new FakeDirectory(), held!);
      guest.put(PATH, "f");
      assertEquals(guest.call(name, ...args(0, { at: PATH, length: 1 })), errno!, name);
      assertEquals(calls(), errno === 0 ? [does("f")] : [], name);
    }
  }
});

Deno.test("each path_*() looks for a descriptor, then a directory, then the right", () => {
  for (const { name, args } of CALLS) {
    const rows: readonly [
      node: FakeDirectory | FakeFile | FakeStream,
      fd: number,
      errno: number,
    ][] = [
      [new FakeFile(), 0, NOTDIR],
      [new FakeStream(), 0, NOTDIR],
      [new FakeDirectory(), 0, NOTCAPABLE],
      [new FakeDirectory(), 2, BADF],
      [new FakeDirectory(), -1, BADF],
      [new FakeDirectory(), -(2 ** 31), BADF],
    ];
    for (const [node, fd, errno] of rows) {
      const { guest, calls } = guestWith(node, 0);
      guest.put(PATH, "f");
      assertEquals(guest.call(name, ...args(fd, { at: PATH, length: 1 })), errno, `${name} ${fd}`);
      assertEquals(calls(), []);
      guest.assertWrote({});
    }
  }
});

Deno.test("each path_*() refuses what is no path, on either side, before it asks the directory", () => {
  const rows: readonly [path: Uint8Array, errno: number, why: string][] = [
    [utf8(""), NOENT, "empty"],
    [utf8("f\0"), INVAL, "a NUL at the end"],
    [utf8("f\0.png"), INVAL, "a NUL within"],
    [utf8("\0"), INVAL, "only a NUL"],
    [unhex("ff fe"), ILSEQ, "bytes of no text"],
    [unhex("c0 af"), ILSEQ, "an overlong slash"],
    [unhex("c0 ae c0 ae"), ILSEQ, "overlong dots"],
    [unhex("ed a0 80"), ILSEQ, "a surrogate"],
    [unhex("61 c3"), ILSEQ, "cut off"],
    [new Uint8Array(4096).fill(0x61), NAMETOOLONG, "one byte too long"],
    [new Uint8Array(4096), NAMETOOLONG, "too long before it is looked at"],
  ];
  for (const { name, args } of CALLS) {
    for (const [path, errno, why] of rows) {
      const { guest, calls } = guestWith(new FakeDirectory());
      guest.put(PATH, path);
      const errnoIs = guest.call(name, ...args(0, { at: PATH, length: path.length }));
      assertEquals(errnoIs, errno, `${name}: ${why}`);
      assertEquals(calls(), []);
      guest.assertWrote({});
    }
  }
});

Deno.test("each path_*() refuses an empty path wherever its pointer leads", () => {
  for (const { name, args } of CALLS) {
    for (const at of [0, SIZE, ...WILD_POINTERS]) {
      const { guest } = guestWith(new FakeDirectory());
      assertEquals(guest.call(name, ...args(0, { at, length: 0 })), NOENT, name);
    }
  }
});

Deno.test("each path_*() traps before any effect when the path is not wholly within", () => {
  const places: readonly Place[] = [
    ...WILD_POINTERS.map((at) => ({ at, length: 1 })),
    { at: SIZE - 1, length: 2 },
    { at: 0, length: SIZE + 1 },
    { at: 0, length: -1 },
    { at: 1, length: 0x7fff_ffff },
    { at: 0xffff_fff0, length: 0x20 },
  ];
  for (const { name, args } of CALLS) {
    for (const place of places) {
      const { guest, calls } = guestWith(new FakeDirectory());
      const why = `${name} ${place.at} ${place.length}`;
      assertEquals(guest.call(name, ...args(0, place)), OUT_OF_BOUNDS, why);
      assertEquals(calls(), [], why);
      guest.assertWrote({}, why);
    }
  }
});

Deno.test("each path_*() passes the failure of the directory on", () => {
  const rows: readonly [ErrorCode, number][] = [
    ["no-entry", NOENT],
    ["not-capable", NOTCAPABLE],
    ["loop", 32],
    ["exist", 20],
    ["not-empty", 55],
    ["cross-device", 75],
    ["read-only", 69],
  ];
  for (const { name, args } of CALLS) {
    for (const [failure, errno] of rows) {
      const directory = new FakeDirectory();
      const { guest, other } = guestWith(directory);
      directory.failure = other.failure = failure;
      guest.put(PATH, "f");
      assertEquals(guest.call(name, ...args(0, { at: PATH, length: 1 })), errno, name);
      guest.assertWrote({});
    }
  }
});

Deno.test("path_filestat_get() writes the status in the layout of its module", () => {
  for (const [module, size] of [["wasi_snapshot_preview1", 64], ["wasi_unstable", 56]] as const) {
    const guest = new FakeGuest({ module });
    guest.open(new FakeDirectory());
    guest.put(PATH, "f");
    assertEquals(guest.call("path_filestat_get", 0, 0, PATH, 1, SIZE - size), 0);
    assertEquals(guest.u64(SIZE - size), SOME_STAT.device);
    assertEquals(guest.bytes(SIZE - 8, 8), u64(SOME_STAT.changed));
    assertEquals(guest.bytes(SIZE - size - 8, 8), utf8("????????"));
  }
});

Deno.test("path_filestat_get() reads the path before it writes over it", () => {
  const directory = new FakeDirectory();
  const { guest } = guestWith(directory);
  guest.put(RESULT, "name");
  assertEquals(guest.call("path_filestat_get", 0, 0, RESULT, 4, RESULT), 0);
  assertEquals(directory.calls, ["statAt(name, false)"]);
  assertEquals(guest.u64(RESULT), SOME_STAT.device);
});

Deno.test("path_filestat_get() traps and asks nothing when the result has no place", () => {
  const rows: readonly (readonly [pointer: number, expected: string])[] = [
    ...[...WILD_POINTERS, SIZE - 56].map((pointer) => [pointer, OUT_OF_BOUNDS] as const),
    ...[RESULT + 1, RESULT + 4].map((pointer) => [pointer, "trap: misaligned pointer"] as const),
  ];
  for (const [pointer, expected] of rows) {
    const directory = new FakeDirectory();
    const { guest } = guestWith(directory);
    guest.put(PATH, "f");
    assertEquals(guest.call("path_filestat_get", 0, 0, PATH, 1, pointer), expected);
    assertEquals(directory.calls, []);
    guest.assertWrote({});
  }
});

Deno.test("the path_*() with lookupflags take the one that there is", () => {
  const rows: readonly [flags: number, expected: boolean | number][] = [
    [0, false],
    [1, true],
    [2, INVAL],
    [3, INVAL],
    [0x8000, INVAL],
    [-(2 ** 31), INVAL],
    [-1, INVAL],
  ];
  for (const [flags, expected] of rows) {
    const directory = new FakeDirectory();
    const { guest } = guestWith(directory);
    guest.put(PATH, "f");
    const errno = typeof expected === "number" ? expected : 0;
    assertEquals(guest.call("path_filestat_get", 0, flags, PATH, 1, RESULT), errno);
    assertEquals(guest.call("path_filestat_set_times", 0, flags, PATH, 1, 0n, 0n, 0), errno);
    assertEquals(guest.call("path_link", 0, flags, PATH, 1, 0, OTHER, 5), errno);
    assertEquals(
      directory.calls,
      errno !== 0 ? [] : [
        `statAt(f, ${expected})`,
        `setTimesAt(f, ${expected}, unchanged, unchanged)`,
        `linkAt(f, ${expected}, itself, other)`,
      ],
    );
  }
});

Deno.test("path_filestat_set_times() asks for what the flags say", () => {
  const rows: readonly [
    flags: number,
    times: readonly [bigint, bigint],
    expected: string | number,
  ][] = [
    [0, [1n, 2n], "unchanged, unchanged"],
    [1 | 8, [1n, 2n], "1, now"],
    [2 | 4, [1n, 2n], "now, 2"],
    [1 | 4, [0n, 2n ** 63n - 1n], `0, ${2n ** 63n - 1n}`],
    [1 | 2, [1n, 2n], INVAL],
    [4 | 8, [1n, 2n], INVAL],
    [16, [1n, 2n], INVAL],
    [1, [-1n, 2n], OVERFLOW],
    [4, [1n, 2n ** 63n], OVERFLOW],
  ];
  for (const [flags, times, expected] of rows) {
    const directory = new FakeDirectory();
    const { guest } = guestWith(directory);
    guest.put(PATH, "f");
    const errno = guest.call("path_filestat_set_times", 0, 0, PATH, 1, ...times, flags);
    assertEquals(
      [errno, directory.calls],
      typeof expected === "string" ? [0, [`setTimesAt(f, false, ${expected})`]] : [expected, []],
    );
  }
});

Deno.test("path_readlink() writes as much of the text as there is room for", () => {
  const rows: readonly [linkText: string, capacity: number, expected: string][] = [
    ["../target", 100, "../target"],
    ["../target", 9, "../target"],
    ["../target", 8, "../targe"],
    ["../target", 1, "."],
    ["../target", 0, ""],
    ["", 10, ""],
    ["x".repeat(4095), 5000, "x".repeat(4095)],
  ];
  for (const [linkText, capacity, expected] of rows) {
    const directory = new FakeDirectory();
    directory.linkText = utf8(linkText);
    const { guest } = guestWith(directory);
    guest.put(PATH, "l");
    assertEquals(guest.call("path_readlink", 0, PATH, 1, BUFFER, capacity, RESULT), 0);
    guest.assertWrote({ [BUFFER]: utf8(expected), [RESULT]: u32(expected.length) });
  }
});

Deno.test("path_readlink() reads the path before it writes over it, and the result last", () => {
  const directory = new FakeDirectory();
  directory.linkText = utf8("abcdefgh");
  const { guest } = guestWith(directory);
  guest.put(RESULT, "name");
  assertEquals(guest.call("path_readlink", 0, RESULT, 4, RESULT, 8, RESULT), 0);
  assertEquals(directory.calls, ["readlinkAt(name)"]);
  guest.assertWrote({ [RESULT]: u32(8), [RESULT + 4]: utf8("efgh") });
});

Deno.test("path_readlink() traps and asks nothing when buffer or result have no place", () => {
  const rows: readonly (readonly [buffer: number, capacity: number, used: number])[] = [
    ...WILD_POINTERS.map((wild) => [wild, 1, RESULT] as const),
    ...WILD_POINTERS.map((wild) => [BUFFER, 1, wild] as const),
    [SIZE - 1, 2, RESULT],
    [BUFFER, -1, RESULT],
    [BUFFER, 1, SIZE - 3],
  ];
  for (const [buffer, capacity, used] of rows) {
    const directory = new FakeDirectory();
    const { guest } = guestWith(directory);
    guest.put(PATH, "l");
    const ended = guest.call("path_readlink", 0, PATH, 1, buffer, capacity, used);
    assertEquals([ended, directory.calls], [OUT_OF_BOUNDS, []]);
    guest.assertWrote({});
  }
  const { guest } = guestWith(new FakeDirectory());
  guest.put(PATH, "l");
  const ended = guest.call("path_readlink", 0, PATH, 1, BUFFER, 1, RESULT + 2);
  assertEquals(ended, "trap: misaligned pointer");
});

Deno.test("path_symlink() refuses a text that no path can be", () => {
  const rows: readonly [text: Uint8Array, errno: number, why: string][] = [
    [utf8(""), NOENT, "empty"],
    [utf8("a\0b"), INVAL, "a NUL"],
    [unhex("ff fe"), ILSEQ, "not UTF-8"],
    [new Uint8Array(5000).fill(0x61), NAMETOOLONG, "too long"],
  ];
  for (const [text, errno, why] of rows) {
    const directory = new FakeDirectory();
    const { guest } = guestWith(directory);
    guest.put(PATH, "l");
    guest.put(OTHER, text);
    assertEquals(guest.call("path_symlink", OTHER, text.length, 0, PATH, 1), errno, why);
    assertEquals(directory.calls, []);
  }
});

Deno.test("path_link() and path_rename() tell one directory under two descriptors from another", () => {
  const directory = new FakeDirectory();
  const guest = new FakeGuest();
  guest.open(directory);
  guest.open(directory);
  guest.put(PATH, "ab");
  assertEquals(guest.call("path_link", 0, 0, PATH, 1, 1, PATH + 1, 1), 0);
  assertEquals(guest.call("path_rename", 0, PATH, 1, 1, PATH + 1, 1), 0);
  assertEquals(directory.calls, ["linkAt(a, false, itself, b)", "renameAt(a, itself, b)"]);
});
