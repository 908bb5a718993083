/**
 * What is peculiar to the path-checked back end; same_outcomes_test.ts has what is not.
 *
 * @module
 */
import { assert, assertEquals, assertFalse } from "@std/assert";
import type { Directory } from "../../../../lib/filesystem/directory.ts";
import type { File } from "../../../../lib/filesystem/node.ts";
import { portableHost } from "../../../../lib/host/portable/portable_host.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { listed, READ } from "./twins.ts";

const FOLLOW = { follow: true };
const WRITE = { ...READ, write: true, create: true };

/** A grant for one test, beside a file that no guest may reach. */
class Grant implements Disposable {
  readonly base: string = Deno.makeTempDirSync({ prefix: "sluice_portable_" });
  readonly path: string = `${this.base}/grant`;

  constructor() {
    Deno.mkdirSync(`${this.base}/outside/d`, { recursive: true });
    Deno.mkdirSync(`${this.path}/sub/d`, { recursive: true });
    Deno.writeTextFileSync(`${this.base}/outside/f`, "canary");
    Deno.writeTextFileSync(`${this.base}/outside/d/f`, "canary");
    Deno.writeTextFileSync(`${this.path}/sub/f`, "inside");
    Deno.writeTextFileSync(`${this.path}/sub/d/f`, "inside");
  }

  open(path = "", access: "read-only" | "read-write" = "read-write"): Directory {
    return portableHost().openAmbientDirectory(`${this.path}/${path}`, access);
  }

  /** A file that Deno cannot name. */
  shell(script: string): void {
    const { success } = new Deno.Command("sh", { args: ["-c", script], cwd: this.path })
      .outputSync();
    assert(success);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.base, { recursive: true });
  }
}

function openDirectory(directory: Directory, path: string): Directory {
  return directory.openAt(utf8(path), { ...READ, directory: true }) as Directory;
}

function readFile(directory: Directory, path: string): string {
  using file = directory.openAt(utf8(path), READ) as File;
  const into = new Uint8Array(100);
  return text(into.subarray(0, file.readAt(into, 0)));
}

/** Every operation through a handle, by the code with which it fails. */
function everyOutcome(directory: Directory, other: Directory): unknown[] {
  const f = utf8("f");
  const operations: (() => unknown)[] = [
    () => directory.openAt(f, READ),
    () => directory.openAt(utf8("."), READ),
    () => directory.openAt(utf8("new"), WRITE),
    () => directory.statAt(f, FOLLOW),
    () => directory.setTimesAt(f, FOLLOW, 1n, 1n),
    () => directory.createDirectoryAt(utf8("new")),
    () => directory.removeDirectoryAt(utf8("d")),
    () => directory.unlinkFileAt(f),
    () => directory.renameAt(f, other, f),
    () => other.renameAt(utf8("mine"), directory, f),
    () => directory.linkAt(f, FOLLOW, other, f),
    () => other.linkAt(utf8("mine"), FOLLOW, directory, f),
    () => directory.symlinkAt(utf8("a"), utf8("new")),
    () => directory.readlinkAt(f),
    () => directory.entryAfter(0),
    () => directory.entryAfter(3),
    () => directory.stat(),
    () => directory.setTimes(1n, 1n),
    () => directory.sync(),
  ];
  return operations.map((operation) => outcomeOf(operation));
}

Deno.test("CheckedDirectory is lost when a link comes in its place", () => {
  const rows: [why: string, swap: (grant: Directory) => void, path: string][] = [
    ["its own", (grant) => {
      grant.renameAt(utf8("sub"), grant, utf8("old"));
      grant.symlinkAt(utf8("../outside"), utf8("sub"));
    }, "sub"],
    ["that of a directory above it", (grant) => {
      grant.renameAt(utf8("sub"), grant, utf8("old"));
      grant.symlinkAt(utf8("../outside"), utf8("sub"));
    }, "sub/d"],
    ["another directory", (grant) => {
      grant.renameAt(utf8("sub"), grant, utf8("old"));
      grant.createDirectoryAt(utf8("sub"));
    }, "sub"],
    ["a file", (grant) => {
      grant.renameAt(utf8("sub"), grant, utf8("old"));
      grant.openAt(utf8("sub"), WRITE)[Symbol.dispose]();
    }, "sub"],
    ["nothing", (grant) => grant.renameAt(utf8("sub"), grant, utf8("old")), "sub"],
  ];
  for (const [why, swap, path] of rows) {
    using made = new Grant();
    using grant = made.open();
    grant.openAt(utf8("mine"), WRITE)[Symbol.dispose]();
    using handle = openDirectory(grant, path);
    handle.entryAfter(0);
    swap(grant);
    assertEquals(new Set(everyOutcome(handle, grant)), new Set(["no-entry"]), why);
    assertEquals(Deno.readTextFileSync(`${made.base}/outside/f`), "canary");
    assertEquals([...Deno.readDirSync(`${made.base}/outside`)].length, 2, why);
  }
});

Deno.test("CheckedDirectory of a grant is lost when another grant replaces it", () => {
  using made = new Grant();
  using outer = made.open();
  using inner = made.open("sub");
  outer.renameAt(utf8("sub"), outer, utf8("old"));
  outer.symlinkAt(utf8("../outside"), utf8("sub"));
  assertEquals(outcomeOf(() => readFile(inner, "f")), "no-entry");
  assertEquals(outcomeOf(() => inner.openAt(utf8("."), READ)), "no-entry");
});

Deno.test("CheckedDirectory is found again when its directory comes back", () => {
  using made = new Grant();
  using grant = made.open();
  using sub = openDirectory(grant, "sub");
  grant.renameAt(utf8("sub"), grant, utf8("old"));
  assertEquals(outcomeOf(() => sub.stat()), "no-entry");
  grant.renameAt(utf8("old"), grant, utf8("sub"));
  assertEquals(readFile(sub, "f"), "inside");
});

Deno.test("CheckedDirectory shows no inode from above the grant", () => {
  using made = new Grant();
  const inode = Deno.statSync(made.path).ino!;
  using grant = made.open();
  using self = openDirectory(grant, ".");
  using back = openDirectory(grant, "sub/..");
  using sub = openDirectory(grant, "sub");
  for (const directory of [grant, self, back, sub]) {
    const parent = directory.entryAfter(1)!;
    assertEquals([text(parent.name), parent.inode, parent.type], ["..", inode, "directory"]);
  }
  assertEquals(grant.entryAfter(0)!.inode, inode);
  assertEquals(sub.entryAfter(0)!.inode, sub.stat().inode);
});

Deno.test("CheckedDirectory.entryAfter() goes on in the listing that cookie 0 began", () => {
  using made = new Grant();
  using sub = made.open("sub");
  const all = listed(sub);
  assertEquals(all, [". directory", ".. directory", "d directory", "f regular-file"]);
  sub.openAt(utf8("new"), WRITE)[Symbol.dispose]();
  assertEquals(sub.entryAfter(4), undefined, "it has come since");
  assertEquals(listed(sub).length, 5);
  sub.unlinkFileAt(utf8("new"));
  const gone = [2, 3, 4].map((cookie) => sub.entryAfter(cookie)!)
    .find(({ name }) => text(name) === "new")!;
  assertEquals([gone.type, gone.inode], ["regular-file", 0], "it has gone since");
  assertEquals(sub.entryAfter(1n << 62n), undefined);
  assertEquals(outcomeOf(() => sub.entryAfter(1n << 63n)), "invalid");
});

Deno.test("CheckedDirectory.entryAfter() begins a listing at whatever cookie", () => {
  using made = new Grant();
  using sub = made.open("sub");
  assertEquals(text(sub.entryAfter(1)!.name), "..");
});

Deno.test({
  name: "CheckedDirectory lists no name that is not UTF-8, nor twice what looks alike",
  ignore: Deno.build.os !== "linux",
  fn() {
    using made = new Grant();
    made.shell("cd sub/d && touch \"$(printf 'n\\377n')\" \"$(printf 'n\\376n')\"");
    using directory = made.open("sub/d");
    assertEquals(listed(directory), [". directory", ".. directory", "f regular-file"]);
    made.shell("cd sub/d && mkdir \"$(printf 'n\\357\\277\\275n')\"");
    assertEquals(listed(directory).at(-1), "n\ufffdn directory", "this is its name");
    assertEquals(listed(directory).length, 4);
  },
});

Deno.test({
  name: "CheckedDirectory tells the types that Deno's listing does not",
  ignore: Deno.build.os === "windows",
  fn() {
    using made = new Grant();
    made.shell("mkfifo sub/d/fifo && ln -s nowhere sub/d/link");
    using directory = made.open("sub/d");
    assertEquals(listed(directory).slice(2), ["f regular-file", "fifo fifo", "link symbolic-link"]);
  },
});

Deno.test("CheckedDirectory refuses every change through a read-only grant", () => {
  using made = new Grant();
  using sub = made.open("sub", "read-only");
  using writable = made.open();
  const f = utf8("f");
  const changes: (() => unknown)[] = [
    () => sub.openAt(f, { ...READ, write: true }),
    () => sub.openAt(f, { ...READ, create: true }),
    () => sub.openAt(f, { ...READ, truncate: true }),
    () => sub.openAt(f, { ...READ, append: true }),
    () => sub.setTimesAt(f, FOLLOW, 1n, 1n),
    () => sub.createDirectoryAt(utf8("new")),
    () => sub.removeDirectoryAt(utf8("d")),
    () => sub.unlinkFileAt(f),
    () => sub.renameAt(f, writable, f),
    () => writable.renameAt(utf8("sub/f"), sub, utf8("g")),
    () => sub.linkAt(f, FOLLOW, writable, f),
    () => writable.linkAt(utf8("sub/f"), FOLLOW, sub, utf8("g")),
    () => sub.symlinkAt(f, utf8("new")),
    () => sub.setTimes(1n, 1n),
  ];
  assertEquals(new Set(changes.map((change) => outcomeOf(change))), new Set(["not-capable"]));
  assertEquals(readFile(sub, "f"), "inside");
  assertEquals(readFile(openDirectory(sub, "d"), "f"), "inside");
  using file = sub.openAt(f, READ) as File;
  assertEquals(outcomeOf(() => file.setTimes(1n, 1n)), "not-capable");
  assertEquals(outcomeOf(() => file.resize(0)), "not-capable");
  assertEquals(outcomeOf(() => file.allocate(0, 100)), "not-capable");
  using below = openDirectory(sub, "d");
  assertEquals(outcomeOf(() => below.unlinkFileAt(f)), "not-capable");
});

Deno.test("CheckedDirectory renames and links between grants, and to no other back end", () => {
  using made = new Grant();
  using sub = made.open("sub");
  using d = made.open("sub/d");
  sub.renameAt(utf8("f"), d, utf8("g"));
  d.linkAt(utf8("g"), FOLLOW, sub, utf8("h"));
  assertEquals([readFile(d, "g"), readFile(sub, "h")], ["inside", "inside"]);
  const foreign = { kind: "directory", access: "read-write" } as Directory;
  assertEquals(outcomeOf(() => sub.renameAt(utf8("h"), foreign, utf8("h"))), "cross-device");
  assertEquals(outcomeOf(() => sub.linkAt(utf8("h"), FOLLOW, foreign, utf8("i"))), "cross-device");
});

Deno.test("CheckedDirectory.sync() works on an open directory", () => {
  using made = new Grant();
  using grant = made.open();
  grant.sync();
  grant.syncData();
});

Deno.test({
  name: "CheckedDirectory makes files and directories with the modes of the umask",
  ignore: Deno.build.os === "windows",
  fn() {
    using made = new Grant();
    using grant = made.open();
    grant.openAt(utf8("new"), WRITE)[Symbol.dispose]();
    grant.createDirectoryAt(utf8("made"));
    const umask = Deno.umask();
    const mode = (path: string) => Deno.statSync(`${made.path}/${path}`).mode! & 0o7777;
    assertEquals([mode("new"), mode("made")], [0o666 & ~umask, 0o777 & ~umask]);
  },
});

Deno.test("CheckedDirectory walks as far as a path reaches", () => {
  using made = new Grant();
  using grant = made.open();
  const dots = utf8(`${"./".repeat(2000)}sub/f`);
  assertEquals(grant.statAt(dots, FOLLOW).type, "regular-file");
  const backAndForth = utf8(`${"sub/../".repeat(500)}sub/f`);
  assertEquals(grant.statAt(backAndForth, FOLLOW).type, "regular-file");
  assertFalse(made.path.length > 90);
});

Deno.test("CheckedDirectory.setTimesAt() dates nothing by way of a link that is not followed", () => {
  using grant = new Grant();
  const outside = `${grant.base}/outside/f`;
  const long = new Date(1_000_000_000_000);
  Deno.utimeSync(outside, long, long);
  Deno.symlinkSync("../outside/f", `${grant.path}/link`);
  using directory = grant.open();
  const dating = () => directory.setTimesAt(utf8("link"), { follow: false }, "now", "now");
  assertEquals(outcomeOf(dating), "unsupported");
  assertEquals(Deno.statSync(outside).mtime, long);
});
