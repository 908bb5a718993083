/**
 * Odd names: dots, slashes behind them, bytes that are no text, lengths.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { ALL_PATH_CALLS, PATH_CALLS } from "./path_calls.ts";
import {
  A_FILE,
  directoryByDots,
  EXIST,
  ILSEQ,
  INVAL,
  ISDIR,
  madeHere,
  MISSING,
  NAMETOOLONG,
  NOENT,
  NOTCAPABLE,
  NOTDIR,
  NOTEMPTY,
  type PathRow,
  paths,
  PERM,
  type Wanted,
  wanted,
} from "./path_rows.ts";
import { Place } from "./place.ts";
import { answers, expectErrnos, pathChecked, runScript, word } from "./script.ts";

/** Names that nothing has, and that may be made. */
function ordinary(...names: readonly string[]): PathRow[] {
  return names.map((path) => ({ path, want: MISSING, after: madeHere(path) }));
}

function bytes(want: Wanted, ...list: readonly (readonly number[])[]): PathRow[] {
  return list.map((path) => ({ path: Uint8Array.from(path), want }));
}

function ascii(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

paths("P06", [
  { name: "no bytes", path: "", want: wanted(NOENT) },
  ...["0 0", "1 0", "end 0", "0xffffffff 0", "0x80000000 0"].map((words) => ({
    path: { words },
    want: wanted(NOENT),
  })),
]);
paths("P07", [
  ...ordinary("...", "....", ".. ", " ..", "..;", ". ", "..a", "~"),
  { path: ".../file", want: wanted(NOENT) },
  { path: ".. /file", want: wanted(NOENT) },
]);
paths("P08", [
  ...ordinary("..\\secret", "sub\\file", "\\", "\\\\host\\share", "C:\\x", "sub\\..\\file"),
  { path: "a\\b", want: A_FILE, tree: { "a\\b": "backslash" } },
  { path: "..\\out\\secret", want: A_FILE, tree: { "..\\out\\secret": "inside" } },
]);
paths("P09", [
  ...ordinary("%2e%2e", "%2e%2e%2fsecret", "..%2fsecret", "&sol;", "C:"),
  { path: "%2e%2e/secret", want: wanted(NOENT) },
  { path: "file:///etc/passwd", want: wanted(NOENT) },
  { path: "file:", want: A_FILE, tree: { "file:": "literal" } },
]);

const fileWithSlash = wanted(
  NOTDIR,
  [EXIST, ["mkdir", "link to", "symlink"]],
  [ISDIR, ["open create", "open create nofollow", "open exclusive"]],
);
paths("P34", [
  { path: "file/", want: fileWithSlash },
  { path: "file//", want: fileWithSlash },
  ...["file/.", "file/..", "file/../file", "file/x", "file/./"].map((path) => ({
    path,
    want: wanted(NOTDIR),
  })),
]);

const directoryWithSlash = wanted(
  0,
  [EXIST, ["mkdir", "link to", "symlink"]],
  [INVAL, ["readlink"]],
  [ISDIR, ["open write", "open create", "open create nofollow", "open exclusive"]],
  [ISDIR, ["open truncate", "open append", "unlink"]],
  [NOTDIR, ["rename to"]],
  [NOTEMPTY, ["rmdir", "rename dir to"]],
  [PERM, ["link from", "link from follow"]],
);
paths("P35", [
  { path: "sub/", want: directoryWithSlash },
  { path: "sub//", want: directoryWithSlash },
  { path: "./sub///", want: directoryWithSlash },
  { path: "empty/", want: { ...directoryWithSlash, "rmdir": 0, "rename dir to": 0 } },
]);
paths("P36", [
  {
    path: "new/",
    want: wanted(
      NOENT,
      [ISDIR, ["open create", "open create nofollow", "open exclusive"]],
      [NOTDIR, ["rename to"]],
      [0, ["mkdir", "rename dir to"]],
    ),
    after: madeHere("new"),
  },
  { path: "new/.", want: wanted(NOENT) },
  { path: "new/..", want: wanted(NOENT) },
]);
attack("P37", async () => {
  using place = new Place({
    in: { file: "the file", "sub/": "", "dir/inner": "inner", "dir2/": "", other: "other" },
  });
  await expectErrnos(place, [
    [`path_unlink_file 3 ${word("file/")}`, NOTDIR],
    [`path_remove_directory 3 ${word("file/")}`, NOTDIR],
    [`path_remove_directory 3 ${word("sub/")}`, 0],
    [`path_create_directory 3 ${word("new/")}`, 0],
    [`path_create_directory 3 ${word("newer///")}`, 0],
    [`path_rename 3 ${word("dir")} 3 ${word("dir2///")}`, 0],
    [`path_rename 3 ${word("dir2/")} 3 ${word("dir3/")}`, 0],
    [`path_rename 3 ${word("other/")} 3 ${word("moved")}`, NOTDIR],
    [`path_rename 3 ${word("other")} 3 ${word("moved/")}`, NOTDIR],
  ]);
  assertEquals(place.list("in"), ["dir3", "file", "new", "newer", "other"]);
  assertEquals(place.read("in/dir3/inner"), "inner");
});
const linkWithSlash: Wanted = {
  ...directoryWithSlash,
  // These act on the link, which is no directory.
  ...wanted(NOTDIR),
  ...Object.fromEntries(
    ALL_PATH_CALLS.filter((call) =>
      !["rmdir", "unlink", "rename from", "rename to", "rename dir to"].includes(call)
    ).map((call) => [call, directoryWithSlash[call]]),
  ),
};
paths("P38", [
  { path: "link/", want: linkWithSlash, tree: { link: { link: "sub" } } },
  { path: "link//", want: linkWithSlash, tree: { link: { link: "sub" } } },
  { path: "link/.", want: directoryByDots(INVAL), tree: { link: { link: "sub" } } },
  { path: "link/file", want: A_FILE, tree: { link: { link: "sub" } } },
]);
attack("P39", async (t) => {
  const calls = ["rmdir", "unlink", "rename from", "rename to", "rename dir to"] as const;
  for (const path of [".", "..", "sub/.", "sub/..", "", "./", "./.", "sub/../", "/", "//"]) {
    await t.step(JSON.stringify(path), async () => {
      using place = new Place({ in: { "sub/": "", spare: "spare", "blank/": "" } });
      const before = place.tree("in");
      const got = await answers(
        place,
        calls.flatMap((call) => PATH_CALLS[call]("3", word(path))),
      );
      for (const { errno, name } of got) assert(errno !== 0, name);
      assertEquals(place.tree("in"), before);
    });
  }
});
attack("P40", async () => {
  const BUSY = 10;
  using place = new Place({ in: { "sub/": "" }, second: { "sub/": "" } });
  const before = [place.tree("in"), place.tree("second")];
  await expectErrnos(place, [
    [`path_remove_directory 3 ${word(".")}`, INVAL],
    [`path_remove_directory 3 ${word("./")}`, INVAL],
    [`path_rename 3 ${word(".")} 3 ${word("moved")}`, BUSY],
    [`path_rename 3 ${word(".")} 4 ${word("moved")}`, BUSY],
    [`path_rename 3 ${word("sub")} 4 ${word(".")}`, BUSY],
    [`path_rename 3 ${word("sub/..")} 4 ${word("moved")}`, BUSY],
    [`path_unlink_file 3 ${word(".")}`, ISDIR],
  ], { dirs: [["in", "/in"], ["second", "/second"]] });
  assertEquals([place.tree("in"), place.tree("second")], before);
});

paths("P41", [
  ...bytes(
    wanted(INVAL),
    ascii("file\0"),
    ascii("file\0.png"),
    ascii("\0"),
    ascii("\0file"),
    ascii("new\0"),
    ascii("sub\0/../file"),
    ascii("../secret\0"),
    ascii("file\0\0\0"),
  ),
]);
attack("P41", async () => {
  using place = new Place({ in: { "sub/": "", spare: "spare" } });
  await expectErrnos(place, [
    [`path_symlink ${word("a\0b")} 3 ${word("link")}`, INVAL],
    [`path_symlink ${word("\0")} 3 ${word("link")}`, INVAL],
    [`path_rename 3 ${word("spare")} 3 ${word("x\0")}`, INVAL],
    [`path_link 3 0 ${word("spare")} 3 ${word("x\0y")}`, INVAL],
  ]);
  assertEquals(place.list("in"), ["spare", "sub"]);
}, { about: "the second path of a call" });
paths("P42", [
  ...bytes(
    wanted(ILSEQ),
    [0xff, 0xfe],
    [0xed, 0xa0, 0x80],
    [0xed, 0xbf, 0xbf],
    [...ascii(".."), 0xc0, 0xaf, ...ascii("secret")],
    [0xc0, 0xae, 0xc0, 0xae, ...ascii("/secret")],
    [...ascii(".."), 0xe0, 0x80, 0xaf, ...ascii("secret")],
    [...ascii(".."), 0xf0, 0x80, 0x80, 0xaf, ...ascii("secret")],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98],
    [0x80],
    [...ascii("sub/"), 0xbf],
    [0xe2, ...ascii("/../file")],
  ),
]);
paths("P43", [
  ...ordinary("\ufffd", "\ufffd\ufffd"),
  { path: "\ufffd", name: "one that is there", want: A_FILE, tree: { "\ufffd": "itself" } },
]);

/** Makes names that are not UTF-8, which Deno cannot. */
function makeNotText(place: Place, ...names: readonly string[]): void {
  const script = names.map((name) => `printf secret > "$(printf '${name}')"`).join(" && ");
  const { success } = new Deno.Command("sh", { args: ["-c", script], cwd: place.path("in") })
    .outputSync();
  assert(success);
}
const posix = Deno.build.os === "linux" ? undefined : "only Linux has such names";
attack("P44", async () => {
  using place = new Place({ in: { "d/": "", plain: "" } });
  makeNotText(place, "\\377", "a\\376b", "d/\\355\\240\\200", "\\303");
  const aliases = ["\ufffd", "a\ufffdb", "\u00ff", "\u00c3", "?", "a?b", "\ufffd\ufffd\ufffd"];
  const got = await answers(place, [
    "fd_readdir 3 +1000 0 >4:u",
    `path_open 3 0 ${word("d")} 2 -65 -1 0 >4:d`,
    "fd_readdir $d +1000 0 >4",
    ...aliases.map((name) => `path_open 3 1 ${word(name)} 0 2 0 0 >4`),
    ...aliases.map((name) => `path_filestat_get 3 0 ${word(name)} >64`),
    `path_filestat_get $d 0 ${word("\ufffd\ufffd\ufffd")} >64`,
  ]);
  assertEquals(namesIn(got[0]!.data), [".", "..", "d", "plain"]);
  assertEquals(namesIn(got[2]!.data), [".", ".."]);
  for (const { name, errno } of got.slice(3)) assertEquals([name, errno], [name, NOENT]);
}, { ignored: posix });
attack("P44", async () => {
  using place = new Place({ in: { "\ufffd": "has the name itself" } });
  makeNotText(place, "\\377");
  const [listing, , read] = await answers(place, [
    "fd_readdir 3 +1000 0 >4",
    `path_open 3 1 ${word("\ufffd")} 0 -1 0 0 >4:f`,
    "fd_read $f <32> >4",
  ]);
  assertEquals(namesIn(listing!.data), [".", "..", "\ufffd"]);
  assertEquals(new TextDecoder().decode(read!.data[0]!.subarray(0, 19)), "has the name itself");
}, { ignored: posix, about: "beside a name of U+FFFD" });

/** The names in what fd_readdir told: the buffer, and how much of it is used. */
function namesIn([buffer, used]: readonly Uint8Array[]): string[] {
  const view = new DataView(buffer!.buffer);
  const end = new DataView(used!.buffer).getUint32(0, true);
  const names: string[] = [];
  for (let at = 0; at + 24 <= end;) {
    const length = view.getUint32(at + 16, true);
    names.push(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      buffer!.subarray(at + 24, at + 24 + length),
    ));
    at += 24 + length;
  }
  return names.sort();
}

paths("P45", [
  ...ordinary("\ufefffile", "\u202efile", "line\nfeed", "\x1b[31m", "\x07", "tab\t", " ", "\u0085"),
  ...ordinary("caf\u00e9", "\u{1f600}", "\u2028", "-rf", "'\"$(x)"),
]);
paths("P46", [
  { name: "255 bytes", path: "x".repeat(255), want: MISSING, after: madeHere("x".repeat(255)) },
  {
    name: "255 bytes of two each",
    path: `x${"\u00e9".repeat(127)}`,
    want: MISSING,
    after: madeHere(`x${"\u00e9".repeat(127)}`),
  },
  { name: "256 bytes", path: "x".repeat(256), want: wanted(NAMETOOLONG) },
  { name: "256 bytes of two each", path: "\u00e9".repeat(128), want: wanted(NAMETOOLONG) },
  { name: "256 bytes in the middle", path: `${"x".repeat(256)}/y`, want: wanted(NAMETOOLONG) },
]);

/** A path of so many bytes that leads to `name`. */
function lengthened(name: string, length: number): string {
  const more = length - name.length;
  return `${"./".repeat(more >> 1)}${more % 2 === 1 ? "/" : ""}${name}`;
}

// Deno's calls take whole paths, so the longest one is shorter by the directory's own.
const longest = pathChecked ? 3000 : 4095;
paths("P47", [
  { name: `${longest}`, path: lengthened("file", longest), want: A_FILE },
  { name: `${longest}, to be made`, path: lengthened("new", longest), want: MISSING },
  { name: "4096", path: "./".repeat(2048), want: wanted(NAMETOOLONG) },
  { name: "65 536", path: "./".repeat(32_768), want: wanted(NAMETOOLONG) },
]);
attack("P47", async () => {
  using place = new Place({ in: {} });
  const before = performance.now();
  const got = await answers(place, [
    "grow 32800",
    ...ALL_PATH_CALLS.flatMap((call) => PATH_CALLS[call]("3", "@0 0x80000000").slice(0, 1)),
  ]);
  assertEquals(got.slice(1).map(({ errno }) => errno), ALL_PATH_CALLS.map(() => NAMETOOLONG));
  // To look at 2 GiB twenty-five times would take longer.
  assert(performance.now() - before < 2000);
}, { about: "2^31 bytes" });

paths("P48", [
  {
    name: "2000 times ./",
    path: `${"./".repeat(pathChecked ? 1500 : 2000)}file`,
    want: A_FILE,
  },
  { name: "sub/../ again and again", path: `${"sub/../".repeat(500)}file`, want: A_FILE },
  { name: "up 1300 times", path: `${"../".repeat(1300)}UP/secret`, want: wanted(NOTCAPABLE) },
]);
attack("P48", async () => {
  const depth = pathChecked ? 1500 : 2000;
  using place = new Place({ in: {} });
  const d = word("d");
  const path = word("d/".repeat(depth));
  const got = await runScript(place, [
    `path_open 3 0 ${word(".")} 2 -65 -1 0 >4:d`,
    `repeat ${depth} 4`,
    `path_create_directory $d ${d}`,
    `path_open $d 0 ${d} 2 -65 -1 0 >4:e`,
    "fd_close $d",
    "set d $e",
    `path_open 3 0 ${path} 2 -65 -1 0 >4:f`,
    `path_filestat_get 3 1 ${path} >64`,
    "fd_readdir $f +100 0 >4",
  ]);
  assertEquals(got.answers.map(({ errno }) => errno), [0, 0, 0, 0, 0]);
}, { about: "a tree of as many directories" });

attack("P49", async () => {
  using place = new Place({ in: { "caf\u00e9": "composed" } });
  const decomposed = word("cafe\u0301");
  // Linux keeps names as bytes; a file system that does not has one file, which lies inside as well.
  const [made] = await answers(place, [`path_open 3 0 ${decomposed} 5 -1 0 0 >4`]);
  const same = made!.errno === EXIST;
  assertEquals(place.list("in").length, same ? 1 : 2);
  assertEquals(place.read("in/caf\u00e9"), "composed");
});
