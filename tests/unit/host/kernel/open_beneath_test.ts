import { assertEquals } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const ARM = Deno.build.arch === "aarch64";
const [O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_NONBLOCK, O_CLOEXEC, O_PATH] = [
  ...[1, 2, 0o100, 0o200, 0o1000, 0o4000, 0o2000000, 0o10000000],
] as const;
const O_DIRECTORY = ARM ? 0o40000 : 0o200000;
const O_NOFOLLOW = ARM ? 0o100000 : 0o400000;
const READ = O_NONBLOCK;

const load = async () => ({
  ...await import("../../../../lib/host/kernel/open_beneath.ts"),
  ...await import("../../../../lib/host/kernel/walk_beneath.ts"),
  ...await import("../held_descriptor.ts"),
});

/** What lies inside, beside an `outside` and a directory `out`. */
const TREE: Readonly<Record<string, string>> = {
  "f": "F",
  "a\\b": "backslash",
  "...": "dots",
  "sub/": "",
  "sub/g": "G",
  "sub/deep/": "",
  "sub/deep/h": "H",
  "to-f": "-> f",
  "to-sub": "-> sub",
  "to-sub-slash": "-> sub/",
  "to-sub-dot": "-> sub/.",
  "to-f-slash": "-> f/",
  "to-f-dot": "-> f/.",
  "to-new-slash": "-> new/",
  "to-new-dot": "-> new/.",
  "to-g": "-> to-sub/g",
  "to-here": "-> .",
  "to-here-by-sub": "-> sub/..",
  "to-f-by-sub": "-> sub/../f",
  "sub/up-to-f": "-> ../f",
  "sub/up-and-out": "-> ../../outside",
  "out-and-in": "-> ../in/f",
  "out": "-> ../outside",
  "out-missing": "-> ../missing",
  "out-directory": "-> ../out",
  "up": "-> ..",
  "root": "-> /",
  "etc": "-> /etc/passwd",
  "proc-root": "-> /proc/self/root/etc/passwd",
  "proc-fd": "-> /proc/self/fd/0",
  "dangling": "-> new",
  "dangling-in-sub": "-> sub/new",
  "dangling-in-missing": "-> missing/new",
  "loop-1": "-> loop-2",
  "loop-2": "-> loop-1",
  "self": "-> self",
  "through-file": "-> f/x",
};

/** A chain: `link-N` follows N links before it comes to `f`. */
const CHAIN = Object.fromEntries(
  Array.from({ length: 42 }, (_, i) => [`link-${i + 1}`, i === 0 ? "-> f" : `-> link-${i}`]),
);

/** What an open with O_NOFOLLOW answers where it differs. */
type Row = readonly [path: string, followed: string, notFollowed?: string];

/** Paths, and what opening them to read is: a name of the tree, or the failure. */
const ROWS: readonly Row[] = [
  ["f", "f"],
  [".", "."],
  ["./f", "f"],
  ["././././f", "f"],
  ["sub/../f", "f"],
  ["sub/..", "."],
  ["sub/./deep/../g", "sub/g"],
  ["sub", "sub"],
  ["sub/", "sub"],
  ["sub//", "sub"],
  ["sub//g", "sub/g"],
  ["sub/.", "sub"],
  ["sub/./", "sub"],
  ["sub/deep/..", "sub"],
  ["sub/deep/../", "sub"],
  ["sub/deep/../..", "."],
  ["a\\b", "a\\b"],
  ["...", "..."],
  ["missing", "no-entry"],
  ["missing/", "no-entry"],
  ["missing/x", "no-entry"],
  ["missing/..", "no-entry"],
  ["missing/../f", "no-entry"],
  [".. ", "no-entry"],
  ["..\\outside", "no-entry"],
  ["%2e%2e/outside", "no-entry"],
  [".../f", "not-directory"],
  ["f/", "not-directory"],
  ["f/.", "not-directory"],
  ["f/..", "not-directory"],
  ["f/../f", "not-directory"],
  ["f/x", "not-directory"],
  ["n".repeat(255), "no-entry"],
  ["n".repeat(256), "name-too-long"],
  [`${"n".repeat(256)}/f`, "name-too-long"],
  ["./".repeat(2000) + "f", "f"],
  ["sub/../".repeat(500) + "f", "f"],
  // Leaving.
  ["..", "not-capable"],
  ["../", "not-capable"],
  ["../outside", "not-capable"],
  ["../missing", "not-capable"],
  ["../in/f", "not-capable"],
  ["sub/../..", "not-capable"],
  ["sub/../../in/f", "not-capable"],
  ["sub/../../outside", "not-capable"],
  ["./../outside", "not-capable"],
  ["/", "not-capable"],
  ["//f", "not-capable"],
  ["/etc/passwd", "not-capable"],
  ["/missing", "not-capable"],
  // Links in last place.
  ["to-f", "f", "loop"],
  ["to-sub", "sub", "loop"],
  ["to-sub/", "sub"],
  ["to-sub/.", "sub"],
  ["to-sub/..", "."],
  ["to-sub-slash", "sub", "loop"],
  ["to-sub-dot", "sub", "loop"],
  ["to-f-slash", "not-directory", "loop"],
  ["to-f-dot", "not-directory", "loop"],
  ["to-f/", "not-directory"],
  ["to-f/.", "not-directory"],
  ["to-g", "sub/g", "loop"],
  ["to-here", ".", "loop"],
  ["to-here/", "."],
  ["to-here-by-sub", ".", "loop"],
  ["to-f-by-sub", "f", "loop"],
  ["sub/up-to-f", "f", "loop"],
  ["dangling", "no-entry", "loop"],
  ["dangling/", "no-entry"],
  ["dangling-in-missing", "no-entry", "loop"],
  ["through-file", "not-directory", "loop"],
  ["out", "not-capable", "loop"],
  ["out/", "not-capable"],
  ["out/.", "not-capable"],
  ["out-missing", "not-capable", "loop"],
  ["out-directory", "not-capable", "loop"],
  ["out-directory/", "not-capable"],
  ["out-directory/.", "not-capable"],
  ["out-and-in", "not-capable", "loop"],
  ["sub/up-and-out", "not-capable", "loop"],
  ["up", "not-capable", "loop"],
  ["up/", "not-capable"],
  ["root", "not-capable", "loop"],
  ["root/", "not-capable"],
  ["etc", "not-capable", "loop"],
  ["proc-root", "not-capable", "loop"],
  ["proc-fd", "not-capable", "loop"],
  ["absolute-inside", "not-capable", "loop"],
  ["loop-1", "loop", "loop"],
  ["loop-1/", "loop"],
  ["self", "loop", "loop"],
  ["link-1", "f", "loop"],
  ["link-40", "f", "loop"],
  ["link-41", "loop", "loop"],
  ["link-42", "loop", "loop"],
  // Links on the way.
  ["to-sub/g", "sub/g"],
  ["to-sub/deep/h", "sub/deep/h"],
  ["to-sub-slash/g", "sub/g"],
  ["to-sub-dot/g", "sub/g"],
  ["to-here/to-here/to-here/f", "f"],
  ["to-here/../f", "not-capable"],
  ["to-sub/../f", "f"],
  ["to-sub/../../outside", "not-capable"],
  ["to-f/x", "not-directory"],
  ["to-f/..", "not-directory"],
  ["out-directory/secret", "not-capable"],
  ["out-directory/missing", "not-capable"],
  ["out-directory/..", "not-capable"],
  ["up/in/f", "not-capable"],
  ["root/etc/passwd", "not-capable"],
  ["loop-1/f", "loop"],
  ["self/self/f", "loop"],
  ["dangling/x", "no-entry"],
  ["to-here/".repeat(40) + "f", "f"],
  ["to-here/".repeat(41) + "f", "loop"],
  ["to-here/".repeat(39) + "to-f", "f", "loop"],
  ["to-here/".repeat(40) + "to-f", "loop", "loop"],
];

/** An arena: the tree in `in`, and what must never be reached beside it. */
function arena(): TemporaryDirectory {
  const arena = new TemporaryDirectory();
  arena.make({ outside: "secret", "out/": "", "out/secret": "secret", "in/": "" });
  return fill(arena);
}

function fill(arena: TemporaryDirectory): TemporaryDirectory {
  const inside = Object.entries({ ...TREE, ...CHAIN, "absolute-inside": `-> ${arena.at("in/f")}` });
  return arena.make(Object.fromEntries(inside.map(([name, content]) => [`in/${name}`, content])));
}

/** The names of a tree by inode. */
function namesByInode(arena: TemporaryDirectory): Map<number, string> {
  const names = Object.keys(arena.tree("in/")).map((name) => name.replace(/^in\/|\/$/g, ""));
  const found = new Map(names.map((name) => [Deno.lstatSync(arena.at(`in/${name}`)).ino!, name]));
  return found.set(Deno.statSync(arena.at("in")).ino!, ".");
}

/** Opens and closes, and tells what it was: by `/proc`, which knows nothing of our code. */
async function opener(arena: TemporaryDirectory, by: "openBeneath" | "walkBeneath") {
  const { openBeneath, walkBeneath, openHost, HeldDescriptor } = await load();
  const root = new HeldDescriptor(openHost(arena.at("in"), O_PATH | O_DIRECTORY));
  return {
    open(path: string, flags: number): string {
      return outcomeOf(() => {
        using opened = new HeldDescriptor(
          by === "openBeneath"
            ? openBeneath(root.fd, utf8(path), flags)
            : walkBeneath(root.fd, utf8(path), flags | O_CLOEXEC, 0o666),
        );
        const link = Deno.readLinkSync(`/proc/self/fd/${opened.fd}`);
        return link === arena.at("in") ? "." : link.replace(`${arena.at("in")}/`, "");
      });
    },
    [Symbol.dispose]: () => root[Symbol.dispose](),
  };
}

for (const by of ["openBeneath", "walkBeneath"] as const) {
  testWithLibc(`${by}() opens what lies inside and refuses the rest`, async () => {
    using directory = arena();
    using at = await opener(directory, by);
    for (const [path, followed, notFollowed = followed] of ROWS) {
      const why = path.length > 60 ? `${path.slice(0, 60)}...` : path;
      assertEquals(at.open(path, READ), followed, why);
      assertEquals(at.open(path, READ | O_NOFOLLOW), notFollowed, `${why}, not followed`);
    }
  });

  testWithLibc(`${by}() holds a link itself with O_PATH and O_NOFOLLOW`, async () => {
    using directory = arena();
    using at = await opener(directory, by);
    for (const name of ["to-f", "out", "etc", "dangling", "self", "absolute-inside"]) {
      assertEquals(at.open(name, O_PATH | O_NOFOLLOW), name);
      assertEquals(at.open(`to-here/${name}`, O_PATH | O_NOFOLLOW), name);
    }
    assertEquals(at.open("out-directory/", O_PATH | O_NOFOLLOW), "not-capable");
    assertEquals(at.open("to-sub/", O_PATH | O_NOFOLLOW), "sub");
  });

  testWithLibc(
    `${by}() creates inside, also through a link that dangles, and nowhere else`,
    async () => {
      const rows: readonly [
        path: string,
        flags: number,
        created: string | undefined,
        why: string,
      ][] = [
        ["new", O_CREAT, "new", "a new file"],
        ["new", O_CREAT | O_EXCL, "new", "a new file, exclusively"],
        ["sub/new", O_CREAT, "sub/new", "below"],
        ["to-sub/new", O_CREAT, "sub/new", "through a link on the way"],
        ["sub/../new", O_CREAT, "new", "by way of a directory"],
        ["dangling", O_CREAT, "new", "through a link that dangles"],
        ["dangling-in-sub", O_CREAT, "sub/new", "through a link that dangles, below"],
        ["dangling", O_CREAT | O_EXCL, undefined, "not through a link, exclusively"],
        ["dangling", O_CREAT | O_NOFOLLOW, undefined, "not through a link that is not followed"],
        ["dangling-in-missing", O_CREAT, undefined, "not in a directory that is not there"],
        ["out-missing", O_CREAT, undefined, "not outside through a link"],
        ["out-missing", O_CREAT | O_EXCL, undefined, "not outside, exclusively"],
        ["out-directory/new", O_CREAT, undefined, "not outside through a directory"],
        ["../new", O_CREAT, undefined, "not outside"],
        ["new/", O_CREAT, undefined, "not a directory"],
        ["new/.", O_CREAT, undefined, "not in a directory that is not there"],
        ["to-f", O_CREAT | O_EXCL, undefined, "not over a link"],
        ["out", O_CREAT | O_EXCL, undefined, "not over a link that leads outside"],
        [".", O_CREAT, undefined, "not the directory itself"],
        ["sub", O_CREAT, undefined, "not a directory"],
        ["sub/", O_CREAT, undefined, "not a directory"],
        ["dangling/", O_CREAT, undefined, "not a directory through a link"],
      ];
      using directory = arena();
      using at = await opener(directory, by);
      const before = directory.tree();
      for (const [path, flags, created, why] of rows) {
        const result = at.open(path, flags | O_RDWR | O_NONBLOCK);
        if (created === undefined) {
          directory.assertTree(before, why);
          continue;
        }
        assertEquals(result, created, why);
        directory.assertTree({ ...before, [`in/${created}`]: "" }, why);
        Deno.removeSync(directory.at(`in/${created}`));
      }
    },
  );

  testWithLibc(`${by}() truncates what lies inside, and nothing else`, async () => {
    using directory = arena();
    using at = await opener(directory, by);
    const after = directory.tree();
    for (const [path, truncated] of [["out", undefined], ["f", "f"], ["to-g", "sub/g"]] as const) {
      at.open(path, O_WRONLY | O_TRUNC);
      if (truncated !== undefined) after[`in/${truncated}`] = "";
      directory.assertTree(after, path);
    }
  });

  testWithLibc(`${by}() leaves no descriptor open, whatever it meets`, async () => {
    const { countDescriptors } = await load();
    using directory = arena();
    using at = await opener(directory, by);
    const before = countDescriptors();
    for (const [path] of ROWS) {
      for (const flags of [READ, READ | O_NOFOLLOW, READ | O_DIRECTORY, O_PATH]) {
        at.open(path, flags);
      }
    }
    assertEquals(countDescriptors(), before);
  });

  testWithLibc(`${by}() marks what it opens as not to be inherited`, async () => {
    const { openBeneath, walkBeneath, openHost, HeldDescriptor } = await load();
    using directory = arena();
    using root = new HeldDescriptor(openHost(directory.at("in")));
    for (const flags of [READ, O_PATH, O_PATH | O_NOFOLLOW, READ | O_DIRECTORY]) {
      const path = utf8(flags === (READ | O_DIRECTORY) ? "sub" : "f");
      using opened = new HeldDescriptor(
        by === "openBeneath"
          ? openBeneath(root.fd, path, flags)
          : walkBeneath(root.fd, path, flags | O_CLOEXEC, 0),
      );
      const info = Deno.readTextFileSync(`/proc/self/fdinfo/${opened.fd}`);
      assertEquals(parseInt(info.match(/flags:\s*(\d+)/)![1]!, 8) & O_CLOEXEC, O_CLOEXEC);
    }
  });
}

testWithLibc("walkBeneath() answers as openBeneath() does, whatever the flags", async () => {
  const sets = {
    "to read": READ,
    "to read and write": O_RDWR | O_NONBLOCK,
    "to write": O_WRONLY | O_NONBLOCK,
    "not following": READ | O_NOFOLLOW,
    "a directory": READ | O_DIRECTORY,
    "a directory, not following": READ | O_DIRECTORY | O_NOFOLLOW,
    "a handle": O_PATH,
    "a handle, not following": O_PATH | O_NOFOLLOW,
    "a handle of a directory": O_PATH | O_DIRECTORY,
    "a handle of a directory, not following": O_PATH | O_DIRECTORY | O_NOFOLLOW,
    "to create": O_RDWR | O_CREAT | O_NONBLOCK,
    "to create, not following": O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK,
    "to create exclusively": O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK,
  };
  using one = arena();
  using other = arena();
  using kernel = await opener(one, "openBeneath");
  using walk = await opener(other, "walkBeneath");
  const extra = [
    ...["new", "sub/new", "to-sub/new", "dangling-in-sub", "new/", "new/.", "new/.."],
    ...["new/./", "sub/./deep/./", "to-here/.", "to-here/./", "./", "./.", "sub/.././"],
    ...["to-new-dot", "to-new-slash", "to-new-dot/", "to-sub-dot/.", "to-sub-slash/"],
  ];
  const differences: string[] = [];
  for (const [why, flags] of Object.entries(sets)) {
    for (const path of [...ROWS.map(([path]) => path), ...extra]) {
      // Broken code must not leave a file in the root of the machine that tests it.
      if ((flags & O_CREAT) !== 0 && path.startsWith("/")) continue;
      const [expected, found] = [kernel.open(path, flags), walk.open(path, flags)];
      if (expected !== found) {
        differences.push(`${path.slice(0, 40)} ${why}: ${found}, not ${expected}`);
      }
      if ((flags & O_CREAT) === 0) continue;
      for (const name of ["new", "sub/new", "n".repeat(255), ".. ", "..\\outside", "missing"]) {
        const made = [one, other].map((directory) => remove(directory.at(`in/${name}`)));
        if (made[0] !== made[1]) differences.push(`${path} ${why}: only one has made ${name}`);
      }
    }
  }
  assertEquals(differences, []);
  assertEquals([...namesByInode(one).values()].sort(), [...namesByInode(other).values()].sort());
});

/** Removes what is there, and tells whether anything was. */
function remove(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch {
    return false;
  }
}
