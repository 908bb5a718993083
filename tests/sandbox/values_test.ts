/**
 * Offsets, sizes, times and cookies at the edges of what 64 bits can say.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { errnosIn, inShell, shell } from "./command.ts";
import { namespace } from "./namespace.ts";
import { INVAL, ISDIR, NOTSUP } from "./path_rows.ts";
import { Place } from "./place.ts";
import {
  answers,
  bytesOf,
  expectErrnos,
  hexOf,
  numberIn,
  pathChecked,
  runScript,
  word,
} from "./script.ts";

const FBIG = 22;
const NOENT = 44;
const NOSPC = 51;
const OVERFLOW = 61;
const SPIPE = 70;

const file = word("file");
const OPEN = `path_open 3 0 ${file} 0 -1 0 0 >4`;
const MAX = 2n ** 63n - 1n;

attack("M29", async () => {
  using place = new Place({ in: { file: "0123456789", "sub/": "" } });
  const got = await expectErrnos(place, [
    [OPEN, 0],
    [`path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:d`, 0],
    ["fd_seek 4 -1 0 >8", INVAL],
    ["fd_seek 4 -1 1 >8", INVAL],
    ["fd_seek 4 -11 2 >8", INVAL],
    [`fd_seek 4 ${-(2n ** 63n)} 0 >8`, INVAL],
    [`fd_seek 4 ${-(2n ** 63n)} 2 >8`, INVAL],
    [`fd_seek 4 ${MAX} 0 >8`, 0],
    ["fd_tell 4 >8", 0],
    ["fd_seek 4 1 1 >8", INVAL],
    [`fd_seek 4 ${MAX} 2 >8`, INVAL],
    ["fd_seek 4 0 3 >8", INVAL],
    ["fd_seek 4 0 255 >8", INVAL],
    ["fd_seek 4 0 -1 >8", INVAL],
    ["fd_seek 4 0 0x80000000 >8", INVAL],
    ["fd_tell 4 >8", 0],
    ["fd_seek 4 -10 2 >8", 0],
    ["fd_read 4 <4> >4", 0],
    ["fd_seek 0 0 0 >8", SPIPE],
    ["fd_seek 1 1 1 >8", SPIPE],
    ["fd_tell 0 >8", SPIPE],
    ["fd_seek $d 0 0 >8", ISDIR],
    ["fd_tell $d >8", ISDIR],
    ["fd_seek 3 5 0 >8", ISDIR],
  ]);
  const far = got.filter(({ name, errno }) => name === "fd_tell" && errno === 0);
  assertEquals(far.map(({ data }) => hexOf(data[0]!)), Array(2).fill("ffffffffffffff7f"));
  const reads = got.filter(({ name }) => name === "fd_read").map(({ data }) => numberIn(data[1]));
  assertEquals(reads, [4]);
});

/** The entries in the buffer of a call, those that are whole: names and cookies. */
function entriesIn(
  bytes: Uint8Array,
  used: number,
): { name: string; next: bigint; inode: bigint }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const entries = [];
  for (let at = 0; at + 24 <= used;) {
    const length = view.getUint32(at + 16, true);
    if (at + 24 + length > used) break;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 24, at + 24 + length)),
      next: view.getBigUint64(at, true),
      inode: view.getBigUint64(at + 8, true),
    });
    at += 24 + length;
  }
  return entries;
}

attack("M30", async () => {
  using place = new Place({ in: { one: "1", two: "2", three: "3" } });
  const [whole] = await answers(place, ["fd_readdir 3 +4096 0 >4"]);
  const all = whole!.data[0]!.subarray(0, numberIn(whole!.data[1]));
  for (const size of [0, 1, 23, 24, 25, 26, 50]) {
    const [part] = await answers(place, [`fd_readdir 3 +${size} 0 >4`]);
    assertEquals([part!.errno, numberIn(part!.data[1])], [0, size]);
    assertEquals(hexOf(part!.data[0]!), hexOf(all.subarray(0, size)), `${size} bytes`);
  }
  // A guest whose buffer holds one entry at most still gets all of them.
  const names: string[] = [];
  let cookie = 0n;
  for (let step = 0; step < 20; step++) {
    const [one] = await answers(place, [`fd_readdir 3 +31 ${cookie} >4`]);
    const used = numberIn(one!.data[1]);
    const [entry] = entriesIn(one!.data[0]!, used);
    if (entry === undefined) {
      assertEquals(used, 0);
      break;
    }
    names.push(entry.name);
    cookie = entry.next;
  }
  assertEquals(names.sort(), [".", "..", "one", "three", "two"]);
});

attack("M31", async () => {
  const tree = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`file${i}`, ""]));
  using place = new Place({ in: tree });
  const made = [2n ** 63n, 2n ** 64n - 1n, MAX, 2n ** 53n + 1n, 1n, 2n, 12_345n, 2n ** 32n];
  const [whole] = await answers(place, ["fd_readdir 3 +4096 0 >4"]);
  const entries = entriesIn(whole!.data[0]!, numberIn(whole!.data[1]));
  assertEquals(entries.length, 52);
  const got = await answers(place, [
    ...made.map((cookie) => `fd_readdir 3 +4096 ${cookie} >4`),
    // Used again, and out of order.
    ...entries.toReversed().map(({ next }) => `fd_readdir 3 +4096 ${next} >4`),
    ...entries.map(({ next }) => `fd_readdir 3 +4096 ${next} >4`),
    // After what they stand for has gone.
    ...entries.filter(({ name }) => name.startsWith("file")).map(({ name }) =>
      `path_unlink_file 3 ${word(name)}`
    ),
    ...entries.map(({ next }) => `fd_readdir 3 +4096 ${next} >4`),
    "fd_readdir 3 +4096 0 >4",
  ]);
  const listings = got.filter(({ name }) => name === "fd_readdir");
  for (const { errno, data } of listings) {
    assert(errno === 0 || errno === INVAL, `${errno}`);
    if (errno === 0) assert(numberIn(data[1]) <= 52 * 40);
  }
  assertEquals(listings.slice(0, 2).map(({ errno }) => errno), [INVAL, INVAL]);
  const inOrder = listings.slice(made.length, made.length + 52).map(({ data }) =>
    entriesIn(data[0]!, numberIn(data[1])).length
  );
  assertEquals(inOrder, Array.from({ length: 52 }, (_, i) => i));
  const { data } = listings.at(-1)!;
  // Where the listing is that of its first moment it is made anew for cookie 0.
  assertEquals(entriesIn(data[0]!, numberIn(data[1])).map(({ name }) => name).sort(), [".", ".."]);
});

attack("M32", async () => {
  const count = 20_000;
  using place = new Place({ in: { "many/": "", spare: "" } });
  const names = Array.from({ length: count }, (_, i) => `${i}`.padEnd(255, "x"));
  for (const name of names) Deno.linkSync(place.path("in/spare"), place.path(`in/many/${name}`));
  const { stdout } = await runScript(place, [
    `path_open 3 0 ${word("many")} 2 -65 -1 0 >4:d`,
    "list $d 4096",
    "list $d 300",
  ]);
  const sum = [".", "..", ...names].reduce((sum, name) => sum + hashOf(name), 0n) &
    (2n ** 64n - 1n);
  const line = `list 0 ${count + 2} ${sum}`;
  assertEquals(stdout.trimEnd().split("\n").slice(1), [line, line]);
});

/** FNV-1a of a name of ASCII, 64 bits. */
function hashOf(name: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < name.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n);
  }
  return hash;
}

attack("M33", async () => {
  using place = new Place({ in: { "sub/deep/": "" } });
  const got = await answers(place, [
    "fd_readdir 3 +400 0 >4",
    "fd_filestat_get 3 >64",
    `path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:s`,
    "fd_readdir $s +400 0 >4",
    "fd_filestat_get $s >64",
  ]);
  const [root, sub] = [got[0], got[3]].map((answer) =>
    Object.fromEntries(
      entriesIn(answer!.data[0]!, numberIn(answer!.data[1])).map((
        { name, inode },
      ) => [name, inode]),
    )
  );
  const inode = (i: number) => BigInt(numberIn(got[i]!.data[0], 8));
  assertEquals([root!["."], root![".."]], [inode(1), inode(1)]);
  assertEquals([sub!["."], sub![".."]], [inode(4), inode(1)]);
  assertEquals(Object.keys(root!).sort(), [".", "..", "sub"]);
});

attack("M34", async () => {
  using place = new Place({ in: { file: "0123456789" } });
  const odd = 2n ** 53n + 1n;
  const got = await expectErrnos(place, [
    [OPEN, 0],
    ...[-1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n].flatMap((offset): [string, number][] => [
      [`fd_pread 4 <4> ${offset} >4`, INVAL],
      [`fd_pwrite 4 [61] ${offset} >4`, INVAL],
    ]),
    [`fd_pread 4 <4> ${odd} >4`, 0],
    [`fd_seek 4 ${odd} 0 >8`, 0],
    ["fd_seek 4 2 1 >8", 0],
    ["fd_tell 4 >8", 0],
    ["fd_read 4 <4> >4", 0],
  ]);
  const reads = got.filter(({ name, errno }) => /read/.test(name) && errno === 0);
  assertEquals(reads.map(({ data }) => numberIn(data[1])), [0, 0]);
  const tell = got.find(({ name }) => name === "fd_tell")!.data[0]!;
  assertEquals(new DataView(tell.buffer).getBigUint64(0, true), odd + 2n);
  assertEquals(place.read("in/file"), "0123456789");
});
attack("M34", async () => {
  using place = new Place({ in: { "mounted/": "" } });
  const odd = 2n ** 53n + 1n;
  // Deno's numbers end there, so its files do.
  const beyond = pathChecked ? FBIG : 0;
  const lines: [string, number][] = [
    [`path_open 3 0 ${word("mounted/sparse")} 1 -1 0 0 >4`, 0],
    [`fd_pwrite 4 [61] ${2n ** 53n - 2n} >4`, 0],
    [`fd_pwrite 4 [626364] ${odd} >4`, beyond],
    [`fd_pread 4 <6> ${odd - 3n} >4`, 0],
    ["fd_filestat_get 4 >64", 0],
    [`fd_filestat_set_size 4 ${odd + 1n}`, beyond],
    ["fd_filestat_get 4 >64", 0],
    [`fd_pread 4 <4> ${odd} >4`, 0],
  ];
  const { stdout } = await shell(
    `mount -t tmpfs none in/mounted && ${
      inShell(["--dir", "in::/in"], lines.map(([line]) => line))
    }`,
    { cwd: place.up, under: namespace.under },
  );
  const expected = lines.map(([line, errno]) => `${line.split(" ")[0]} ${errno}`);
  assertEquals(errnosIn(stdout), expected);
  const told = stdout.split("\n").map((line) => line.split(" ").slice(2).map(bytesOf));
  const sizes = [told[4], told[6]].map((data) =>
    new DataView(data![0]!.buffer).getBigUint64(32, true)
  );
  if (pathChecked) {
    assertEquals(sizes, [2n ** 53n - 1n, 2n ** 53n - 1n]);
  } else {
    assertEquals(sizes, [odd + 3n, odd + 1n]);
    assertEquals(hexOf(told[3]![0]!), "610000626364");
    assertEquals(hexOf(told[7]![0]!), "623f3f3f");
  }
}, { ignored: namespace.ignored, about: "in a file of that size" });

attack("M35", async () => {
  using place = new Place({ in: { file: "0123456789" } });
  await expectErrnos(place, [
    [OPEN, 0],
    ["fd_filestat_set_size 4 -1", INVAL],
    [`fd_filestat_set_size 4 ${2n ** 63n}`, INVAL],
    [`fd_filestat_set_size 4 ${2n ** 60n}`, FBIG],
    [`fd_filestat_set_size 4 ${MAX}`, FBIG],
    [`fd_filestat_set_size 4 ${2n ** 53n + 1n}`, FBIG],
  ]);
  assertEquals(place.read("in/file"), "0123456789");
});

attack("M36", async () => {
  using place = new Place({ in: { file: "0123456789" } });
  const got = await answers(place, [
    OPEN,
    `fd_allocate 4 0 ${2n ** 62n}`,
    `fd_allocate 4 ${MAX} 1`,
    `fd_allocate 4 ${MAX} ${MAX}`,
    `fd_allocate 4 0 -1`,
    `fd_allocate 4 -1 1`,
    `fd_allocate 4 ${2n ** 63n} 1`,
    "fd_allocate 4 0 0",
  ]);
  const errnos = got.slice(1).map(({ errno }) => errno);
  for (const errno of errnos.slice(0, 3)) {
    assert([FBIG, NOSPC, NOTSUP].includes(errno), `${errno}`);
  }
  assertEquals(errnos.slice(3), [INVAL, INVAL, INVAL, INVAL]);
  assertEquals(place.read("in/file"), "0123456789");
});
attack("M36", async () => {
  using place = new Place({ in: { "mounted/": "" } });
  const lines = [
    `path_open 3 0 ${word("mounted/file")} 1 -1 0 0 >4`,
    "fd_allocate 4 0 1000000",
    "fd_filestat_get 4 >64",
    "fd_write 4 [61] >4",
  ];
  const { stdout } = await shell(
    `mount -t tmpfs -o size=64k none in/mounted && ${inShell(["--dir", "in::/in"], lines)}`,
    { cwd: place.up, under: namespace.under },
  );
  // Deno can reserve no space, so there the file grows without any, and a write can fail later.
  const allocated = pathChecked ? 0 : NOSPC;
  assertEquals(errnosIn(stdout), [
    "path_open 0",
    `fd_allocate ${allocated}`,
    "fd_filestat_get 0",
    "fd_write 0",
  ]);
}, { ignored: namespace.ignored, about: "more than the disk has" });

attack("M37", async () => {
  using place = new Place({ in: { file: "the file" } });
  const [ATIM, ATIM_NOW, MTIM, MTIM_NOW] = [1, 2, 4, 8];
  const set = (times: string, flags: number) => [
    `fd_filestat_set_times 4 ${times} ${flags}`,
    `path_filestat_set_times 3 0 ${file} ${times} ${flags}`,
  ];
  const rows: readonly (readonly [times: string, flags: number, errno: number])[] = [
    ["0 0", ATIM | ATIM_NOW, INVAL],
    ["0 0", MTIM | MTIM_NOW, INVAL],
    ["0 0", 15, INVAL],
    ["0 0", 16, INVAL],
    ["0 0", 0x8000, INVAL],
    ["0 0", 0xffff, INVAL],
    ["-1 0", ATIM, OVERFLOW],
    ["0 -1", MTIM, OVERFLOW],
    [`${2n ** 63n} 0`, ATIM, OVERFLOW],
    // What no flag asks for may be anything.
    ["-1 -1", 0, 0],
    ["-1 -1", ATIM_NOW | MTIM_NOW, 0],
    ["0 0", ATIM | MTIM, 0],
    ["1 999999999", ATIM | MTIM, 0],
  ];
  await expectErrnos(place, [
    [OPEN, 0],
    ...rows.flatMap(([times, flags, errno]) =>
      set(times, flags).map((line): [string, number] => [line, errno])
    ),
    // A file system that cannot hold it takes the nearest, or refuses: it does not trap.
    ["fd_filestat_get 4 >64", 0],
  ]);
  const extreme = await answers(place, [OPEN, ...set(`${MAX} ${MAX}`, 5), "fd_filestat_get 4 >64"]);
  assertEquals(extreme.at(-1)!.errno, 0);
});
attack("M37", async () => {
  // Times that the host's files have: before 1970, and as far ahead as the file system goes.
  using place = new Place({ in: { old: "", far: "" } });
  const touch = (name: string, date: string) =>
    new Deno.Command("touch", { args: ["-d", date, place.path(`in/${name}`)], stderr: "null" })
      .outputSync();
  touch("old", "1901-12-14 00:00:00 UTC");
  touch("far", "2446-05-10 22:38:55 UTC");
  await expectErrnos(place, [
    [`path_filestat_get 3 0 ${word("old")} >64`, 0],
    [`path_filestat_get 3 0 ${word("far")} >64`, 0],
    [`path_open 3 0 ${word("old")} 0 -1 0 0 >4:f`, 0],
    ["fd_filestat_get $f >64", 0],
    ["fd_filestat_set_times $f 0 5 4", 0],
    [`path_filestat_set_times 3 0 ${word("far")} 5 0 1`, 0],
  ]);
}, { about: "of the host's files" });

attack("M38", async () => {
  using place = new Place({ in: { file: "0123456789" } });
  const high = 2n ** 63n + 5n;
  const got = await expectErrnos(place, [
    [OPEN, 0],
    [`clock_time_get 1 ${2n ** 64n - 1n} >8`, 0],
    [`clock_time_get 1 ${high} >8`, 0],
    [`fd_advise 4 ${high} 1 0`, INVAL],
    [`fd_advise 4 0 ${high} 0`, INVAL],
    [`fd_allocate 4 ${high} 1`, INVAL],
    [`fd_filestat_set_size 4 ${high}`, INVAL],
    [`fd_pread 4 <4> ${high} >4`, INVAL],
    [`fd_readdir 3 +100 ${high} >4`, INVAL],
    [`fd_fdstat_set_rights 4 ${high} 0`, 76],
    [`path_open 3 0 ${file} 0 ${2n ** 63n + 2n} ${2n ** 63n} 0 >4:f`, 0],
    ["fd_read $f <4> >4", 0],
    ["fd_fdstat_get $f >24", 0],
    [`path_open 3 0 ${word("missing")} 0 ${2n ** 64n - 1n} 0 0 >4`, NOENT],
  ]);
  assertEquals(numberIn(got.at(-2)!.data[0], 8), 2);
});
