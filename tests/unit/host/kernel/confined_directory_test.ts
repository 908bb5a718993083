import { assert, assertEquals, assertInstanceOf, assertNotEquals } from "@std/assert";
import type { ErrorCode } from "../../../../lib/errors.ts";
import type { Directory, Opened, OpenOptions } from "../../../../lib/filesystem/directory.ts";
import type { File } from "../../../../lib/filesystem/node.ts";
import type { U64 } from "../../../../lib/io/offset.ts";
import { FakeDirectory } from "../../doubles/fake_node.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/open_ambient.ts"),
  ...await import("../../../../lib/host/kernel/confined_directory.ts"),
  ...await import("../held_descriptor.ts"),
});

const FOLLOW = { follow: true };
const NOFOLLOW = { follow: false };

const READ: OpenOptions = {
  follow: true,
  read: true,
  write: false,
  create: false,
  exclusive: false,
  truncate: false,
  append: false,
  directory: false,
  sync: "none",
};
const WRITE: OpenOptions = { ...READ, write: true };
const CREATE: OpenOptions = { ...WRITE, create: true };

/** What lies in the grant; `outside` and `out` lie beside it. */
const TREE: Readonly<Record<string, string>> = {
  "f": "F",
  "g": "G",
  "sub/": "",
  "sub/h": "H",
  "empty/": "",
  "to-f": "-> f",
  "to-sub": "-> sub",
  "to-empty": "-> empty",
  "dangling": "-> new",
  "loop": "-> loop",
  "out-file": "-> ../outside",
  "out-directory": "-> ../out",
  "out-missing": "-> ../missing",
  "absolute": "-> /etc/passwd",
};

interface Arena extends Disposable {
  readonly directory: Directory;
  readonly all: TemporaryDirectory;
}

async function arena(access: Directory["access"] = "read-write"): Promise<Arena> {
  const { openAmbientDirectory } = await load();
  const all = new TemporaryDirectory();
  all.make({ outside: "secret", "out/": "", "out/secret": "secret", "in/": "" });
  all.make(Object.fromEntries(Object.entries(TREE).map(([name, is]) => [`in/${name}`, is])));
  const directory = openAmbientDirectory(all.at("in"), access);
  return {
    all,
    directory,
    [Symbol.dispose]() {
      directory[Symbol.dispose]();
      all[Symbol.dispose]();
    },
  };
}

/** A change of the tree: what there is now under a name, or null where nothing is. */
type Changes = Readonly<Record<string, string | null>>;

/** What an operation answers, as a value for a row. */
type Answer = ErrorCode | string | undefined;

type Row = readonly [
  why: string,
  operation: (directory: Directory) => unknown,
  expected: Answer,
  changes?: Changes,
];

/** Runs each row in an arena of its own, and compares the whole of it, what lies outside included. */
async function assertRows(rows: readonly Row[]): Promise<void> {
  for (const [why, operation, expected, changes = {}] of rows) {
    using one = await arena();
    const before = one.all.tree();
    assertEquals(outcomeOf(() => operation(one.directory)), expected, why);
    const after: Record<string, string> = { ...before };
    for (const [name, content] of Object.entries(changes)) {
      if (content === null) delete after[`in/${name}`];
      else after[`in/${name}`] = content;
    }
    one.all.assertTree(after, why);
  }
}

/** What was opened, in a word: a directory, or a file with its content. */
function described(opened: Opened): string {
  using node = opened;
  if (node.kind !== "file") return node.kind;
  const into = new Uint8Array(10);
  return text(into.subarray(0, node.readAt(into, 0)));
}

/** Paths that lead outside, by whichever way. */
const OUTSIDE = [
  ...["..", "../outside", "../missing", "../in/f", "sub/../../outside", "/etc/passwd", "/", "//f"],
  ...["out-directory/secret", "out-directory/missing", "out-directory/..", "absolute/x"],
];

testWithLibc("ConfinedDirectory.openAt() opens what lies inside", async () => {
  await assertRows([
    ["a file", (d) => described(d.openAt(utf8("f"), READ)), "F"],
    ["a file below", (d) => described(d.openAt(utf8("sub/h"), READ)), "H"],
    ["through a link", (d) => described(d.openAt(utf8("to-f"), READ)), "F"],
    ["through a link on the way", (d) => described(d.openAt(utf8("to-sub/h"), READ)), "H"],
    ["a directory", (d) => described(d.openAt(utf8("sub"), READ)), "directory"],
    ["a directory with a slash", (d) => described(d.openAt(utf8("sub//"), READ)), "directory"],
    ["itself", (d) => described(d.openAt(utf8("."), READ)), "directory"],
    ["nothing", (d) => d.openAt(utf8("missing"), READ), "no-entry"],
    ["a file with a slash", (d) => d.openAt(utf8("f/"), READ), "not-directory"],
    ["below a file", (d) => d.openAt(utf8("f/x"), READ), "not-directory"],
    ["a loop", (d) => d.openAt(utf8("loop"), READ), "loop"],
    ["a link, not followed", (d) => d.openAt(utf8("to-f"), { ...READ, follow: false }), "loop"],
    [
      "a link with a slash, not followed",
      (d) => described(d.openAt(utf8("to-sub/"), { ...READ, follow: false })),
      "directory",
    ],
    ["only a directory", (d) => d.openAt(utf8("f"), { ...READ, directory: true }), "not-directory"],
    ["a directory to write", (d) => d.openAt(utf8("sub"), WRITE), "is-directory"],
    ["what leads outside", (d) => d.openAt(utf8("out-file"), READ), "not-capable"],
    ["what leads to no one knows", (d) => d.openAt(utf8("out-missing"), READ), "not-capable"],
    ["an absolute link", (d) => d.openAt(utf8("absolute"), READ), "not-capable"],
    ...OUTSIDE.map((path): Row => [path, (d) => d.openAt(utf8(path), READ), "not-capable"]),
  ]);
});

testWithLibc(
  "ConfinedDirectory.openAt() creates, truncates and appends inside and nowhere else",
  async () => {
    const write = (d: Directory, path: string, options: Partial<OpenOptions>, content = "") => {
      using file = d.openAt(utf8(path), { ...READ, ...options }) as File;
      if (options.append) file.append(utf8(content));
      else file.writeAt(utf8(content), 0);
    };
    await assertRows([
      ["new", (d) => write(d, "new", CREATE, "N"), undefined, { new: "N" }],
      ["existing", (d) => write(d, "f", CREATE, "X"), undefined, { f: "X" }],
      ["exclusive", (d) => write(d, "f", { ...CREATE, exclusive: true }), "exist"],
      ["over a link", (d) => write(d, "to-f", { ...CREATE, exclusive: true }), "exist"],
      ["over a link outside", (d) => write(d, "out-file", { ...CREATE, exclusive: true }), "exist"],
      ["through a link", (d) => write(d, "dangling", CREATE, "N"), undefined, { new: "N" }],
      ["through a link outside", (d) => write(d, "out-missing", CREATE), "not-capable"],
      ["in a directory outside", (d) => write(d, "out-directory/new", CREATE), "not-capable"],
      ["with a slash", (d) => write(d, "new/", CREATE), "is-directory"],
      ["in no directory", (d) => write(d, "missing/new", CREATE), "no-entry"],
      ["truncated", (d) => write(d, "f", { write: true, truncate: true }), undefined, { f: "" }],
      [
        "truncated outside",
        (d) => write(d, "out-file", { ...WRITE, truncate: true }),
        "not-capable",
      ],
      [
        "appended",
        (d) => write(d, "f", { write: true, append: true }, "!"),
        undefined,
        { f: "F!" },
      ],
    ]);
  },
);

testWithLibc(
  "ConfinedDirectory.openAt() gives a new file the mode 0666 less the umask",
  async () => {
    using one = await arena();
    one.directory.openAt(utf8("new"), CREATE)[Symbol.dispose]();
    const umask = Deno.umask();
    assertEquals(Deno.statSync(one.all.at("in/new")).mode! & 0o7777, 0o666 & ~umask);
    one.directory.createDirectoryAt(utf8("new-directory"));
    const mode = Deno.statSync(one.all.at("in/new-directory")).mode! & 0o777;
    assertEquals(mode, 0o777 & ~umask);
  },
);

testWithLibc(
  "ConfinedDirectory.openAt() refuses a socket, and opens a FIFO without waiting",
  async () => {
    using one = await arena();
    const listener = Deno.listen({ transport: "unix", path: one.all.at("in/socket") });
    try {
      for (const options of [READ, WRITE, { ...READ, read: false }]) {
        assertEquals(outcomeOf(() => one.directory.openAt(utf8("socket"), options)), "not-capable");
      }
    } finally {
      listener.close();
    }
    const { bind } = await import("../../../../lib/host/libc/library.ts");
    const { mkfifo } = bind({ mkfifo: { parameters: ["buffer", "u32"], result: "i32" } });
    assertEquals(mkfifo(utf8(`${one.all.at("in/fifo")}\0`), 0o600), 0);
    const onlyWrite = { ...WRITE, read: false };
    assertEquals(outcomeOf(() => one.directory.openAt(utf8("fifo"), onlyWrite)), "no-such-device");
    using reader = one.directory.openAt(utf8("fifo"), READ);
    using writer = one.directory.openAt(utf8("fifo"), onlyWrite);
    assertEquals([reader.kind, reader.type, writer.kind], ["stream", "fifo", "stream"]);
    if (reader.kind !== "stream" || writer.kind !== "stream") return;
    assertEquals([reader.output, writer.input], [undefined, undefined]);
    assertEquals([reader.cursor, reader.array], [undefined, undefined]);
    writer.output!.write(utf8("abc"));
    const into = new Uint8Array(4);
    assertEquals([reader.input!.read(into), text(into)], [3, "abc\0"]);
  },
);

testWithLibc("ConfinedDirectory.statAt() looks at a name or at what it leads to", async () => {
  using one = await arena();
  const rows: readonly [path: string, followed: string, notFollowed?: string][] = [
    ["f", "f"],
    ["./f", "f"],
    ["sub/h", "sub/h"],
    ["sub", "sub"],
    ["sub/", "sub"],
    ["sub/..", "."],
    [".", "."],
    ["to-f", "f", "to-f"],
    ["to-sub", "sub", "to-sub"],
    ["to-sub/", "sub"],
    ["to-sub/.", "sub"],
    ["to-sub/h", "sub/h"],
    ["dangling", "no-entry", "dangling"],
    ["loop", "loop", "loop/"],
    ["out-file", "not-capable", "out-file"],
    ["out-directory", "not-capable", "out-directory"],
    ["out-directory/", "not-capable"],
    ["out-directory/.", "not-capable"],
    ["absolute", "not-capable", "absolute"],
    ["missing", "no-entry"],
    ["f/", "not-directory"],
    ["f/.", "not-directory"],
    ["f/x", "not-directory"],
    ...OUTSIDE.map((path): [string, string] => [path, "not-capable"]),
  ];
  const failures = ["no-entry", "loop", "not-capable", "not-directory"];
  const inodeOf = (name: string) => {
    const path = name.replace(/\/$/, "");
    return Number(Deno.lstatSync(one.all.at(`in/${path}`)).ino);
  };
  for (const [path, followed, notFollowed = followed] of rows) {
    for (const [lookUp, expected] of [[FOLLOW, followed], [NOFOLLOW, notFollowed]] as const) {
      const found = outcomeOf(() => Number(one.directory.statAt(utf8(path), lookUp).inode));
      const wanted = failures.includes(expected) ? expected : inodeOf(expected);
      assertEquals(found, wanted, `${path} ${lookUp.follow}`);
    }
  }
  assertEquals(one.directory.statAt(utf8("to-f"), NOFOLLOW).type, "symbolic-link");
  assertEquals(one.directory.statAt(utf8("f"), NOFOLLOW).size, 1);
});

testWithLibc("ConfinedDirectory.setTimesAt() dates a name or what it leads to", async () => {
  const rows: readonly [
    path: string,
    follow: boolean,
    dated: string | undefined,
    failure?: string,
  ][] = [
    ["f", true, "in/f"],
    ["f", false, "in/f"],
    ["sub/h", false, "in/sub/h"],
    ["sub/", false, "in/sub"],
    [".", true, "in"],
    ["to-f", true, "in/f"],
    ["to-f", false, "in/to-f"],
    ["to-sub/", false, "in/sub"],
    ["out-file", false, "in/out-file"],
    ["out-file", true, undefined, "not-capable"],
    ["out-directory/", false, undefined, "not-capable"],
    ["out-directory/.", false, undefined, "not-capable"],
    ["out-directory", true, undefined, "not-capable"],
    ["..", false, undefined, "not-capable"],
    ["f/", false, undefined, "not-directory"],
    ["missing", false, undefined, "no-entry"],
  ];
  const watched = ["in", "in/f", "in/to-f", "in/sub", "in/sub/h", "in/out-file", "outside", "out"];
  for (const [path, follow, dated, failure] of rows) {
    using one = await arena();
    const seconds = () => watched.map((name) => Deno.lstatSync(one.all.at(name)).mtime!.valueOf());
    const before = seconds();
    const outcome = outcomeOf(() =>
      one.directory.setTimesAt(utf8(path), { follow }, "unchanged", 1_000_000_007_000_000_000n)
    );
    assertEquals(outcome, failure as undefined, path);
    const after = watched.map((name, i) => name === dated ? 1_000_000_007_000 : before[i]!);
    assertEquals(seconds(), after, `${path} ${follow}`);
  }
});

testWithLibc("ConfinedDirectory.createDirectoryAt() makes a directory inside", async () => {
  const make = (path: string) => (d: Directory) => d.createDirectoryAt(utf8(path));
  await assertRows([
    ["new", make("new"), undefined, { "new/": "" }],
    ["with slashes", make("new//"), undefined, { "new/": "" }],
    ["below", make("sub/new"), undefined, { "sub/new/": "" }],
    ["through a link", make("to-sub/new/"), undefined, { "sub/new/": "" }],
    ["over a file", make("f"), "exist"],
    ["over a directory", make("sub/"), "exist"],
    ["over a link that dangles", make("dangling"), "exist"],
    ["over a link that dangles, with a slash", make("dangling/"), "exist"],
    ["over a link outside", make("out-missing"), "exist"],
    ["itself", make("."), "exist"],
    ["a directory by its own", make("sub/."), "exist"],
    ["a parent inside", make("sub/.."), "exist"],
    ["below nothing", make("missing/new"), "no-entry"],
    ["below a file", make("f/new"), "not-directory"],
    ["outside", make("out-directory/new"), "not-capable"],
    ["beside", make("../new"), "not-capable"],
    ["above", make(".."), "not-capable"],
    ["the root", make("/"), "not-capable"],
    ["from the root", make("/new"), "not-capable"],
  ]);
});

testWithLibc(
  "ConfinedDirectory.removeDirectoryAt() removes an empty directory inside",
  async () => {
    const remove = (path: string) => (d: Directory) => d.removeDirectoryAt(utf8(path));
    await assertRows([
      ["empty", remove("empty"), undefined, { "empty/": null }],
      ["with slashes", remove("empty//"), undefined, { "empty/": null }],
      ["not empty", remove("sub"), "not-empty"],
      ["a file", remove("f"), "not-directory"],
      ["a file with a slash", remove("f/"), "not-directory"],
      ["a link", remove("to-empty"), "not-directory"],
      ["a link with a slash", remove("to-empty/"), "not-directory"],
      ["missing", remove("missing"), "no-entry"],
      ["itself", remove("."), "invalid"],
      ["one by its own", remove("empty/."), "invalid"],
      ["one by its own through a link", remove("to-empty/."), "invalid"],
      ["a parent inside", remove("empty/.."), "not-empty"],
      ["a missing one by its own", remove("missing/."), "no-entry"],
      ["a file by its own", remove("f/."), "not-directory"],
      ["above", remove(".."), "not-capable"],
      ["above, by a link", remove("out-directory/.."), "not-capable"],
      ["outside by its own", remove("out-directory/."), "not-capable"],
      ["beside", remove("../out"), "not-capable"],
      ["the root", remove("/"), "not-capable"],
    ]);
  },
);

testWithLibc("ConfinedDirectory.unlinkFileAt() removes a name inside", async () => {
  const unlink = (path: string) => (d: Directory) => d.unlinkFileAt(utf8(path));
  await assertRows([
    ["a file", unlink("f"), undefined, { f: null }],
    ["below", unlink("to-sub/h"), undefined, { "sub/h": null }],
    ["a link, not what it leads to", unlink("to-f"), undefined, { "to-f": null }],
    ["a link that leads outside", unlink("out-file"), undefined, { "out-file": null }],
    ["a directory", unlink("empty"), "is-directory"],
    ["a directory with a slash", unlink("empty/"), "is-directory"],
    ["a file with a slash", unlink("f/"), "not-directory"],
    ["a file by its own", unlink("f/."), "not-directory"],
    ["a link with a slash", unlink("to-f/"), "not-directory"],
    ["a link to a directory with a slash", unlink("to-empty/"), "not-directory"],
    ["a link that leads outside, with a slash", unlink("out-directory/"), "not-directory"],
    ["missing", unlink("missing"), "no-entry"],
    ["missing with a slash", unlink("missing/"), "no-entry"],
    ["itself", unlink("."), "is-directory"],
    ["above", unlink(".."), "not-capable"],
    ["outside", unlink("out-directory/secret"), "not-capable"],
    ["outside by its own", unlink("out-directory/."), "not-capable"],
    ["beside", unlink("../outside"), "not-capable"],
    ["from the root", unlink("/etc/passwd"), "not-capable"],
  ]);
});

testWithLibc(
  "ConfinedDirectory.renameAt() renames inside, and never what has no name",
  async () => {
    const rename = (from: string, to: string) => (d: Directory) =>
      d.renameAt(utf8(from), d, utf8(to));
    await assertRows([
      ["a file", rename("f", "new"), undefined, { f: null, new: "F" }],
      ["a file over another", rename("f", "g"), undefined, { f: null, g: "F" }],
      ["a file into a directory", rename("f", "to-sub/new"), undefined, {
        f: null,
        "sub/new": "F",
      }],
      ["a file over itself", rename("f", "./f"), undefined],
      ["a link, not what it leads to", rename("to-f", "new"), undefined, {
        "to-f": null,
        new: "-> f",
      }],
      ["over a link, not over what it leads to", rename("g", "out-file"), undefined, {
        g: null,
        "out-file": "G",
      }],
      ["a directory", rename("empty", "new"), undefined, { "empty/": null, "new/": "" }],
      ["a directory, slashes behind both", rename("empty/", "new//"), undefined, {
        "empty/": null,
        "new/": "",
      }],
      ["a directory over an empty one", rename("sub", "empty/"), undefined, {
        "sub/": null,
        "sub/h": null,
        "empty/h": "H",
      }],
      ["a directory over one that is not empty", rename("empty", "sub"), "not-empty"],
      ["a directory into itself", rename("sub", "sub/new"), "invalid"],
      ["a file over a directory", rename("f", "empty"), "is-directory"],
      ["a directory over a file", rename("empty", "f"), "not-directory"],
      ["a file to a name with a slash", rename("f", "new/"), "not-directory"],
      ["a file by a name with a slash", rename("f/", "new"), "not-directory"],
      ["a link by a name with a slash", rename("to-empty/", "new"), "not-directory"],
      ["missing", rename("missing", "new"), "no-entry"],
      ["into nothing", rename("f", "missing/new"), "no-entry"],
      ["itself", rename(".", "new"), "busy"],
      ["over itself", rename("empty", "."), "busy"],
      ["one by its own", rename("sub/.", "new"), "busy"],
      ["a parent inside", rename("sub/..", "new"), "busy"],
      ["above", rename("..", "new"), "not-capable"],
      ["over what is above", rename("empty", ".."), "not-capable"],
      ["to beside", rename("f", "../new"), "not-capable"],
      ["from beside", rename("../outside", "new"), "not-capable"],
      ["to outside", rename("f", "out-directory/new"), "not-capable"],
      ["from outside", rename("out-directory/secret", "new"), "not-capable"],
      ["to the root", rename("f", "/new"), "not-capable"],
    ]);
  },
);

testWithLibc("ConfinedDirectory.linkAt() links a file, or a link itself, inside", async () => {
  const link = (from: string, to: string, lookUp = NOFOLLOW) => (d: Directory) =>
    d.linkAt(utf8(from), lookUp, d, utf8(to));
  await assertRows([
    ["a file", link("f", "new"), undefined, { new: "F" }],
    ["a file, following", link("f", "new", FOLLOW), undefined, { new: "F" }],
    ["into a directory", link("sub/h", "to-sub/new"), undefined, { "sub/new": "H" }],
    ["a link itself", link("to-f", "new"), undefined, { new: "-> f" }],
    ["what a link leads to", link("to-f", "new", FOLLOW), undefined, { new: "F" }],
    ["a link itself that leads outside", link("out-file", "new"), undefined, {
      new: "-> ../outside",
    }],
    ["what a link leads to outside", link("out-file", "new", FOLLOW), "not-capable"],
    ["what a link dangles to", link("dangling", "another", FOLLOW), "no-entry"],
    ["over a file", link("f", "g"), "exist"],
    ["over a link", link("f", "dangling"), "exist"],
    ["a directory", link("sub", "new"), "not-permitted"],
    ["a directory with a slash", link("sub/", "new"), "not-permitted"],
    ["what a link to a directory leads to", link("to-sub", "new", FOLLOW), "not-permitted"],
    ["itself", link(".", "new"), "not-permitted"],
    ["a file with a slash", link("f/", "new"), "not-directory"],
    ["to a name with a slash", link("f", "new/"), "no-entry"],
    ["to a file with a slash", link("f", "g/"), "exist"],
    ["to a directory with a slash", link("f", "sub/"), "exist"],
    ["to itself", link("f", "."), "exist"],
    ["missing", link("missing", "new"), "no-entry"],
    ["to beside", link("f", "../new"), "not-capable"],
    ["from beside", link("../outside", "new"), "not-capable"],
    ["to outside", link("f", "out-directory/new"), "not-capable"],
    ["from outside", link("out-directory/secret", "new"), "not-capable"],
    ["above", link("..", "new"), "not-capable"],
  ]);
});

testWithLibc("ConfinedDirectory.symlinkAt() stores any relative text", async () => {
  const symlink = (target: string, path: string) => (d: Directory) =>
    d.symlinkAt(utf8(target), utf8(path));
  await assertRows([
    ["inside", symlink("f", "new"), undefined, { new: "-> f" }],
    ["below", symlink("../f", "sub/new"), undefined, { "sub/new": "-> ../f" }],
    ["outside: what follows it is refused", symlink("../../x", "new"), undefined, {
      new: "-> ../../x",
    }],
    ["nowhere", symlink("a b\n", "new"), undefined, { new: "-> a b\n" }],
    ["absolute", symlink("/etc/passwd", "new"), "not-capable"],
    ["over a file", symlink("x", "f"), "exist"],
    ["over a link", symlink("x", "dangling"), "exist"],
    ["itself", symlink("x", "."), "exist"],
    ["with a slash", symlink("x", "new/"), "no-entry"],
    ["over a directory with a slash", symlink("x", "sub/"), "exist"],
    ["in nothing", symlink("x", "missing/new"), "no-entry"],
    ["beside", symlink("x", "../new"), "not-capable"],
    ["outside", symlink("x", "out-directory/new"), "not-capable"],
  ]);
});

testWithLibc(
  "ConfinedDirectory.readlinkAt() gives the text of a link, wherever it leads",
  async () => {
    const readlink = (path: string) => (d: Directory) => text(d.readlinkAt(utf8(path)));
    const long = "x/".repeat(2000);
    await assertRows([
      ["inside", readlink("to-f"), "f"],
      ["through a link", readlink("to-sub/../to-f"), "f"],
      ["outside", readlink("out-file"), "../outside"],
      ["absolute", readlink("absolute"), "/etc/passwd"],
      ["loop", readlink("loop"), "loop"],
      ["a file", readlink("f"), "invalid"],
      ["a directory", readlink("sub"), "invalid"],
      ["a directory with a slash", readlink("sub/"), "invalid"],
      ["a link with a slash", readlink("to-sub/"), "invalid"],
      ["a link to a file with a slash", readlink("to-f/"), "not-directory"],
      ["a link that leads outside, with a slash", readlink("out-directory/"), "not-capable"],
      ["itself", readlink("."), "invalid"],
      ["missing", readlink("missing"), "no-entry"],
      ["beside", readlink("../outside"), "not-capable"],
      [
        "a long one",
        (d) => {
          d.symlinkAt(utf8(long), utf8("long"));
          return text(d.readlinkAt(utf8("long"))).length;
        },
        long.length as unknown as string,
        { long: `-> ${long}` },
      ],
    ]);
  },
);

testWithLibc("ConfinedDirectory changes nothing through a read-only grant", async () => {
  using one = await arena("read-only");
  const before = one.all.tree();
  const operations: Readonly<Record<string, (d: Directory) => unknown>> = {
    write: (d) => d.openAt(utf8("f"), WRITE),
    create: (d) => d.openAt(utf8("new"), { ...READ, create: true }),
    truncate: (d) => d.openAt(utf8("f"), { ...READ, truncate: true }),
    append: (d) => d.openAt(utf8("f"), { ...READ, append: true }),
    setTimesAt: (d) => d.setTimesAt(utf8("f"), FOLLOW, 1n, 1n),
    createDirectoryAt: (d) => d.createDirectoryAt(utf8("new")),
    removeDirectoryAt: (d) => d.removeDirectoryAt(utf8("empty")),
    unlinkFileAt: (d) => d.unlinkFileAt(utf8("f")),
    renameAt: (d) => d.renameAt(utf8("f"), d, utf8("new")),
    linkAt: (d) => d.linkAt(utf8("f"), FOLLOW, d, utf8("new")),
    symlinkAt: (d) => d.symlinkAt(utf8("f"), utf8("new")),
    setTimes: (d) => d.setTimes(1n, 1n),
  };
  const below = one.directory.openAt(utf8("."), READ) as Directory;
  using _ = below;
  for (const [name, operation] of Object.entries(operations)) {
    assertEquals(outcomeOf(() => operation(one.directory)), "not-capable", name);
    assertEquals(outcomeOf(() => operation(below)), "not-capable", `${name}, opened through it`);
  }
  using file = one.directory.openAt(utf8("f"), READ) as File;
  assertEquals(outcomeOf(() => file.resize(0)), "not-capable");
  assertEquals(outcomeOf(() => file.setTimes(1n, 1n)), "not-capable");
  assertEquals(outcomeOf(() => file.allocate(0, 10)), "not-capable");
  one.all.assertTree(before);
  assertEquals(described(one.directory.openAt(utf8("f"), READ)), "F", "reading is left");
});

testWithLibc(
  "ConfinedDirectory.renameAt() and linkAt() need both sides writable, and of one kind",
  async () => {
    const { openAmbientDirectory } = await load();
    using one = await arena();
    using readOnly = openAmbientDirectory(one.all.at("out"), "read-only");
    using writable = openAmbientDirectory(one.all.at("out"), "read-write");
    const before = one.all.tree();
    const { directory } = one;
    const rows: readonly [from: Directory, to: Directory, expected: ErrorCode][] = [
      [directory, readOnly, "not-capable"],
      [readOnly, directory, "not-capable"],
      [directory, new FakeDirectory("read-write"), "cross-device"],
      [directory, new FakeDirectory("read-only"), "not-capable"],
    ];
    for (const [from, to, expected] of rows) {
      const name = utf8(from === directory ? "f" : "secret");
      assertEquals(outcomeOf(() => from.renameAt(name, to, utf8("new"))), expected);
      assertEquals(outcomeOf(() => from.linkAt(name, FOLLOW, to, utf8("new"))), expected);
    }
    one.all.assertTree(before);
    directory.renameAt(utf8("f"), writable, utf8("new"));
    directory.linkAt(utf8("g"), FOLLOW, writable, utf8("linked"));
    const { "in/f": _, ...rest } = before;
    one.all.assertTree({ ...rest, "out/new": "F", "out/linked": "G" });
  },
);

/** The inode of `.` and `..` in a listing. */
function dotInodes(directory: Directory): Record<string, U64> {
  const found: Record<string, U64> = {};
  for (let cookie: U64 = 0;;) {
    const entry = directory.entryAfter(cookie);
    if (entry === undefined) return found;
    if (text(entry.name).startsWith(".")) found[text(entry.name)] = entry.inode;
    cookie = entry.next;
  }
}

testWithLibc("ConfinedDirectory.entryAfter() shows no inode from above the grant", async () => {
  using one = await arena();
  const inodeOf = (name: string) => Deno.statSync(one.all.at(name)).ino;
  assertEquals(dotInodes(one.directory), { ".": inodeOf("in"), "..": inodeOf("in") } as never);
  for (const path of [".", "sub/..", "to-sub/.."]) {
    using again = one.directory.openAt(utf8(path), READ) as Directory;
    assertEquals(dotInodes(again), { ".": inodeOf("in"), "..": inodeOf("in") } as never, path);
  }
  using sub = one.directory.openAt(utf8("sub"), READ) as Directory;
  assertEquals(dotInodes(sub), { ".": inodeOf("in/sub"), "..": inodeOf("in") } as never);
  assertNotEquals(inodeOf("in"), inodeOf("."));
});

testWithLibc("ConfinedDirectory.entryAfter() lists names with their types", async () => {
  using one = await arena();
  const found: Record<string, string> = {};
  for (let cookie: U64 = 0;;) {
    const entry = one.directory.entryAfter(cookie);
    if (entry === undefined) break;
    found[text(entry.name)] = entry.type;
    cookie = entry.next;
  }
  const expected: Record<string, string> = { ".": "directory", "..": "directory" };
  for (const [name, content] of Object.entries(TREE)) {
    if (name === "sub/h") continue;
    const type = content.startsWith("-> ")
      ? "symbolic-link"
      : name.endsWith("/")
      ? "directory"
      : "regular-file";
    expected[name.replace("/", "")] = type;
  }
  assertEquals(Object.entries(found).sort(), Object.entries(expected).sort());
});

testWithLibc(
  "ConfinedDirectory goes on below a directory that has been moved, and not above it",
  async () => {
    using one = await arena();
    using sub = one.directory.openAt(utf8("sub"), READ) as Directory;
    Deno.renameSync(one.all.at("in/sub"), one.all.at("moved"));
    assertEquals(described(sub.openAt(utf8("h"), READ)), "H");
    for (const path of ["..", "../outside", "../in/f"]) {
      assertEquals(outcomeOf(() => sub.openAt(utf8(path), READ)), "not-capable", path);
    }
  },
);

testWithLibc("ConfinedDirectory fails with no-entry when it has been removed", async () => {
  using one = await arena();
  using empty = one.directory.openAt(utf8("empty"), READ) as Directory;
  Deno.removeSync(one.all.at("in/empty"));
  assertEquals(outcomeOf(() => empty.openAt(utf8("new"), CREATE)), "no-entry");
  assertEquals(outcomeOf(() => empty.createDirectoryAt(utf8("new"))), "no-entry");
  assertEquals(empty.stat().type, "directory");
});

testWithLibc("ConfinedDirectory dates and synchronises itself", async () => {
  using one = await arena();
  one.directory.setTimes("unchanged", 1_000_000_007_000_000_000n);
  assertEquals(one.directory.stat().modified, 1_000_000_007_000_000_000n);
  one.directory.sync();
  one.directory.syncData();
});

testWithLibc("ConfinedDirectory leaves no descriptor open, whatever it does", async () => {
  const { countDescriptors } = await load();
  using one = await arena();
  const operations: readonly ((d: Directory, path: Uint8Array) => unknown)[] = [
    (d, path) => d.openAt(path, READ)[Symbol.dispose](),
    (d, path) => d.openAt(path, { ...READ, directory: true })[Symbol.dispose](),
    (d, path) => d.statAt(path, FOLLOW),
    (d, path) => d.statAt(path, NOFOLLOW),
    (d, path) => d.setTimesAt(path, FOLLOW, "now", "now"),
    (d, path) => d.setTimesAt(path, NOFOLLOW, "now", "now"),
    (d, path) => d.readlinkAt(path),
    (d, path) => d.createDirectoryAt(path),
    (d, path) => d.symlinkAt(utf8("x"), path),
    (d, path) => d.linkAt(path, FOLLOW, d, utf8("f")),
    (d, path) => d.linkAt(path, NOFOLLOW, d, utf8("sub/.")),
    (d, path) => d.renameAt(path, d, utf8("sub/..")),
    (d, path) => d.removeDirectoryAt(path),
    (d, path) => d.unlinkFileAt(path),
  ];
  const paths = [
    ...Object.keys(TREE),
    ...OUTSIDE,
    ...["missing", "sub/.", "f/", "to-sub/", "out-directory/", "missing/new", "sub/../new"],
  ];
  const before = countDescriptors();
  for (const operation of operations) {
    for (const path of paths) outcomeOf(() => operation(one.directory, utf8(path)));
  }
  assertEquals(countDescriptors(), before);
});

testWithLibc("ConfinedDirectory owns its descriptor and those of what it opens", async () => {
  const { openAmbientDirectory, ConfinedDirectory, countDescriptors } = await load();
  using one = await arena();
  const before = countDescriptors();
  const directory = openAmbientDirectory(one.all.at("in"), "read-write");
  assertInstanceOf(directory, ConfinedDirectory);
  const opened = ["f", "sub", "to-f"].map((path) => directory.openAt(utf8(path), READ));
  assertEquals(countDescriptors(), before + 4);
  for (const node of [directory, ...opened]) node[Symbol.dispose]();
  assertEquals(countDescriptors(), before);
  assert(one.directory.stat().inode);
});

testWithLibc("ConfinedDirectory.openAt() leaves no device open that it refuses", async () => {
  const { ConfinedDirectory, openHost, countDescriptors } = await load();
  // No grant of it is taken; a device can lie elsewhere as well.
  using devices = new ConfinedDirectory(openHost("/dev"), "read-write");
  const before = countDescriptors();
  for (const options of [READ, WRITE]) {
    assertEquals(outcomeOf(() => devices.openAt(utf8("null"), options).kind), "not-capable");
  }
  assertEquals(countDescriptors(), before);
});
