/**
 * Pointers, lengths and the memory they point into.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { env, run, SluiceError } from "../../mod.ts";
import {
  body,
  functionType,
  module,
  name as nameBytes,
  section,
  vector,
} from "../guests/modules/binary.ts";
import { attack } from "./attack.ts";
import { INVAL, NAMETOOLONG } from "./path_rows.ts";
import { openFiles } from "./open_files.ts";
import { Place, type Tree } from "./place.ts";
import {
  answers,
  expectErrnos,
  hexOf,
  numberIn,
  pathChecked,
  runScript,
  textIn,
  word,
} from "./script.ts";

const TREE: Tree = {
  file: "the file",
  spare: "spare",
  "empty/": "",
  link: { link: "some target" },
};
const file = word("file");
const fresh = word("new");
const OPEN = `path_open 3 0 ${file} 0 -1 0 0 >4`;

/** The address of the board, which does not change. */
async function boardAddress(): Promise<number> {
  using place = new Place();
  const got = await answers(place, ["args_get @0 @256", "peek @0 4"]);
  return numberIn(got[1]!.data[0]) - 256;
}
const BOARD = await boardAddress();

/** The bytes of u32 numbers, in hexadecimal. */
function u32(...values: readonly number[]): string {
  return hexOf(new Uint8Array(Uint32Array.from(values).buffer));
}

/**
 * Every call that takes a pointer, with descriptor 3 a directory and 4 a file. The words that make
 * pointers are those of a script; how each has to be aligned stands behind `|`.
 */
const CALLS: readonly string[] = [
  "args_get >512|4 >512|1",
  "args_sizes_get >4|4 >4|4",
  "environ_get >4|4 >4|1",
  "environ_sizes_get >4|4 >4|4",
  "clock_res_get 0 >8|8",
  "clock_time_get 0 0 >8|8",
  "fd_fdstat_get 4 >24|8",
  "fd_filestat_get 4 >64|8",
  "fd_pread 4 <4,4>|4 0 >4|4",
  "fd_pread 4 <4>|4 0 >4|4",
  "fd_prestat_get 3 >8|4",
  "fd_prestat_dir_name 3 +3|1",
  "fd_pwrite 4 [61,62]|4 0 >4|4",
  "fd_pwrite 4 [61]|4 0 >4|4",
  "fd_read 4 <4,4>|4 >4|4",
  "fd_read 4 <4>|4 >4|4",
  "fd_readdir 3 +100|1 0 >4|4",
  "fd_seek 4 1 0 >8|8",
  "fd_tell 4 >8|8",
  "fd_write 4 [61,62]|4 >4|4",
  "fd_write 4 [61]|4 >4|4",
  "fd_write 1 [0a]|4 >4|4",
  `path_create_directory 3 ${fresh}|1`,
  `path_filestat_get 3 0 ${file}|1 >64|8`,
  `path_filestat_set_times 3 0 ${file}|1 1 1 5`,
  `path_link 3 0 ${file}|1 3 ${fresh}|1`,
  `path_open 3 0 ${fresh}|1 1 0x42 0 0 >4|4`,
  `path_open 3 0 ${file}|1 8 0x42 0 0 >4|4`,
  `path_readlink 3 ${word("link")}|1 +16|1 >4|4`,
  `path_remove_directory 3 ${word("empty")}|1`,
  `path_rename 3 ${file}|1 3 ${fresh}|1`,
  `path_symlink ${word("x")}|1 3 ${fresh}|1`,
  `path_unlink_file 3 ${file}|1`,
  "poll_oneoff >48|8 >32|8 1 >4|4",
  "random_get +16|1",
];

/** One of a call's pointers replaced. */
interface Replaced {
  readonly line: string;
  readonly size: number;
  readonly alignment: number;
}

/** The lines that come of replacing each pointer of a call by `pointer`, as far as that says one. */
function replacing(
  call: string,
  pointer: (size: number, alignment: number) => string | undefined,
): Replaced[] {
  const words = call.split(" ");
  return words.flatMap((one, at): Replaced[] => {
    const [what = "", alignment] = one.split("|");
    if (alignment === undefined) return [];
    const count = what.split(",").length;
    const size = /^[<\[]/.test(what)
      ? 8 * count
      : what.startsWith("=")
      ? (what.length - 1) / 2
      : Number(what.slice(1));
    const to = pointer(size, Number(alignment));
    if (to === undefined) return [];
    const length = /^[<\[]/.test(what) ? ` ${count}` : /^[=+]/.test(what) ? ` ${size}` : "";
    const line = words.map((word, i) => i === at ? `${to}${length}` : word.split("|")[0]);
    return [{ line: line.join(" "), size, alignment: Number(alignment) }];
  });
}

/** Asserts that each line traps, and that nothing has changed in the directory. */
async function assertTraps(
  t: Deno.TestContext,
  pointer: (size: number, alignment: number) => string | undefined,
  message: RegExp,
): Promise<void> {
  using place = new Place({ in: TREE });
  const before = place.tree("in");
  for (const call of CALLS) {
    const lines = replacing(call, pointer).map(({ line }) => line);
    if (lines.length === 0) continue;
    await t.step(call.replaceAll("|", " "), async () => {
      for (const line of lines) {
        const ran = await runScript(place, [OPEN, line], { more: [env({ A: "1" })] });
        const got = `${line}: ${ran.ended} ${ran.message}`;
        assertEquals([ran.status, ran.ended, ran.answers.length], [134, "trap", 1], got);
        assertMatch(ran.message, message);
        assertEquals(ran.stdout.trimEnd().split("\n").length, 1, got);
        assertEquals(place.tree("in"), before, got);
      }
    });
  }
}

attack("M01", (t) => assertTraps(t, () => "end", /out of bounds/), { about: "behind the end" });
attack(
  "M01",
  (t) => assertTraps(t, (size) => size > 1 ? "end-1" : undefined, /out of bounds|misaligned/),
  { about: "across the end" },
);
attack("M01", (t) => assertTraps(t, () => "0xffffffff", /out of bounds/), { about: "2^32 - 1" });
attack("M01", (t) => assertTraps(t, () => "0x80000000", /out of bounds/), { about: "2^31" });
attack(
  "M02",
  (t) => assertTraps(t, (size) => size > 16 ? "0xfffffff0" : undefined, /out of bounds/),
  { about: "structures" },
);
attack("M02", async () => {
  using place = new Place({ in: TREE });
  const before = place.tree("in");
  const wrapping = [
    "random_get 0xfffffff0 0x20",
    "random_get 0xffffffff 0xffffffff",
    "random_get 0x80000000 0x80000000",
    "fd_readdir 3 0xfffffff0 0x20 0 >4",
    "fd_prestat_dir_name 3 0xfffffffe 3",
    "path_create_directory 3 0xfffffff0 0x20",
    "path_unlink_file 3 0xfffffff0 0x20",
    `path_readlink 3 ${word("link")} 0xfffffff0 0x20 >4`,
    "fd_write 1 0xfffffff8 1 >4",
    "fd_write 1 0xfffffff8 0x20000001 >4",
    "fd_write 1 @0 0x20000001 >4",
    "poll_oneoff 0xffffffd0 >32 1 >4",
    "args_get 0xfffffffc >512",
    "args_get >512 0xfffffffc",
  ];
  for (const line of wrapping) {
    const { status, message } = await runScript(place, [OPEN, line]);
    assertEquals(`${line}: ${status}`, `${line}: 134`);
    assertMatch(message, /out of bounds/);
  }
  // The same for what an iovec points to.
  for (const [pointer, length] of [[0xfffffff0, 0x20], [0xffffffff, 2], [0x80000000, 0x80000000]]) {
    for (const call of ["fd_write 1 @0 1 >4", "fd_read 4 @0 1 >4", "fd_pwrite 4 @0 2 0 >4"]) {
      const poke = `poke @0 ${u32(pointer!, length!, pointer!, length!)}`;
      const { status, answers } = await runScript(place, [OPEN, poke, call]);
      assertEquals([call, status, answers.length], [call, 134, 1]);
    }
  }
  assertEquals(place.tree("in"), before);
}, { about: "lengths" });

attack("M03", async (t) => {
  const wild = ["end", "0xffffffff", "0x80000000", "1"];
  const calls: readonly (readonly [call: (pointer: string) => string, errno: number])[] = [
    [(p) => `random_get ${p} 0`, 0],
    [(p) => `fd_readdir 3 ${p} 0 0 >4`, 0],
    [(p) => `fd_prestat_dir_name 3 ${p} 0`, NAMETOOLONG],
    [(p) => `path_readlink 3 ${word("link")} ${p} 0 >4`, 0],
    [(p) => `path_filestat_get 3 0 ${p} 0 >64`, 44],
    [(p) => `path_open 3 0 ${p} 0 0 2 0 0 >4`, 44],
    [(p) => `fd_write 1 ${p} 0 >4`, 0],
    [(p) => `fd_read 4 ${p} 0 >4`, 0],
    [(p) => `fd_pread 4 ${p} 0 0 >4`, 0],
    [(p) => `fd_pwrite 4 ${p} 0 0 >4`, 0],
    [(p) => `environ_get ${p} >4`, 0],
    [(p) => `environ_get >4 ${p}`, 0],
    [(p) => `poll_oneoff ${p} ${p} 0 >4`, INVAL],
    [(p) => `poll_oneoff ${p} ${p} 0 ${p}`, INVAL],
  ];
  for (const [call, errno] of calls) {
    await t.step(call("..."), async () => {
      using place = new Place({ in: TREE });
      const lines = wild.map(call);
      const ran = await runScript(place, [OPEN, ...lines]);
      const got = ran.answers.slice(1).map((answer) => answer.errno);
      assertEquals([got, ran.message], [lines.map(() => errno), ""]);
    });
  }
  await t.step("an iovec without bytes", async () => {
    using place = new Place({ in: TREE });
    const lines = [0xffffffff, 0x80000000, 1].flatMap((pointer) => [
      `poke @0 ${u32(pointer, 0, pointer, 0)}`,
      "fd_write 4 @0 2 >4",
      "fd_read 4 @0 1 >4",
    ]);
    const got = await answers(place, [OPEN, ...lines]);
    assertEquals(got.slice(1).map(({ errno }) => errno), Array(6).fill(0));
    assertEquals(got.slice(1).map(({ data }) => numberIn(data[0])), Array(6).fill(0));
  });
});

attack(
  "M04",
  (t) => assertTraps(t, (_, alignment) => alignment > 1 ? "@1" : undefined, /misaligned/),
  {
    about: "odd",
  },
);
attack(
  "M04",
  (t) => assertTraps(t, (_, alignment) => alignment > 2 ? "@2" : undefined, /misaligned/),
  {
    about: "by 2",
  },
);
attack(
  "M04",
  (t) => assertTraps(t, (_, alignment) => alignment > 4 ? "@4" : undefined, /misaligned/),
  {
    about: "by 4",
  },
);

attack("M05", async (t) => {
  const bad = ["end", "end-3", "0xffffffff", "@1"];
  const effects: readonly ((result: string) => string)[] = [
    (p) => `fd_write 4 [4e4557] ${p}`,
    (p) => `fd_write 4 [4e,45,57] ${p}`,
    (p) => `fd_pwrite 4 [4e4557] 0 ${p}`,
    (p) => `path_open 3 0 ${fresh} 1 0x42 0 0 ${p}`,
    (p) => `path_open 3 0 ${file} 8 0x42 0 0 ${p}`,
    (p) => `fd_write 1 [4e4557] ${p}`,
    (p) => `fd_read 0 <4> ${p}`,
  ];
  for (const effect of effects) {
    await t.step(effect("..."), async () => {
      using place = new Place({ in: TREE });
      const before = [place.tree("in"), openFiles(place)];
      for (const pointer of bad) {
        const ran = await runScript(place, [OPEN, effect(pointer)]);
        assertEquals([ran.status, ran.answers.length], [134, 1], effect(pointer));
        assertEquals(ran.stdout, "path_open 0 04000000\n");
        assertEquals([place.tree("in"), openFiles(place)], before);
      }
    });
  }
});

attack("M06", async () => {
  using place = new Place({ in: { ...TREE, other: "other text" } });
  const at = (offset: number) => BOARD + offset;
  const got = await expectErrnos(place, [
    [OPEN, 0],
    // The number of bytes over the iovec, and over the text that is written.
    [`poke @0 ${u32(at(64), 6)}`, 0],
    ["poke @64 48656c6c6f0a", 0],
    ["fd_write 4 @0 1 @0", 0],
    ["peek @0 8", 0],
    [`poke @0 ${u32(at(64), 6)}`, 0],
    ["fd_write 4 @0 1 @64", 0],
    ["peek @64 6", 0],
    // The number over what was read.
    [`poke @0 ${u32(at(64), 12)}`, 0],
    ["fd_pread 4 @0 1 0 @64", 0],
    ["peek @64 12", 0],
    // What is read, over the iovecs that say where.
    [`poke @128 ${u32(at(136), 8, at(192), 4)}`, 0],
    ["fd_pread 4 @128 2 0 >4", 0],
    ["peek @136 8", 0],
    ["peek @192 4", 0],
    // The descriptor over the path; the status over the path; the text of a link over its name.
    ["poke @256 6f74686572", 0],
    ["path_open 3 0 @256 5 0 2 0 0 @256", 0],
    ["peek @256 8", 0],
    ["poke @256 6f74686572", 0],
    ["path_filestat_get 3 0 @256 5 @256", 0],
    ["peek @288 8", 0],
    ["poke @256 6c696e6b", 0],
    ["path_readlink 3 @256 4 @256 16 @260", 0],
    ["peek @256 16", 0],
    // The use over the listing itself.
    ["fd_readdir 3 @512 100 0 @512", 0],
    ["peek @512 4", 0],
  ]);
  const peeks = got.filter(({ name }) => name === "peek").map(({ data }) => data[0]!);
  assertEquals(place.read("in/file"), "Hello\nHello\n");
  assertEquals(hexOf(peeks[0]!), u32(6, 6));
  assertEquals(hexOf(peeks[1]!), "060000006f0a");
  assertEquals(textIn(peeks[2]).slice(4), "o\nHello\n");
  assertEquals(numberIn(peeks[2], 0, 4), 12);
  assertEquals([textIn(peeks[3]), textIn(peeks[4])], ["Hello\nHe", "llo\n"]);
  assertEquals(hexOf(peeks[5]!), "0500000072" + "3f3f3f");
  assertEquals(numberIn(peeks[6]), "other text".length);
  assertEquals(textIn(peeks[7]).slice(0, 4), "some");
  assertEquals(numberIn(peeks[7], 4, 4), "some target".length);
  assertEquals(textIn(peeks[7]).slice(8, 11), "get");
  assertEquals(numberIn(peeks[8]), 100);
});

attack("M07", async () => {
  using place = new Place({ in: TREE });
  const got = await expectErrnos(place, [
    [OPEN, 0],
    [`poke @0 ${u32(BOARD + 64, 4, BOARD + 64, 4, BOARD + 66, 2)}`, 0],
    ["fd_read 4 @0 2 >4", 0],
    ["peek @64 8", 0],
    ["fd_seek 4 0 0 >8", 0],
    ["fd_write 4 @0 3 >4", 0],
  ]);
  assertEquals([textIn(got[2]!.data[0]), numberIn(got[1]!.data[0])], ["file????", 8]);
  assertEquals([place.read("in/file"), numberIn(got[4]!.data[0])], ["filefilele", 10]);
});

attack("M08", async () => {
  using place = new Place({ in: TREE });
  const before = place.tree("in");
  const got = await expectErrnos(place, [
    [OPEN, 0],
    ...["fd_read 4 [] >4", "fd_write 4 [] >4", "fd_write 1 [] >4", "fd_read 0 [] >4"].map(
      (line): [string, number] => [line, 0],
    ),
    ["fd_pread 4 [] 3 >4", 0],
    ["fd_pwrite 4 [] 3 >4", 0],
    ["fd_read 4 <0,0> >4", 0],
    ["fd_write 4 [,] >4", 0],
  ]);
  assertEquals(got.slice(1).map(({ data }) => numberIn(data.at(-1))), Array(8).fill(0));
  assertEquals(place.tree("in"), before);
});

attack("M09", async () => {
  using place = new Place({ in: { ...TREE, large: "x".repeat(2000) } });
  const ones = Array(1025).fill("1").join();
  const got = await expectErrnos(
    place,
    [
      [OPEN, 0],
      [`fd_write 4 [${Array(1025).fill("61").join()}] >4`, 0],
      [`path_open 3 0 ${word("large")} 0 2 0 0 >4:f`, 0],
      [`fd_read $f <${ones}> >4`, 0],
    ],
  );
  assertEquals(numberIn(got[1]!.data[0]), 1024);
  assertEquals(numberIn(got[3]!.data.at(-1)), 1024);
  assertEquals(Deno.statSync(place.path("in/file")).size, 1024);
  const before = performance.now();
  // A million of nothing: the pages are fresh.
  const million = await answers(place, [
    OPEN,
    "grow 160",
    "fd_write 4 end-8000000 1000000 >4",
    "fd_read 4 end-8000000 1000000 >4",
  ]);
  assertEquals(million.slice(2).map(({ errno }) => errno), [0, 0]);
  for (const count of [1000000, 0x20000000, 0x7fffffff, 0xffffffff]) {
    const { status, message } = await runScript(place, [OPEN, `fd_write 4 @0 ${count} >4`]);
    assertEquals([count, status], [count, 134]);
    assertMatch(message, /out of bounds/);
  }
  // Nothing is allocated for what is not there.
  assert(performance.now() - before < 2000);
});

attack("M10", async () => {
  using place = new Place({ in: TREE });
  const half = 0x80000000;
  const all = await runScript(place, [
    OPEN,
    "grow 32800",
    `poke @0 ${u32(0, half, 0, half)}`,
    "fd_write 4 @0 2 >4",
    "fd_read 4 @0 2 >4",
    "fd_pread 4 @0 2 0 >4",
    "fd_pwrite 4 @0 2 0 >4",
    `poke @0 ${u32(0, half, 0, half - 1, 0, 1)}`,
    "fd_write 4 @0 3 >4",
  ]);
  assertEquals([all.message, all.answers.slice(2).map(({ errno }) => errno)], ["", [
    ...Array(5).fill(INVAL),
  ]]);
  assertEquals(place.read("in/file"), "the file");
  // Up to there it is a short transfer.
  const [, , read] = await answers(place, [
    OPEN,
    "grow 32800",
    `poke @0 ${u32(0x100000, half - 1, 0x200000, 1)}`,
    "fd_read 4 @0 2 >4",
    "peek 0x100000 8",
  ]);
  assertEquals(numberIn(read!.data[0]), 8);
});

attack("M11", async () => {
  using place = new Place({ in: TREE });
  const before = Deno.memoryUsage().rss;
  const length = 0xfff00000;
  // To 4 GiB less one page, whatever there is: what does not fit is not grown.
  const lines = [
    OPEN,
    "grow 65520",
    `poke @0 ${u32(0, length)}`,
    "fd_pread 4 @0 1 4 >4",
    "peek 0 4",
    // To a device that takes everything; where it cannot be had, to nothing.
    "fd_write 2 @0 1 >4",
  ];
  const { answers: got, message, status } = await runScript(place, lines, {
    stderr: pathChecked ? "null" : { kind: "append", path: "/dev/null" },
  });
  assertEquals([status, message], [0, ""]);
  assert(got[1]!.errno < 100, "the memory did not grow");
  assertEquals(numberIn(got[2]!.data[0]), 4);
  assertEquals(textIn(got[3]!.data[0]), "file");
  const written = numberIn(got[4]!.data[0]);
  assert(written > 0 && written <= length, `${written}`);
  assert(Deno.memoryUsage().rss - before < 512 << 20);
});

attack("M12", async () => {
  using place = new Place({ in: { ...TREE, second: { link: "another one" } } });
  const read = (name: string, pointer: string) => `path_readlink 3 ${word(name)} ${pointer} 16 >4`;
  const got = await answers(place, [
    read("link", "@0"),
    "grow 1",
    read("second", "@0"),
    "peek @0 11",
    read("link", "end-16"),
    "peek end-16 11",
    "grow 100",
    read("second", "end-16"),
    "peek end-16 11",
    OPEN,
    "grow 1",
    "fd_read 4 <8> >4",
    "grow 1",
    "fd_write 4 [21] >4",
  ]);
  const texts = got.filter(({ name }) => name === "peek").map(({ data }) => textIn(data[0]));
  assertEquals(texts, ["another one", "some target", "another one"]);
  assertEquals(textIn(got[11]!.data[0]), "the file");
  assertEquals(place.read("in/file"), "the file!");
});

const guest = (name: string) => Deno.readFileSync(new URL(`guests/${name}.wasm`, import.meta.url));

/** A module that calls fd_close, with a memory of this type, exported as what `kind` says. */
function shaped(memory: number[], kind = 2): Uint8Array {
  const [I32, FUNCTION] = [0x7f, 0];
  return module(
    section(1, vector([functionType([I32], [I32]), functionType([], [])])),
    section(
      2,
      vector([[
        ...nameBytes("wasi_snapshot_preview1"),
        ...nameBytes("fd_close"),
        FUNCTION,
        0,
      ]]),
    ),
    section(3, vector([[1]])),
    section(4, vector([[0x70, 0, 1]])),
    section(5, vector([memory])),
    section(6, vector([[I32, 0, 0x41, 0, 0x0b]])),
    section(
      7,
      vector([
        [...nameBytes("memory"), kind, kind === 0 ? 1 : 0],
        [...nameBytes("_start"), FUNCTION, 1],
      ]),
    ),
    section(10, vector([body([])])),
  );
}

attack("M14", async () => {
  const none = await run(guest("no_pages"));
  assertEquals([none.status, none.ended], [134, "trap"]);
  assertMatch(none.message!, /out of bounds/);
  const two = await run(guest("two_memories"), { stdout: "capture" });
  assertEquals([two.status, new TextDecoder().decode(two.stdout)], [0, "second\n"]);
  for (const [memory, message] of [[[3, 1, 2], /shared/], [[4, 1], /64/]] as const) {
    const error = await assertRejects(() => run(shaped([...memory])), SluiceError);
    assertEquals(error.status, 126);
    assertMatch(error.message, message);
  }
});

attack("M15", async () => {
  assertEquals((await run(shaped([0, 1]))).status, 0);
  for (const kind of [0, 1, 3]) {
    const error = await assertRejects(() => run(shaped([0, 1], kind)), SluiceError);
    assertEquals(error.status, 126);
    assertMatch(error.message, /memory is a (function|table|global)/);
  }
});

attack("M16", async () => {
  using place = new Place();
  const [none, quota, large] = await answers(place, [
    "random_get 0 0",
    "random_get +65537",
    "grow 4200",
    "random_get 0x100000 0x10000000",
    "peek 0x100000 16",
    "peek 0x100ffff0 16",
  ]).then((got) => [got[0], got[1], got.slice(4)] as const);
  assertEquals(none!.errno, 0);
  const bytes = quota!.data[0]!;
  // Not one block of 16 bytes is as it was, nor like another one.
  assertEquals(new Set(blocks(bytes)).size, blocks(bytes).length);
  assertEquals(blocks(bytes).includes("3f".repeat(16)), false);
  assertEquals(new Set(large.map(({ data }) => hexOf(data[0]!))).size, 2);
  for (const length of ["0xffffffff", "0x80000000", "0x10000000"]) {
    const { status, message } = await runScript(place, [`random_get 0 ${length}`]);
    assertEquals([length, status], [length, 134]);
    assertMatch(message, /out of bounds/);
  }
});

function blocks(bytes: Uint8Array): string[] {
  return Array.from(
    { length: bytes.length >> 4 },
    (_, i) => hexOf(bytes.subarray(16 * i, 16 * i + 16)),
  );
}

attack("M17", async () => {
  using place = new Place();
  const more = [env({ A: "1", LONGER: "x".repeat(100) })];
  for (
    const line of [
      "args_get end-8 >64",
      "args_get >64 end-16",
      "environ_get end-4 >200",
      "environ_get >64 end-100",
    ]
  ) {
    const lines = ["sched_yield", "sched_yield", line];
    const { status, message } = await runScript(place, lines, { more });
    assertEquals([line, status], [line, 134]);
    assertMatch(message, /out of bounds/);
  }
  const [sizes, strings] = await answers(
    place,
    ["environ_sizes_get >4 >4", "environ_get >16 >120"],
    {
      more,
    },
  );
  const [count, size] = sizes!.data.map((bytes) => numberIn(bytes));
  assertEquals([count, size], [2, "A=1\0".length + "LONGER=".length + 101]);
  const [pointers, text] = strings!.data;
  assertEquals(textIn(text), `A=1\0LONGER=${"x".repeat(100)}\0`.padEnd(120, "?"));
  assertEquals(numberIn(pointers, 4, 4) - numberIn(pointers, 0, 4), 4);
  assertEquals(hexOf(pointers!.subarray(8)), "3f".repeat(8));
});

attack("M18", async () => {
  using place = new Place();
  const got = await expectErrnos(place, [
    ["fd_prestat_dir_name 3 +2", NAMETOOLONG],
    ["fd_prestat_dir_name 3 +0", NAMETOOLONG],
    ["fd_prestat_dir_name 3 +3", 0],
    ["fd_prestat_dir_name 3 +8", 0],
    ["poke @0 3f3f3f3f", 0],
    ["fd_prestat_dir_name 3 @0 2", NAMETOOLONG],
    ["peek @0 8", 0],
  ]);
  assertEquals(got.map(({ data }) => data[0] && textIn(data[0])), [
    ...["??", "", "/in", "/in?????", undefined, "????????"],
  ]);
});

attack("M28", async () => {
  using place = new Place({ in: TREE });
  // Two subscriptions to clocks that are over, with numbers of their own; events over them.
  const clock = (userdata: number) => u32(userdata, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
  const got = await answers(place, [
    `poke @0 ${clock(7)}${clock(8)}${clock(9)}`,
    "poll_oneoff @0 @0 3 >4",
    "peek @0 96",
    `poke @0 ${clock(7)}${clock(8)}`,
    "poll_oneoff @0 @16 2 @0",
    "peek @0 80",
  ]);
  const [, over, , shifted] = got;
  const userdata = (bytes: Uint8Array, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => numberIn(bytes, from + 32 * i));
  assertEquals(numberIn(got[0]!.data[0]), 3);
  assertEquals(userdata(over!.data[0]!, 0, 3), [7, 8, 9]);
  assertEquals(userdata(shifted!.data[0]!, 16, 2), [7, 8]);
  assertEquals(numberIn(shifted!.data[0], 0, 4), 2);
});

attack("M39", async () => {
  const started = Deno.readFileSync(
    new URL("../guests/modules/start_section.wasm", import.meta.url),
  );
  const { status, stdout } = await run(started, { stdout: "capture" });
  assertEquals([status, new TextDecoder().decode(stdout)], [0, "from the start section\nok\n"]);
});
