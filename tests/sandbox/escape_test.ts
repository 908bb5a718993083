/**
 * Paths and links that lead out of a granted directory.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { ALL_PATH_CALLS, PATH_CALLS, type PathCall } from "./path_calls.ts";
import {
  A_FILE,
  aLink,
  directoryByDots,
  EXIST,
  INVAL,
  ISDIR,
  LOOKING,
  LOOP,
  MISSING,
  NOENT,
  NOTCAPABLE,
  NOTDIR,
  NOTEMPTY,
  NOTSUP,
  type PathRow,
  paths,
  REFUSED,
  type Wanted,
  wanted,
} from "./path_rows.ts";
import { Place, type Tree } from "./place.ts";
import { answers, expectErrnos, pathChecked, word } from "./script.ts";

function refused(...list: readonly string[]): PathRow[] {
  return list.map((path) => ({ path, want: REFUSED }));
}

/** The same for what this machine needs. */
function looked(...list: readonly string[]): PathRow[] {
  return refused(...list).map((row) => ({ ...row, calls: LOOKING }));
}

/** Links by their text, each as the last name of a path. */
function links(want: Wanted, ...texts: readonly string[]): PathRow[] {
  return texts.map((link) => ({
    name: `-> ${link}`,
    path: "link",
    want,
    tree: { link: { link } },
  }));
}

paths("P01", refused("../secret", "../out/secret", "../../secret", "./../secret", ".//..//secret"));
paths(
  "P02",
  refused("sub/../../secret", "sub/../../in/file", "../in/file", "sub/deep/../../../in"),
);
paths("P03", refused("..", "../", "../.", "./..", "sub/../..", "sub/../../", "sub/deep/../../.."));
paths("P04", [
  { path: "./././file", want: A_FILE },
  { path: "sub/../file", want: A_FILE },
  { path: "sub//deep/.././..//file", want: A_FILE },
  { path: "./new", want: MISSING },
  { path: ".", want: directoryByDots(INVAL) },
  { path: "sub/..", want: directoryByDots(NOTEMPTY) },
  { path: "sub/deep/..", want: directoryByDots(NOTEMPTY) },
]);
paths("P05", [
  ...refused("UP/out/secret", "/UP/secret", "UP/missing", "UP/in/file", "UP/in", "UP/", "UP/./out"),
  ...looked("/etc/passwd", "//file", "/", "//", "/.", "/..", "/file", "/in/file", "/proc/self"),
]);

const followedOut = aLink(NOTCAPABLE);
paths("P10", [
  ...links(followedOut, "../secret", "../out", "../out/secret", "..", "sub/../../secret", "../in"),
  ...links(followedOut, "../missing", "../missing/deeper"),
]);
attack("P11", async () => {
  using place = new Place({ in: { link: { link: "../secret" } } });
  const link = word("link");
  const [, , , , stat, , text] = await expectErrnos(place, [
    [`path_open 3 0 ${link} 0 2 0 0 >4`, LOOP],
    [`path_open 3 0 ${link} 0 -1 -1 0 >4`, LOOP],
    [`path_open 3 0 ${link} 8 0x40 0 0 >4`, LOOP],
    [`path_open 3 0 ${link} 2 2 0 0 >4`, NOTDIR],
    [`path_filestat_get 3 0 ${link} >64`, 0],
    [`path_filestat_get 3 1 ${link} >64`, NOTCAPABLE],
    [`path_readlink 3 ${link} +16 >4`, 0],
    // Deno would set those of what it leads to.
    [`path_filestat_set_times 3 0 ${link} 1000000 1000000 5`, pathChecked ? NOTSUP : 0],
  ]);
  assertEquals(stat!.data[0]![16], 7);
  assertEquals(new TextDecoder().decode(text!.data[0]!.subarray(0, 9)), "../secret");
});
paths("P12", [
  ...links(followedOut, "UP/out/secret", "UP/out", "UP/missing", "/UP/secret"),
  ...links(followedOut, "/etc/passwd", "/", "//").map((row) => ({ ...row, calls: LOOKING })),
]);
paths("P13", links(followedOut, "UP/in/file", "UP/in", "UP/in/sub", "UP/in/missing"));

/** Nothing is made or changed by a call that fails; what is outside is compared after each run. */
paths("P14", links(followedOut, "../new", "../out/new", "UP/new", "../empty/new", "sub/../../new"));
paths("P15", [
  {
    path: "link",
    want: { ...aLink(NOENT), "open create": 0 },
    tree: { link: { link: "made" } },
    after(place, call) {
      if (call === "open create") assertEquals(place.read("in/made"), "");
    },
  },
  {
    path: "link",
    name: "in a subdirectory, by way of another link",
    want: { ...aLink(NOENT), "open create": 0 },
    tree: { link: { link: "sub/second" }, "sub/second": { link: "deep/../made" } },
    after(place, call) {
      if (call === "open create") assertEquals(place.read("in/sub/made"), "");
    },
  },
]);
attack("P16", async () => {
  const tree: Tree = {
    file: "the file",
    inside: { link: "file" },
    missing: { link: "nothing" },
    outside: { link: "../secret" },
    "missing outside": { link: "../new" },
    absolute: { link: "UP/out/secret" },
    loop: { link: "loop" },
    directory: { link: "." },
  };
  using place = new Place({ in: tree });
  const before = place.tree("in");
  const lines = Object.keys(tree).flatMap((name) =>
    [0, 1].map((follow): [string, number] => [
      `path_open 3 ${follow} ${word(name)} 5 0x40 0 0 >4`,
      EXIST,
    ])
  );
  await expectErrnos(place, lines);
  assertEquals(place.tree("in"), before);
});
const ways = [
  "d/secret",
  "d/missing",
  "d/deep/secret",
  "d/.",
  "d/..",
  "./d/deep/../secret",
  "d//x",
];
paths("P17", [
  ...["../out", "UP/out", "sub/../../out", "..", "/"].flatMap((link) =>
    ways.map((path): PathRow => ({
      name: `${path}, d -> ${link}`,
      path,
      want: REFUSED,
      tree: { d: { link } },
      ...link === "/" && { calls: LOOKING },
    }))
  ),
  { path: "one/secret", want: REFUSED, tree: { one: { link: "two" }, two: { link: "../out" } } },
]);

/** Links 1 to `count`, each to the one before; the first to the file. */
function chain(count: number): Tree {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${i + 1}`, { link: i === 0 ? "file" : `${i}` }]),
  );
}
const followedFile: Wanted = {
  ...aLink(0),
  "open directory": NOTDIR,
};
paths("P18", [
  { name: "40", path: "40", want: followedFile, tree: chain(40) },
  { name: "41", path: "41", want: aLink(LOOP), tree: chain(41) },
  {
    name: "41 by way of a directory",
    path: `${"self/".repeat(41)}file`,
    want: wanted(LOOP),
    tree: { self: { link: "." } },
  },
]);
paths("P19", [
  { path: "self", want: aLink(LOOP), tree: { self: { link: "self" } } },
  { path: "self/file", want: wanted(LOOP), tree: { self: { link: "self" } } },
  { path: "one", want: aLink(LOOP), tree: { one: { link: "two" }, two: { link: "one" } } },
  { path: "one/x", want: wanted(LOOP), tree: { one: { link: "sub/../one" } } },
]);
paths("P20", [
  { path: "self/self/self/file", want: A_FILE, tree: { self: { link: "." } } },
  {
    path: "up/sub/up/file",
    want: A_FILE,
    tree: { up: { link: "sub/.." }, "sub/up": { link: ".." } },
  },
]);
paths("P21", [
  ...links(followedFile, "sub/../file", "./file", "sub/deep/../../file"),
  ...links(followedOut, "../in/file", "sub/../../in/file", "../../up/in/file"),
  { path: "sub/up", want: followedFile, tree: { "sub/up": { link: "../file" } } },
  {
    path: "sub/up",
    name: "further",
    want: followedOut,
    tree: { "sub/up": { link: "../../secret" } },
  },
]);
const proc = ["/proc/self/root/etc/passwd", "/proc/self/fd/0", "/proc/self/cwd/..", "/dev/stdin"];
paths("P22", [
  ...links(followedOut, "/proc/self/rootUP/out/secret", "/proc/self/root/UP/secret"),
  ...links(followedOut, ...proc, "/proc/self/environ", "/dev/fd/0").map((row) => ({
    ...row,
    calls: LOOKING,
  })),
  { path: "r/out/secret", want: REFUSED, tree: { r: { link: "/proc/self/rootUP" } } },
  { path: "p/self/environ", want: REFUSED, tree: { p: { link: "/proc" } }, calls: LOOKING },
  { path: "fd/3/x", want: REFUSED, tree: { fd: { link: "/proc/self/fd" } } },
]);

attack("P63", async () => {
  using place = new Place({ in: { "gone/": "", spare: "spare", "blank/": "" } });
  const lines: [string, number][] = [
    [`path_open 3 0 ${word("gone")} 2 -65 -1 0 >4:d`, 0],
    [`path_remove_directory 3 ${word("gone")}`, 0],
  ];
  const calls = ALL_PATH_CALLS.flatMap((call) => PATH_CALLS[call]("$d", word("x")).slice(0, 1));
  lines.push(...calls.map((line): [string, number] => [line, NOENT]));
  lines.push(
    ...PATH_CALLS.stat("$d", word("../spare")).map((line): [string, number] => [
      line,
      pathChecked ? NOENT : NOTCAPABLE,
    ]),
  );
  lines.push([`fd_close $d`, 0]);
  await expectErrnos(place, lines);
  assertEquals(place.list("in"), ["blank", "spare"]);
});

attack("P64", async () => {
  const d = { "d/deep/inner": "inner", spare: "spare", "blank/": "" };
  using place = new Place({ in: d, elsewhere: { spare: "outside" } });
  // Another process moves it, when the guest says so, to a directory that is not granted.
  const script = `until [ -e in/ready ]; do sleep 0.01; done; mv in/d elsewhere/d && : > in/go`;
  const child = new Deno.Command("sh", { args: ["-c", script], cwd: place.up }).spawn();
  const outward = ["..", "../spare", "../../secret", "deep/../../secret", "../../in/spare"];
  const calls = ALL_PATH_CALLS.flatMap((call) =>
    outward.flatMap((path) => PATH_CALLS[call]("$d", word(path)).slice(0, 1))
  );
  // Where a handle is a path, it is lost when another has the path.
  const refused = pathChecked ? NOENT : NOTCAPABLE;
  await expectErrnos(place, [
    [`path_open 3 0 ${word("d")} 2 -65 -1 0 >4:d`, 0],
    [`path_open 3 0 ${word("ready")} 1 0x40 0 0 >4`, 0],
    [`until 0 5000 path_filestat_get 3 0 ${word("go")} >64`, 0],
    ...calls.map((line): [string, number] => [line, refused]),
    [`path_filestat_get $d 0 ${word("deep/inner")} >64`, pathChecked ? NOENT : 0],
  ]);
  assertEquals((await child.status).success, true);
  assertEquals(place.list("elsewhere"), ["d", "spare"]);
  assertEquals(place.read("elsewhere/spare"), "outside");
});

/** The errno of every call, for one path. */
async function errnosOf(path: string, tree: Tree): Promise<Record<string, number>> {
  using place = new Place({ in: { spare: "spare", "blank/": "", ...tree } });
  const got: Record<string, number> = {};
  const calls = ALL_PATH_CALLS.filter((call) => !CHANGING.includes(call));
  const at = word(path.replace("UP", place.up));
  const lines = calls.flatMap((call) => PATH_CALLS[call]("3", at).slice(0, 1));
  const errnos = await answers(place, lines);
  for (const [i, call] of calls.entries()) got[call] = errnos[i]!.errno;
  return got;
}
/** Those that act on a link itself, and so take it away from the others. */
const CHANGING: readonly PathCall[] = ["unlink", "rename from", "rename to", "link from"];

attack("P65", async (t) => {
  const pairs: readonly (readonly [there: string, missing: string])[] = [
    ["../secret", "../missing"],
    ["../out", "../nowhere"],
    ["../out/secret", "../nowhere/secret"],
    ["../in", "../on"],
    ["UP/out/secret", "UP/out/nothing"],
    ["UP/out", "UP/nowhere"],
    ["sub/../../secret", "sub/../../missing"],
  ];
  for (const [there, missing] of pairs) {
    await t.step(`${there} and ${missing}`, async () => {
      const sub = { "sub/": "" };
      assertEquals(await errnosOf(there, sub), await errnosOf(missing, sub));
      for (const path of ["link", "link/", "link/.", "link/x"]) {
        assertEquals(
          await errnosOf(path, { ...sub, link: { link: there } }),
          await errnosOf(path, { ...sub, link: { link: missing } }),
          path,
        );
      }
    });
  }
});

const slashBehind = wanted(
  NOTCAPABLE,
  [EXIST, ["mkdir", "link to", "symlink"]],
  [ISDIR, ["open create", "open create nofollow", "open exclusive"]],
  [NOTDIR, ["rmdir", "unlink", "rename from", "rename to", "rename dir to"]],
);
paths(
  "P66",
  ["../out", "UP/out", "../secret", "../missing", "..", "sub/../../out"].flatMap((link) => {
    const tree = { evil: { link } };
    return [
      { name: `evil/ -> ${link}`, path: "evil/", want: slashBehind, tree },
      { name: `evil// -> ${link}`, path: "evil//", want: slashBehind, tree },
      { name: `evil/. -> ${link}`, path: "evil/.", want: REFUSED, tree },
      { name: `evil/./ -> ${link}`, path: "evil/./", want: REFUSED, tree },
    ];
  }),
);
