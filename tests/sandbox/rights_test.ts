/**
 * Rights: what is missing is refused, what is there is reported, and nothing is ever added.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { INVAL, NOTCAPABLE } from "./path_rows.ts";
import { Place, type Tree } from "./place.ts";
import {
  answers,
  type Dirs,
  expectErrnos,
  numberIn,
  pathChecked,
  runScript,
  word,
} from "./script.ts";

const BADF = 8;

/** The rights in the order of their bits. */
const NAMES = [
  ...["fd_datasync", "fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_sync", "fd_tell", "fd_write"],
  ...["fd_advise", "fd_allocate", "path_create_directory", "path_create_file", "path_link_source"],
  ...["path_link_target", "path_open", "fd_readdir", "path_readlink", "path_rename_source"],
  ...["path_rename_target", "path_filestat_get", "path_filestat_set_size"],
  ...["path_filestat_set_times", "fd_filestat_get", "fd_filestat_set_size"],
  ...["fd_filestat_set_times", "path_symlink", "path_remove_directory", "path_unlink_file"],
  ...["poll_fd_readwrite", "sock_shutdown", "sock_accept"],
] as const;
type Name = typeof NAMES[number];

const ALL = 2 ** 30 - 1;
const FILE = maskOf(
  ...["fd_datasync", "fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_sync", "fd_tell", "fd_write"],
  ...["fd_advise", "fd_allocate", "fd_filestat_get", "fd_filestat_set_size"],
  ...["fd_filestat_set_times", "poll_fd_readwrite"],
);
const DIRECTORY = maskOf(
  ...NAMES.filter((name) => name.startsWith("path_")),
  ...["fd_fdstat_set_flags", "fd_sync", "fd_datasync", "fd_readdir", "fd_filestat_get"],
  "fd_filestat_set_times",
);
const CHANGING = maskOf(
  ...["fd_write", "fd_allocate", "fd_filestat_set_size", "fd_filestat_set_times"],
  ...NAMES.filter((name) =>
    name.startsWith("path_") &&
    !["path_open", "path_readlink", "path_filestat_get"].includes(name)
  ),
);
const STREAM = maskOf(
  ...["fd_read", "fd_write", "fd_fdstat_set_flags", "fd_sync", "fd_datasync", "fd_filestat_get"],
  "poll_fd_readwrite",
);

function maskOf(...names: readonly string[]): number {
  return names.reduce((mask, name) => mask | 1 << NAMES.indexOf(name as Name), 0);
}

const TREE: Tree = {
  file: "the file",
  spare: "spare",
  "sub/inner": "inner",
  "empty/": "",
  link: { link: "file" },
};
const file = word("file");

/** What fd_fdstat_get tells: type, flags, rights, those passed on. */
function fdstat(data: readonly Uint8Array[]): {
  type: number;
  flags: number;
  rights: number;
  inheriting: number;
} {
  const [bytes] = data;
  return {
    type: bytes![0]!,
    flags: numberIn(bytes, 2, 2),
    rights: numberIn(bytes, 8),
    inheriting: numberIn(bytes, 16),
  };
}

attack("R01", async () => {
  using place = new Place({ in: TREE });
  const dirs: Dirs = [
    ["in", "/rw"],
    ["in", "/ro", "ro"],
    ["in", "/some", ["path_open", "fd_read", "fd_readdir", "fd_seek"]],
  ];
  const got = await answers(place, [
    ...[0, 1, 2, 3, 4, 5].map((fd) => `fd_fdstat_get ${fd} >24`),
    `path_open 3 0 ${file} 0 -1 -1 0 >4:a`,
    `path_open 4 0 ${file} 0 -65 -1 0 >4:b`,
    `path_open 5 0 ${file} 0 -65 -1 0 >4:c`,
    `path_open 3 0 ${file} 0 2 0 5 >4:d`,
    `path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:e`,
    `path_open 4 0 ${word("sub")} 2 -65 -1 0 >4:f`,
    `path_open 3 0 ${word("sub")} 2 0 0 0 >4:g`,
    ..."abcdefg".split("").map((name) => `fd_fdstat_get $${name} >24`),
  ], { dirs });
  const stats = got.filter(({ name }) => name === "fd_fdstat_get").map(({ data }) => fdstat(data));
  const some = maskOf("path_open", "fd_readdir");
  const all = FILE | DIRECTORY;
  const readOnly = all & ~CHANGING;
  const write = maskOf("fd_write");
  const read = maskOf("fd_read");
  assertEquals(stats, [
    { type: 0, flags: 0, rights: STREAM & ~write, inheriting: 0 },
    { type: 0, flags: 0, rights: STREAM & ~read, inheriting: 0 },
    { type: 0, flags: 0, rights: STREAM & ~read, inheriting: 0 },
    { type: 3, flags: 0, rights: DIRECTORY, inheriting: all },
    { type: 3, flags: 0, rights: DIRECTORY & ~CHANGING, inheriting: readOnly },
    { type: 3, flags: 0, rights: some, inheriting: some | maskOf("fd_read", "fd_seek") },
    { type: 4, flags: 0, rights: FILE, inheriting: 0 },
    { type: 4, flags: 0, rights: FILE & ~CHANGING, inheriting: 0 },
    { type: 4, flags: 0, rights: maskOf("fd_read", "fd_seek"), inheriting: 0 },
    { type: 4, flags: 5, rights: read, inheriting: 0 },
    { type: 3, flags: 0, rights: DIRECTORY, inheriting: all },
    { type: 3, flags: 0, rights: DIRECTORY & ~CHANGING, inheriting: readOnly },
    { type: 3, flags: 0, rights: 0, inheriting: 0 },
  ]);
});

/** A subscription to read or write descriptor 4, on the board. */
const subscription = (type: number) =>
  `poke @0 ${"00".repeat(8)}0${type}${"00".repeat(7)}04${"00".repeat(31)}`;

/** Calls on a file that is descriptor 4, and the right that each needs. */
const FD_CALLS: readonly (readonly [right: Name, line: string])[] = [
  ["fd_read", "fd_read 4 <4> >4"],
  ["fd_read", "fd_pread 4 <4> 0 >4"],
  ["fd_seek", "fd_pread 4 <4> 0 >4"],
  ["fd_write", "fd_write 4 [61] >4"],
  ["fd_write", "fd_pwrite 4 [61] 0 >4"],
  ["fd_seek", "fd_pwrite 4 [61] 0 >4"],
  ["fd_seek", "fd_seek 4 1 0 >8"],
  ["fd_seek", "fd_seek 4 1 1 >8"],
  ["fd_seek", "fd_seek 4 0 2 >8"],
  ["fd_tell", "fd_tell 4 >8"],
  ["fd_datasync", "fd_datasync 4"],
  ["fd_sync", "fd_sync 4"],
  ["fd_fdstat_set_flags", "fd_fdstat_set_flags 4 1"],
  ["fd_fdstat_set_flags", "fd_fdstat_set_flags 4 4"],
  ["fd_advise", "fd_advise 4 0 8 3"],
  ["fd_allocate", "fd_allocate 4 0 100"],
  ["fd_filestat_get", "fd_filestat_get 4 >64"],
  ["fd_filestat_set_size", "fd_filestat_set_size 4 3"],
  ["fd_filestat_set_times", "fd_filestat_set_times 4 1 1 5"],
  ["poll_fd_readwrite", "poll_oneoff @0 >32 1 >4"],
];

attack("R02", async (t) => {
  for (const [right, line] of FD_CALLS) {
    await t.step(`${line.split(" ")[0]} without ${right}`, async () => {
      using place = new Place({ in: TREE });
      const before = place.tree("in");
      const got = await answers(place, [
        `path_open 3 0 ${file} 0 -1 0 0 >4`,
        `fd_fdstat_set_rights 4 ${FILE & ~maskOf(right)} 0`,
        subscription(1),
        line,
      ]);
      assertEquals(got.slice(0, 2).map(({ errno }) => errno), [0, 0]);
      const { errno, data } = got[2]!;
      assertEquals(right === "poll_fd_readwrite" ? data[0]![8] : errno, NOTCAPABLE);
      assertEquals(place.tree("in"), before);
    });
  }
  await t.step("all of them with their rights", async () => {
    using place = new Place({ in: TREE });
    const open = `path_open 3 0 ${file} 0 -1 0 0 >4`;
    await expectErrnos(place, [
      [subscription(1), 0],
      ...FD_CALLS.flatMap((
        [, line],
      ): [string, number][] => [[open, 0], [line, 0], ["fd_close 4", 0]]),
    ]);
  });
  await t.step("poll_oneoff without fd_read, fd_write", async () => {
    using place = new Place({ in: TREE });
    for (const [type, right] of [[1, "fd_read"], [2, "fd_write"]] as const) {
      const got = await answers(place, [
        `path_open 3 0 ${file} 0 -1 0 0 >4`,
        `fd_fdstat_set_rights 4 ${FILE & ~maskOf(right)} 0`,
        subscription(type),
        "poll_oneoff @0 >32 1 >4",
      ]);
      assertEquals(got[2]!.data[0]![8], NOTCAPABLE);
    }
  });
  await t.step("on a directory", async () => {
    using place = new Place({ in: TREE });
    const calls: readonly (readonly [Name, string])[] = [
      ["fd_readdir", "fd_readdir 4 +100 0 >4"],
      ["fd_filestat_get", "fd_filestat_get 4 >64"],
      ["fd_filestat_set_times", "fd_filestat_set_times 4 1 1 5"],
      ["fd_sync", "fd_sync 4"],
      ["fd_datasync", "fd_datasync 4"],
      ["fd_fdstat_set_flags", "fd_fdstat_set_flags 4 0"],
    ];
    const open = `path_open 3 0 ${word("sub")} 2 -65 -1 0 >4`;
    await expectErrnos(place, [
      ...calls.flatMap(([right, line]): [string, number][] => [
        [open, 0],
        [line, 0],
        [`fd_fdstat_set_rights 4 ${DIRECTORY & ~maskOf(right)} 0`, 0],
        [line, NOTCAPABLE],
        ["fd_close 4", 0],
      ]),
    ]);
  });
});

/** Calls on a directory that is descriptor 4, and the right that each needs. */
const PATH_CALLS: readonly (readonly [right: Name, line: string])[] = [
  ["path_create_directory", `path_create_directory 4 ${word("new")}`],
  ["path_create_file", `path_open 4 0 ${word("new")} 1 2 0 0 >4`],
  ["path_create_file", `path_open 4 0 ${file} 1 2 0 0 >4`],
  ["path_link_source", `path_link 4 0 ${file} 3 ${word("new")}`],
  ["path_link_target", `path_link 3 0 ${file} 4 ${word("new")}`],
  ["path_open", `path_open 4 0 ${file} 0 2 0 0 >4`],
  ["path_open", `path_open 4 0 ${word("sub")} 2 0 0 0 >4`],
  ["path_readlink", `path_readlink 4 ${word("link")} +16 >4`],
  ["path_rename_source", `path_rename 4 ${file} 3 ${word("new")}`],
  ["path_rename_target", `path_rename 3 ${file} 4 ${word("new")}`],
  ["path_filestat_get", `path_filestat_get 4 0 ${file} >64`],
  ["path_filestat_set_size", `path_open 4 0 ${file} 8 0x40 0 0 >4`],
  ["path_filestat_set_times", `path_filestat_set_times 4 0 ${file} 1 1 5`],
  ["path_symlink", `path_symlink ${word("x")} 4 ${word("new")}`],
  ["path_remove_directory", `path_remove_directory 4 ${word("empty")}`],
  ["path_unlink_file", `path_unlink_file 4 ${file}`],
];

attack("R03", async (t) => {
  for (const [right, line] of PATH_CALLS) {
    await t.step(`${line.split(" ")[0]} without ${right}`, async () => {
      using place = new Place({ in: TREE });
      const before = place.tree("in");
      const open = `path_open 3 0 ${word(".")} 2 -65 -1 0 >4`;
      await expectErrnos(place, [
        [open, 0],
        [`fd_fdstat_set_rights 4 ${DIRECTORY & ~maskOf(right)} ${FILE | DIRECTORY}`, 0],
        [line, NOTCAPABLE],
      ]);
      assertEquals(place.tree("in"), before);
      await expectErrnos(place, [
        [open, 0],
        [`fd_fdstat_set_rights 4 ${DIRECTORY} ${FILE | DIRECTORY}`, 0],
        [line, 0],
      ]);
    });
  }
  await t.step("and by a grant that names all rights but this one", async () => {
    for (const [right, line] of PATH_CALLS) {
      using place = new Place({ in: TREE });
      const rights = NAMES.filter((name) => name !== right);
      const dirs: Dirs = [["in", "/all"], ["in", "/some", rights]];
      await expectErrnos(place, [[line, NOTCAPABLE]], { dirs });
    }
  });
});

attack("R04", async () => {
  using place = new Place({ in: TREE });
  const read = maskOf("fd_read", "fd_seek");
  const got = await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 ${read} 0 0 >4:f`, 0],
    ...NAMES.filter((name) => (maskOf(name) & read) === 0).flatMap((name): [string, number][] => [
      [`fd_fdstat_set_rights $f ${read | maskOf(name)} 0`, NOTCAPABLE],
      [`fd_fdstat_set_rights $f ${read} ${maskOf(name)}`, NOTCAPABLE],
    ]),
    ["fd_fdstat_set_rights $f -1 -1", NOTCAPABLE],
    ["fd_fdstat_get $f >24", 0],
    // What fails in one half changes neither.
    [`fd_fdstat_set_rights $f ${maskOf("fd_read")} -1`, NOTCAPABLE],
    [`fd_fdstat_set_rights 3 ${maskOf("path_open")} -1`, NOTCAPABLE],
    [`fd_fdstat_set_rights 3 -1 ${maskOf("path_open")}`, NOTCAPABLE],
    ["fd_fdstat_get $f >24", 0],
    ["fd_fdstat_get 3 >24", 0],
    // What was given up does not come back.
    [`fd_fdstat_set_rights $f ${maskOf("fd_read")} 0`, 0],
    [`fd_fdstat_set_rights $f ${read} 0`, NOTCAPABLE],
    ["fd_fdstat_set_rights $f 0 0", 0],
    ["fd_read $f <1> >4", NOTCAPABLE],
    ["fd_fdstat_get $f >24", 0],
  ]);
  const stats = got.filter(({ name }) => name === "fd_fdstat_get").map(({ data }) => fdstat(data));
  assertEquals(stats.map(({ rights }) => rights), [read, read, DIRECTORY, 0]);
  assertEquals(stats.map(({ inheriting }) => inheriting), [0, 0, FILE | DIRECTORY, 0]);
});

/** A grant to read, by names. */
const READ_NAMES = [
  ...["path_open", "fd_read", "fd_seek", "fd_tell", "fd_readdir", "fd_filestat_get"],
  "path_filestat_get",
] as Name[];

attack("R05", async () => {
  using place = new Place({ in: TREE });
  const dirs: Dirs = [["in", "/in", READ_NAMES]];
  const given = maskOf("fd_read", "fd_seek", "fd_tell", "fd_filestat_get");
  const write = maskOf("fd_write");
  // What wasi-libc, Rust and Go ask for to read a file: nearly everything that is not for writing.
  const libc = `-${0x40 + 0x1 + 0x100 + 0x400000 + 1}`;
  const rust = `${ALL & ~maskOf("fd_write", "fd_allocate", "fd_datasync", "fd_filestat_set_size")}`;
  const go = `${FILE & ~maskOf("fd_write", "fd_allocate", "fd_datasync", "fd_filestat_set_size")}`;
  for (const mask of [libc, rust, go, "-65", `${ALL & ~write}`]) {
    const [, stat] = await expectErrnos(place, [
      [`path_open 3 1 ${file} 0 ${mask} -1 0 >4:f`, 0],
      ["fd_fdstat_get $f >24", 0],
      ["fd_read $f <8> >4", 0],
      ["fd_fdstat_set_flags $f 0", NOTCAPABLE],
    ], { dirs });
    assertEquals(fdstat(stat!.data).rights, given, mask);
  }
  const before = place.tree("in");
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 -1 -1 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 1 2 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${word("new")} 1 2 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 8 2 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 2 0 1 >4`, NOTCAPABLE],
  ], { dirs });
  assertEquals(place.tree("in"), before);
});

attack("R06", async () => {
  using place = new Place({ in: TREE });
  const [, stat] = await expectErrnos(place, [
    [`path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:d`, 0],
    ["fd_fdstat_get $d >24", 0],
    [`path_open $d 0 ${word("inner")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open $d 0 ${word("new")} 1 2 0 0 >4`, NOTCAPABLE],
  ], { dirs: [["in", "/in", READ_NAMES]] });
  assertEquals(fdstat(stat!.data), {
    type: 3,
    flags: 0,
    rights: maskOf("path_open", "fd_readdir", "fd_filestat_get", "path_filestat_get"),
    inheriting: maskOf(...READ_NAMES),
  });
});

attack("R07", async () => {
  using place = new Place({ in: { ...TREE, "sub/deep/file": "deep" } });
  const read = maskOf("fd_read", "path_open");
  const got = await expectErrnos(place, [
    [`path_open 3 0 ${word("sub")} 2 -65 ${read} 0 >4:d`, 0],
    [`path_open $d 0 ${word("inner")} 0 -65 -1 0 >4:f`, 0],
    ["fd_fdstat_get $f >24", 0],
    ["fd_seek $f 1 0 >8", NOTCAPABLE],
    [`path_open $d 0 ${word("inner")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open $d 0 ${word("inner")} 0 -1 -1 0 >4`, NOTCAPABLE],
    [`path_open $d 0 ${word("inner")} 0 2 0 1 >4`, NOTCAPABLE],
    // And through a directory below that one.
    [`path_open $d 0 ${word("deep")} 2 -65 -1 0 >4:e`, 0],
    ["fd_fdstat_get $e >24", 0],
    [`path_open $e 0 ${word("file")} 0 -65 -1 0 >4:g`, 0],
    ["fd_fdstat_get $g >24", 0],
    [`path_open $e 0 ${word("file")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open $e 0 ${word("new")} 1 0x40 0 0 >4`, NOTCAPABLE],
    [`path_unlink_file $e ${word("file")}`, NOTCAPABLE],
  ]);
  const stats = got.filter(({ name }) => name === "fd_fdstat_get").map(({ data }) => fdstat(data));
  assertEquals(stats.map(({ rights }) => rights), [2, maskOf("path_open"), 2]);
  assertEquals(stats.map(({ inheriting }) => inheriting), [0, read, 0]);
});

attack("R08", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    [`path_open 4 0 ${file} 0 2 0 0 >4:r`, 0],
    ["fd_write $r [78] >4", NOTCAPABLE],
    [`path_open 3 0 ${file} 0 0x40 0 0 >4:w`, 0],
    ["fd_write $w [78] >4", 0],
    ["fd_write $r [78] >4", NOTCAPABLE],
  ], { dirs: [["in", "/rw"], ["in", "/ro", "ro"]] });
  assertEquals(place.read("in/file"), "xhe file");
});

attack("R09", async () => {
  using place = new Place({ in: TREE });
  const high = Array.from({ length: 34 }, (_, i) => `${1n << BigInt(30 + i)}`);
  const got = await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 2 0 0 >4:f`, 0],
    ...high.flatMap((bit): [string, number][] => [
      [`fd_fdstat_set_rights $f ${bit} 0`, NOTCAPABLE],
      [`fd_fdstat_set_rights $f 0 ${bit}`, NOTCAPABLE],
    ]),
    [`path_open 3 0 ${file} 0 ${0xffffffff_00000002n} -1 0 >4:g`, 0],
    ["fd_fdstat_get $f >24", 0],
    ["fd_fdstat_get $g >24", 0],
    [`path_open 3 0 ${word("sub")} 2 ${0xffffffff_00002000n} ${0xffffffff_00000000n} 0 >4:d`, 0],
    ["fd_fdstat_get $d >24", 0],
  ]);
  const stats = got.filter(({ name }) => name === "fd_fdstat_get").map(({ data }) => fdstat(data));
  assertEquals(stats.map(({ rights }) => rights), [2, 2, 0x2000]);
  assertEquals(stats.map(({ inheriting }) => inheriting), [0, 0, 0]);
});

attack("R10", async () => {
  using place = new Place({ in: TREE });
  const got = await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 2 0 0 >4:r`, 0],
    [`path_open 3 0 ${word("spare")} 0 -1 0 0 >4:w`, 0],
    ["fd_renumber $r $w", 0],
    ["fd_fdstat_get $w >24", 0],
    ["fd_write $w [78] >4", NOTCAPABLE],
    ["fd_fdstat_set_rights $w 0x42 0", NOTCAPABLE],
    ["fd_fdstat_get $r >24", BADF],
    [`path_open 3 0 ${file} 0 0x40 0 0 >4:x`, 0],
    ["fd_renumber $w 0", 0],
    ["fd_fdstat_get 0 >24", 0],
    ["fd_write 0 [78] >4", NOTCAPABLE],
  ]);
  const stats = got.filter(({ name, errno }) => name === "fd_fdstat_get" && errno === 0);
  assertEquals(stats.map(({ data }) => fdstat(data).rights), [2, 2]);
});

attack("R11", async () => {
  using place = new Place({ in: TREE, rw: { mine: "mine" } });
  const before = place.tree("in");
  const changing = PATH_CALLS.filter(([right]) => (maskOf(right) & CHANGING) !== 0)
    .map(([, line]) => line.replaceAll(/(?<= )[43](?= )/g, "3"));
  await expectErrnos(place, [
    ...changing.map((line): [string, number] => [line, NOTCAPABLE]),
    [`path_open 3 0 ${file} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 0x42 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 2 0 1 >4`, NOTCAPABLE],
    [`path_open 3 1 ${word("link")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${word("sub/new")} 5 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 -65 -1 0 >4:f`, 0],
    ...["fd_write $f [78] >4", "fd_pwrite $f [78] 0 >4", "fd_allocate $f 0 100"].map((
      line,
    ): [string, number] => [line, NOTCAPABLE]),
    ["fd_filestat_set_size $f 0", NOTCAPABLE],
    ["fd_filestat_set_times $f 1 1 5", NOTCAPABLE],
    ["fd_filestat_set_times 3 1 1 5", NOTCAPABLE],
    [`path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:d`, 0],
    [`path_open $d 0 ${word("inner")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_unlink_file $d ${word("inner")}`, NOTCAPABLE],
    [`path_rename $d ${word("inner")} $d ${word("moved")}`, NOTCAPABLE],
    ["fd_filestat_set_times $d 1 1 5", NOTCAPABLE],
    [`path_rename $d ${word("inner")} 4 ${word("moved")}`, NOTCAPABLE],
  ], { dirs: [["in", "/ro", "ro"], ["rw", "/rw"]] });
  assertEquals(place.tree("in"), before);
  assertEquals(place.list("rw"), ["mine"]);
});

attack("R12", async () => {
  using place = new Place({ in: TREE });
  const before = place.tree("in");
  await expectErrnos(
    place,
    ["2", "0", "-65", "0x8000002", "0x42"].flatMap((rights): [string, number][] => [
      [`path_open 3 0 ${file} 8 ${rights} 0 0 >4`, NOTCAPABLE],
      [`path_open 3 1 ${word("link")} 8 ${rights} 0 0 >4`, NOTCAPABLE],
      [`path_open 3 0 ${file} 9 ${rights} 0 0 >4`, NOTCAPABLE],
    ]),
    { dirs: [["in", "/ro", "ro"]] },
  );
  assertEquals(place.tree("in"), before);
  assertEquals(place.read("in/file"), "the file");
});

attack("R13", async () => {
  using place = new Place({ in: TREE });
  const rights = NAMES.filter((name) => name !== "path_filestat_set_size");
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 8 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 8 0x400042 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 8 2 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 9 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${file} 0 0x40 0 0 >4`, 0],
  ], { dirs: [["in", "/in", rights]] });
  assertEquals(place.read("in/file"), "the file");
});

attack("R14", async (t) => {
  using place = new Place({ in: TREE });
  const without = (...names: readonly Name[]): Dirs => [
    ["in", "/in", NAMES.filter((name) => !names.includes(name))],
  ];
  const before = place.tree("in");
  await t.step("APPEND without fd_write", async () => {
    await expectErrnos(place, [
      [`path_open 3 0 ${file} 0 2 0 1 >4`, NOTCAPABLE],
      [`path_open 3 0 ${file} 1 2 0 1 >4`, NOTCAPABLE],
      [`path_open 3 0 ${word("new")} 1 2 0 1 >4`, NOTCAPABLE],
    ], { dirs: without("fd_write") });
  });
  for (
    const [flag, name, right] of [
      [2, "DSYNC", "fd_datasync"],
      [8, "RSYNC", "fd_sync"],
      [16, "SYNC", "fd_sync"],
    ] as const
  ) {
    await t.step(`${name} without ${right}`, async () => {
      const line = `path_open 3 0 ${file} 0 0x42 0 ${flag} >4`;
      await expectErrnos(place, [[line, NOTCAPABLE]], { dirs: without("fd_datasync", "fd_sync") });
    });
  }
  assertEquals(place.tree("in"), before);
});

attack("R15", async () => {
  using place = new Place({ in: { log: "what was there\n" } });
  const path = place.path("in/log");
  const { answers: got } = await runScript(place, [
    "out 2",
    "fd_fdstat_get 1 >24",
    "fd_fdstat_set_flags 1 0",
    "fd_fdstat_set_flags 1 4",
    "fd_seek 1 0 0 >8",
    "fd_pwrite 1 [78] 0 >4",
    "fd_filestat_set_size 1 0",
    "fd_read 1 <4> >4",
    "fd_write 1 [6e65770a] >4",
  ], { dirs: [], stdout: { kind: "append", path }, stderr: "capture" });
  assertEquals(got.map(({ errno }) => errno), [0, ...Array(6).fill(NOTCAPABLE), 0]);
  assertEquals(fdstat(got[0]!.data).flags, 1);
  assertEquals(place.read("in/log"), "what was there\nnew\n");
});

attack("R16", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 2 0 0 >4:r`, 0],
    ["fd_write $r [78] >4", NOTCAPABLE],
    ["fd_pwrite $r [78] 0 >4", NOTCAPABLE],
    ["fd_allocate $r 0 100", NOTCAPABLE],
    [`path_open 3 0 ${file} 0 0x40 0 0 >4:w`, 0],
    ["fd_read $w <4> >4", NOTCAPABLE],
    ["fd_pread $w <4> 0 >4", NOTCAPABLE],
    ["fd_read 1 <4> >4", NOTCAPABLE],
    ["fd_write 0 [78] >4", NOTCAPABLE],
  ]);
  assertEquals(place.read("in/file"), "the file");
});

attack("R17", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    // Times belong to the file and not to the way it was opened; a size is a way of writing.
    [`path_open 3 0 ${file} 0 0xc00002 0 0 >4:r`, 0],
    ["fd_filestat_set_times $r 1000000 2000000 5", 0],
    ["fd_filestat_set_size $r 0", INVAL],
    [`path_open 3 0 ${file} 0 2 0 0 >4:s`, 0],
    ["fd_filestat_set_times $s 1 1 5", NOTCAPABLE],
    ["fd_filestat_set_size $s 0", NOTCAPABLE],
    [`path_open 4 0 ${file} 0 0xc00002 0 0 >4:o`, 0],
    ["fd_filestat_set_times $o 1 1 5", NOTCAPABLE],
    ["fd_filestat_set_size $o 0", NOTCAPABLE],
    ["fd_fdstat_set_rights $o 0xc00002 0", NOTCAPABLE],
  ], { dirs: [["in", "/rw"], ["in", "/ro", "ro"]] });
  assertEquals(place.read("in/file"), "the file");
});

attack("R18", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 0 0 0 >4:f`, 0],
    ["fd_read $f <4> >4", NOTCAPABLE],
    ["fd_pread $f <4> 0 >4", NOTCAPABLE],
    ["fd_write $f [78] >4", NOTCAPABLE],
    ["fd_filestat_get $f >64", NOTCAPABLE],
    [`path_open 3 0 ${word("sub")} 2 0 0 0 >4:d`, 0],
    ["fd_readdir $d +100 0 >4", NOTCAPABLE],
    [`path_open $d 0 ${word("inner")} 0 2 0 0 >4`, NOTCAPABLE],
    [`path_filestat_get $d 0 ${word("inner")} >64`, NOTCAPABLE],
  ]);
});

attack("R19", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 0x66 0 1 >4:f`, 0],
    ["fd_pwrite $f [58] 0 >4", 0],
    ["fd_seek $f 0 0 >8", 0],
    ["fd_write $f [59] >4", 0],
  ]);
  assertEquals(place.read("in/file"), "the fileXY");
});

const RO_RW: Dirs = [["in", "/ro", "ro"], ["second", "/rw"]];

attack("R20", async () => {
  using place = new Place({ in: TREE, second: { mine: "mine" } });
  const before = [place.tree("in"), place.tree("second")];
  await expectErrnos(place, [
    [`path_link 3 0 ${file} 4 ${word("stolen")}`, NOTCAPABLE],
    [`path_link 3 1 ${word("link")} 4 ${word("stolen")}`, NOTCAPABLE],
    [`path_link 3 0 ${word("link")} 4 ${word("stolen")}`, NOTCAPABLE],
    [`path_link 4 0 ${word("mine")} 3 ${word("planted")}`, NOTCAPABLE],
    [`path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:d`, 0],
    [`path_link $d 0 ${word("inner")} 4 ${word("stolen")}`, NOTCAPABLE],
  ], { dirs: RO_RW });
  assertEquals([place.tree("in"), place.tree("second")], before);
});

attack("R21", async () => {
  using place = new Place({ in: TREE, second: { mine: "mine", "dir/": "" } });
  const before = [place.tree("in"), place.tree("second")];
  await expectErrnos(place, [
    [`path_rename 3 ${file} 4 ${word("stolen")}`, NOTCAPABLE],
    [`path_rename 3 ${word("sub")} 4 ${word("stolen")}`, NOTCAPABLE],
    [`path_rename 4 ${word("mine")} 3 ${word("planted")}`, NOTCAPABLE],
    [`path_rename 4 ${word("mine")} 3 ${file}`, NOTCAPABLE],
    [`path_rename 4 ${word("dir")} 3 ${word("empty")}`, NOTCAPABLE],
    [`path_rename 3 ${file} 3 ${word("moved")}`, NOTCAPABLE],
  ], { dirs: RO_RW });
  assertEquals([place.tree("in"), place.tree("second")], before);
});

attack("R22", async () => {
  using place = new Place({ in: TREE });
  const lost = 44;
  await expectErrnos(
    place,
    [
      [`path_rename 3 ${word("sub")} 3 ${word("moved")}`, 0],
      // Where a handle is a path, it is lost when its directory has another.
      [`path_filestat_get 4 0 ${word("inner")} >64`, pathChecked ? lost : 0],
      [`path_open 4 0 ${word("inner")} 0 0x40 0 0 >4`, pathChecked ? lost : NOTCAPABLE],
      // Another directory in its place is not what was granted.
      [`path_create_directory 3 ${word("sub")}`, 0],
      [`path_open 3 0 ${word("sub/planted")} 1 0x40 0 0 >4`, 0],
      [`path_filestat_get 4 0 ${word("planted")} >64`, lost],
      [`path_unlink_file 4 ${word("inner")}`, NOTCAPABLE],
      // The writable grant reaches the files, as it did before.
      [`path_open 3 0 ${word("moved/inner")} 0 0x40 0 0 >4`, 0],
    ].map(([line, errno]): [string, number] => [
      line as string,
      // A right is looked for before the directory is.
      pathChecked && /^path_open 4/.test(line as string) ? NOTCAPABLE : errno as number,
    ]),
    { dirs: [["in", "/rw"], ["in/sub", "/ro", "ro"]] },
  );
});

attack("R23", async () => {
  const links = [
    "/proc/self/fd/4",
    "/proc/thread-self/fd/4",
    "/dev/fd/4",
    "../../../proc/self/fd/4",
  ];
  const tree = Object.fromEntries(links.map((link, i) => [`${i}`, { link }]));
  using place = new Place({ in: { ...TREE, ...tree } });
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 2 0 0 >4`, 0],
    ...links.flatMap((link, i): [string, number][] => [
      [`path_open 3 1 ${word(`${i}`)} 0 2 0 0 >4`, NOTCAPABLE],
      [`path_open 3 1 ${word(`${i}`)} 0 0x40 0 0 >4`, NOTCAPABLE],
      [`path_open 3 1 ${word(link)} 0 2 0 0 >4`, NOTCAPABLE],
    ]),
    [`path_open 4 0 ${word(".")} 0 2 0 0 >4`, 54],
    [`path_open 4 0 ${word("x")} 0 0x40 0 0 >4`, 54],
  ], { dirs: [["in", "/ro", "ro"]] });
});

attack("R26", async () => {
  using place = new Place();
  const NOTSOCK = 57;
  await expectErrnos(place, [
    ["sock_accept 0 0 >4", NOTSOCK],
    ["sock_recv 0 <4> 0 >4 >4", NOTSOCK],
    ["sock_send 1 [61] 0 >4", NOTSOCK],
    ["sock_shutdown 1 3", NOTSOCK],
    ["sock_accept 3 0 >4", BADF],
    ["environ_sizes_get >4 >4", 0],
    ["fd_prestat_get 3 >8", BADF],
    [`path_open 3 0 ${file} 0 2 0 0 >4`, BADF],
  ], { dirs: [] });
});
