import { assert, assertEquals } from "@std/assert";
import type { Context } from "../../../../../lib/abi/preview2/context.ts";
import { Descriptor } from "../../../../../lib/abi/preview2/filesystem/descriptor.ts";
import { OpenCount } from "../../../../../lib/abi/preview2/filesystem/open_count.ts";
import { IoError } from "../../../../../lib/abi/preview2/io/error.ts";
import type { ErrorCode } from "../../../../../lib/errors.ts";
import { WasiError } from "../../../../../lib/errors.ts";
import type { Opened } from "../../../../../lib/filesystem/directory.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../../doubles/fake_node.ts";
import { callsOf, contextOf } from "../../../doubles/preview2.ts";
import { text, utf8 } from "../../../outcome.ts";

const NONE = {
  read: false,
  write: false,
  fileIntegritySync: false,
  dataIntegritySync: false,
  requestedWriteSync: false,
  mutateDirectory: false,
};
const KEEP = { tag: "no-change", value: undefined };
const NO_OPEN_FLAGS = { create: false, directory: false, exclusive: false, truncate: false };

/** A guest with one directory. */
class Place {
  readonly directory: FakeDirectory;
  readonly context: Context;
  readonly base: Descriptor;
  readonly #call: ReturnType<typeof callsOf>;
  readonly #stream: ReturnType<typeof callsOf>;

  constructor(access: "read-only" | "read-write" = "read-write", parts: Partial<Context> = {}) {
    this.directory = new FakeDirectory(access);
    this.context = contextOf({ ...parts, preopens: [{ name: "/", directory: this.directory }] });
    this.#call = callsOf("filesystem/types", this.context);
    this.#stream = callsOf("io/streams", this.context);
    const get = callsOf("filesystem/preopens", this.context);
    [[this.base]] = get("get-directories") as [[Descriptor, string]];
  }

  /** Calls a method; answers what succeeds, and the code of what fails. */
  call(name: string, self: unknown, ...args: unknown[]): unknown {
    const { value } = this.#call(`[method]${name}`, self, ...args) as { value: unknown };
    return value;
  }

  /** Calls a method of a stream. */
  stream(name: string, self: unknown, ...args: unknown[]): unknown {
    return (this.#stream(`[method]${name}`, self, ...args) as { value: unknown }).value;
  }

  /** What is opened is `node`. */
  open(node: Opened, flags: Partial<typeof NONE>, base = this.base): Descriptor {
    this.directory.opened = node;
    const opened = this.call("descriptor.open-at", base, { symlinkFollow: false }, "x", {
      ...NO_OPEN_FLAGS,
    }, { ...NONE, ...flags });
    assert(opened instanceof Descriptor, `${opened}`);
    return opened;
  }
}

Deno.test("a directory does what its functions ask", () => {
  const [follow, stay] = [{ symlinkFollow: true }, { symlinkFollow: false }];
  const at = { tag: "timestamp", value: { seconds: 1n, nanoseconds: 2 } };
  const now = { tag: "now", value: undefined };
  const place = new Place();
  const { base } = place;
  const rows: readonly [name: string, args: readonly unknown[], call: string][] = [
    ["create-directory-at", ["ä"], "createDirectoryAt(ä)"],
    ["stat-at", [follow, "a"], "statAt(a, true)"],
    ["set-times-at", [stay, "a", at, now], "setTimesAt(a, false, 1000000002, now)"],
    ["set-times-at", [stay, "a", KEEP, KEEP], "setTimesAt(a, false, unchanged, unchanged)"],
    ["link-at", [stay, "a", base, "b"], "linkAt(a, false, itself, b)"],
    ["readlink-at", ["a"], "readlinkAt(a)"],
    ["remove-directory-at", ["a"], "removeDirectoryAt(a)"],
    ["rename-at", ["a", base, "b"], "renameAt(a, itself, b)"],
    ["symlink-at", ["a", "b"], "symlinkAt(a, b)"],
    ["unlink-file-at", ["a"], "unlinkFileAt(a)"],
    ["metadata-hash-at", [stay, "a"], "statAt(a, false)"],
    ["set-times", [at, KEEP], "setTimes(1000000002, unchanged)"],
    ["stat", [], "stat()"],
    ["sync", [], "sync()"],
    ["sync-data", [], "syncData()"],
  ];
  for (const [name, args, call] of rows) {
    place.call(`descriptor.${name}`, base, ...args);
    assertEquals(place.directory.calls.pop(), call, name);
  }
});

Deno.test("R24: nothing can be changed through a directory without mutate-directory", () => {
  const rows: readonly [name: string, args: readonly unknown[]][] = [
    ["create-directory-at", ["a"]],
    ["set-times-at", [{ symlinkFollow: false }, "a", KEEP, KEEP]],
    ["remove-directory-at", ["a"]],
    ["symlink-at", ["a", "b"]],
    ["unlink-file-at", ["a"]],
    ["set-times", [KEEP, KEEP]],
  ];
  const open = (flags: object, openFlags: object = {}): [string, unknown[]] => [
    "open-at",
    [{ symlinkFollow: false }, "a", { ...NO_OPEN_FLAGS, ...openFlags }, { ...NONE, ...flags }],
  ];
  const opens = [
    open({ write: true }),
    open({ mutateDirectory: true }),
    open({ read: true }, { create: true }),
    open({ read: true }, { truncate: true }),
  ];
  const readOnly = new Place("read-only");
  const shrunk = new Place();
  const bases: readonly [Place, Descriptor][] = [
    [readOnly, readOnly.base],
    [shrunk, shrunk.open(new FakeDirectory(), { read: true })],
  ];
  for (const [place, base] of bases) {
    const writable = new Place().base;
    const two: [string, unknown[]][] = [
      ["link-at", [{ symlinkFollow: false }, "a", writable, "b"]],
      ["rename-at", ["a", writable, "b"]],
    ];
    for (const [name, args] of [...rows, ...opens, ...two]) {
      assertEquals(place.call(`descriptor.${name}`, base, ...args), "read-only", name);
    }
    assertEquals((place.call("descriptor.get-flags", base) as typeof NONE).mutateDirectory, false);
  }
  // Nor into it, from one that can be changed.
  const target = bases[1]![1];
  assertEquals(shrunk.call("descriptor.rename-at", shrunk.base, "a", target, "b"), "read-only");
  assertEquals(
    shrunk.call("descriptor.link-at", shrunk.base, { symlinkFollow: false }, "a", target, "b"),
    "read-only",
  );
});

Deno.test("a directory opened by an adapter of preview1 can be changed where its parent can", () => {
  const rows: readonly [access: "read-only" | "read-write", expected: unknown][] = [
    ["read-write", undefined],
    ["read-only", "read-only"],
  ];
  for (const [access, expected] of rows) {
    const place = new Place(access, { passesMutabilityOn: true });
    const opened = place.open(new FakeDirectory(), {});
    assertEquals(place.call("descriptor.unlink-file-at", opened, "a"), expected);
  }
});

Deno.test("R24: a file does what it was opened for, and nothing else", () => {
  const place = new Place();
  const at = { tag: "timestamp", value: { seconds: 1n, nanoseconds: 0 } };
  const rows: readonly [name: string, args: readonly unknown[], flag: string, refusal: string][] = [
    ["read", [1n, 0n], "read", "bad-descriptor"],
    ["read-via-stream", [0n], "read", "bad-descriptor"],
    ["write", [utf8("x"), 0n], "write", "bad-descriptor"],
    ["write-via-stream", [0n], "write", "bad-descriptor"],
    ["append-via-stream", [], "write", "bad-descriptor"],
    ["set-size", [1n], "write", "not-permitted"],
    ["set-times", [at, at], "write", "not-permitted"],
  ];
  for (const [name, args, flag, refusal] of rows) {
    for (const flags of [{}, { read: true }, { write: true }]) {
      const file = place.open(new FakeFile("content"), flags);
      const answer = place.call(`descriptor.${name}`, file, ...args);
      assertEquals(answer === refusal, !Object.hasOwn(flags, flag), `${name} ${flag}`);
    }
  }
});

Deno.test("sync does nothing to what cannot be written", () => {
  const place = new Place();
  for (
    const [flags, calls] of [[{ read: true }, []], [{ write: true }, ["sync()", "syncData()"]]]
  ) {
    const node = new FakeFile();
    const file = place.open(node, flags as Partial<typeof NONE>);
    place.call("descriptor.sync", file);
    place.call("descriptor.sync-data", file);
    assertEquals(node.calls, calls as string[]);
  }
});

Deno.test("open-at opens as its flags say", () => {
  const place = new Place();
  const follow = { symlinkFollow: true };
  const rows: readonly [openFlags: object, flags: object, expected: object][] = [
    [{}, { read: true }, { read: true, write: false, sync: "none" }],
    [{ create: true, exclusive: true }, { write: true }, { create: true, exclusive: true }],
    [{ truncate: true }, { read: true, write: true }, { read: true, write: true, truncate: true }],
    [{ directory: true }, { mutateDirectory: true }, { directory: true, write: false }],
    [{}, { write: true, fileIntegritySync: true }, { sync: "all" }],
    [{}, { write: true, dataIntegritySync: true }, { sync: "data" }],
    [{}, { write: true, requestedWriteSync: true }, { sync: "data" }],
  ];
  for (const [openFlags, flags, expected] of rows) {
    const opened = place.call("descriptor.open-at", place.base, follow, "a", {
      ...NO_OPEN_FLAGS,
      ...openFlags,
    }, { ...NONE, ...flags });
    assert(opened instanceof Descriptor);
    const { options } = place.directory;
    assertEquals({ ...options, ...expected }, options);
    assertEquals(options!.follow, true);
    assertEquals(options!.append, false);
    assertEquals(place.call("descriptor.get-flags", opened), {
      ...NONE,
      ...flags,
      mutateDirectory: false,
    });
  }
  const both = { ...NO_OPEN_FLAGS, directory: true, create: true };
  assertEquals(place.call("descriptor.open-at", place.base, follow, "a", both, NONE), "invalid");
});

Deno.test("open-at fails when too much is open, and can again when something is closed", () => {
  const place = new Place("read-write", { open: new OpenCount(1, 2) });
  const node = new FakeFile();
  const first = place.open(node, { read: true });
  const again = () =>
    place.call("descriptor.open-at", place.base, { symlinkFollow: false }, "a", NO_OPEN_FLAGS, {
      ...NONE,
      read: true,
    });
  assertEquals(again(), "insufficient-memory");
  first[Symbol.dispose]();
  assertEquals(node.closed, 1);
  assert(again() instanceof Descriptor);
});

Deno.test("paths are refused that no file system may see", () => {
  const place = new Place();
  const rows: readonly [path: string, code: ErrorCode][] = [
    ["", "no-entry"],
    ["a\0b", "invalid"],
    ["a".repeat(4096), "name-too-long"],
  ];
  for (const [path, code] of rows) {
    assertEquals(place.call("descriptor.create-directory-at", place.base, path), code);
  }
  assertEquals(place.directory.calls, []);
});

Deno.test("failures are answered by their names in WASI 0.2", () => {
  const rows: readonly [failure: ErrorCode, code: string][] = [
    ["no-entry", "no-entry"],
    ["not-capable", "not-permitted"],
    ["too-many-open-files", "insufficient-memory"],
    ["too-many-open-files-in-system", "insufficient-memory"],
    ["not-socket", "invalid"],
  ];
  const place = new Place();
  for (const [failure, code] of rows) {
    place.directory.failure = failure;
    assertEquals(place.call("descriptor.stat", place.base), code);
    const tell = callsOf("filesystem/types", place.context);
    assertEquals(tell("filesystem-error-code", new IoError(new WasiError(failure))), code);
  }
});

Deno.test("a directory is no file, and a file no directory", () => {
  const place = new Place();
  const file = place.open(new FakeFile(), { read: true, write: true });
  const rows: readonly [self: Descriptor, name: string, args: readonly unknown[], code: string][] =
    [
      [place.base, "read", [1n, 0n], "is-directory"],
      [place.base, "write", [utf8("x"), 0n], "is-directory"],
      [place.base, "read-via-stream", [0n], "is-directory"],
      [place.base, "append-via-stream", [], "is-directory"],
      [place.base, "advise", [0n, 0n, "normal"], "is-directory"],
      [file, "read-directory", [], "not-directory"],
      [file, "stat-at", [{ symlinkFollow: false }, "a"], "not-directory"],
      [file, "unlink-file-at", ["a"], "not-directory"],
    ];
  for (const [self, name, args, code] of rows) {
    assertEquals(place.call(`descriptor.${name}`, self, ...args), code, name);
  }
});

Deno.test("offsets and times that nothing can have are refused", () => {
  const place = new Place();
  const file = place.open(new FakeFile("x"), { read: true, write: true });
  const huge = 2n ** 63n;
  const rows: readonly [name: string, args: readonly unknown[], code: string][] = [
    ["read", [1n, huge], "invalid"],
    ["write", [utf8("x"), huge], "invalid"],
    ["read-via-stream", [huge], "invalid"],
    ["write-via-stream", [2n ** 64n - 1n], "invalid"],
    ["set-size", [huge], "invalid"],
    ["advise", [huge, 0n, "normal"], "invalid"],
    [
      "set-times",
      [{ tag: "timestamp", value: { seconds: 0n, nanoseconds: 1e9 } }, KEEP],
      "invalid",
    ],
    [
      "set-times",
      [{ tag: "timestamp", value: { seconds: huge, nanoseconds: 0 } }, KEEP],
      "overflow",
    ],
  ];
  for (const [name, args, code] of rows) {
    assertEquals(place.call(`descriptor.${name}`, file, ...args), code, name);
  }
});

Deno.test("read answers bytes and whether they reach the end, 64 KiB at most", () => {
  const place = new Place();
  const file = place.open(new FakeFile("abc"), { read: true });
  const rows: readonly [length: bigint, offset: bigint, expected: string, end: boolean][] = [
    [2n, 0n, "ab", false],
    [2n, 2n, "c", true],
    [2n, 9n, "", true],
    [0n, 0n, "", false],
    [2n ** 64n - 1n, 1n, "bc", true],
  ];
  for (const [length, offset, expected, end] of rows) {
    const [bytes, isEnd] = place.call("descriptor.read", file, length, offset) as [
      Uint8Array,
      boolean,
    ];
    assertEquals([text(bytes), isEnd], [expected, end]);
  }
});

Deno.test("streams of one file keep positions of their own, and append beside them", () => {
  const place = new Place();
  const node = new FakeFile("abcdef");
  const file = place.open(node, { read: true, write: true });
  const read = place.call("descriptor.read-via-stream", file, 1n);
  const write = place.call("descriptor.write-via-stream", file, 2n);
  const append = place.call("descriptor.append-via-stream", file);
  const put = (stream: unknown, content: string) =>
    place.stream("output-stream.blocking-write-and-flush", stream, utf8(content));
  put(write, "X");
  put(append, "Y");
  put(write, "Z");
  assertEquals(
    node.calls.filter((call) => !call.startsWith("readAt")).map((call) => call.split("(")[0]),
    ["writeAt", "setAppending", "append", "setAppending", "writeAt"],
  );
  const bytes = place.stream("input-stream.read", read, 99n) as Uint8Array;
  assertEquals(text(bytes), "bXZefY");
});

Deno.test("a file is closed when the last of its descriptor and streams is dropped", () => {
  const place = new Place();
  const node = new FakeFile("abc");
  const file = place.open(node, { read: true });
  const stream = place.call("descriptor.read-via-stream", file, 0n) as Disposable;
  file[Symbol.dispose]();
  assertEquals(node.closed, 0);
  assertEquals(text(place.stream("input-stream.read", stream, 9n) as Uint8Array), "abc");
  stream[Symbol.dispose]();
  assertEquals(node.closed, 1);
});

Deno.test("a granted directory stays open, whatever is dropped", () => {
  const place = new Place();
  const entries = place.call("descriptor.read-directory", place.base) as Disposable;
  place.base[Symbol.dispose]();
  entries[Symbol.dispose]();
  assertEquals(place.directory.closed, 0);
});

Deno.test("a FIFO is read and written through streams, and has no offsets", () => {
  const place = new Place();
  const node = new FakeStream({ input: new ScriptedStream("abc"), output: new ScriptedStream(1) });
  const fifo = place.open(node, { read: true, write: true });
  const read = place.call("descriptor.read-via-stream", fifo, 0n);
  assertEquals(text(place.stream("input-stream.blocking-read", read, 9n) as Uint8Array), "abc");
  place.call("descriptor.write-via-stream", fifo, 0n);
  assertEquals(place.call("descriptor.read", fifo, 1n, 0n), "invalid-seek");
  assertEquals(place.call("descriptor.set-size", fifo, 1n), "invalid-seek");
  assertEquals(place.call("descriptor.advise", fifo, 0n, 0n, "normal"), "invalid-seek");
  const oneWay = place.open(new FakeStream(), { read: true, write: true });
  assertEquals(place.call("descriptor.read-via-stream", oneWay, 0n), "bad-descriptor");
  assertEquals(place.call("descriptor.append-via-stream", oneWay), "bad-descriptor");
});

Deno.test("a directory is listed without . and .., by any number of streams", () => {
  const place = new Place();
  place.directory.entries = [".", "a", "..", "ü"].map((name, i) => ({
    name: utf8(name),
    inode: i,
    type: "regular-file",
    next: i + 1,
  }));
  const [one, two] = [1, 2].map(() => place.call("descriptor.read-directory", place.base));
  const next = (self: unknown) => place.call("directory-entry-stream.read-directory-entry", self);
  assertEquals(next(one), { type: "regular-file", name: "a" });
  assertEquals(next(two), { type: "regular-file", name: "a" });
  assertEquals(next(one), { type: "regular-file", name: "ü" });
  assertEquals(next(one), undefined);
  assertEquals(next(two), { type: "regular-file", name: "ü" });
});

Deno.test("readlink-at tells what a link says, unless it is absolute or no text", () => {
  const place = new Place();
  const rows: readonly [link: Uint8Array, expected: string][] = [
    [utf8("../ä"), "../ä"],
    [utf8("/etc"), "not-permitted"],
    [new Uint8Array([0xff]), "illegal-byte-sequence"],
  ];
  for (const [link, expected] of rows) {
    place.directory.linkText = link;
    assertEquals(place.call("descriptor.readlink-at", place.base, "a"), expected);
  }
});

Deno.test("stat tells what is known of a file", () => {
  const place = new Place();
  const file = place.open(new FakeFile(), {});
  assertEquals(place.call("descriptor.stat", file), {
    type: "regular-file",
    linkCount: 0x03030303n,
    size: 0x0404040404040404n,
    dataAccessTimestamp: { seconds: 361700864n, nanoseconds: 190383365 },
    dataModificationTimestamp: { seconds: 434041037n, nanoseconds: 28460038 },
    statusChangeTimestamp: { seconds: 506381209n, nanoseconds: 866536711 },
  });
  assertEquals(place.call("descriptor.get-type", file), "regular-file");
  assertEquals(place.call("descriptor.get-type", place.base), "directory");
});

Deno.test("is-same-object and metadata-hash tell files apart", () => {
  const place = new Place();
  const is = callsOf("filesystem/types", place.context);
  const [one, two] = [place.open(new FakeFile(), {}), place.open(new FakeFile(), {})];
  assertEquals(is("[method]descriptor.is-same-object", one, two), true);
  class Other extends FakeFile {
    override stat() {
      return { ...super.stat(), inode: 1n };
    }
  }
  class Changed extends FakeFile {
    override stat() {
      return { ...super.stat(), size: 1n };
    }
  }
  const [other, changed] = [place.open(new Other(), {}), place.open(new Changed(), {})];
  assertEquals(is("[method]descriptor.is-same-object", one, other), false);
  const hash = (self: Descriptor) =>
    place.call("descriptor.metadata-hash", self) as { lower: bigint; upper: bigint };
  assertEquals(hash(one), hash(two));
  assert(hash(one).lower !== hash(other).lower);
  // The inode that adapters make of the lower half stays when the content does not.
  assertEquals(hash(one).lower, hash(changed).lower);
  assert(hash(one).upper !== hash(changed).upper);
  assert([...Object.values(hash(one))].every((word) => word < 2n ** 64n));
});

Deno.test("what may not be changed below a directory for reading is noted, and nothing else", () => {
  const place = new Place("read-only");
  const noted = () => {
    const { refused } = place.context;
    place.context.refused = undefined;
    return refused;
  };
  const refusal = (path: string, isWhole: boolean) =>
    ({ kind: "directory", preopen: "/", path, isWhole }) as const;
  assertEquals(place.call("descriptor.create-directory-at", place.base, "a/b"), "read-only");
  assertEquals(noted(), refusal("a/b", true));
  const open = (base: Descriptor, flags: Partial<typeof NONE>) =>
    place.call("descriptor.open-at", base, { symlinkFollow: false }, "x", NO_OPEN_FLAGS, {
      ...NONE,
      ...flags,
    });
  assertEquals(open(place.base, { write: true }), "read-only");
  assertEquals(noted(), refusal("x", true));
  const inner = place.open(new FakeDirectory("read-only"), { read: true });
  assertEquals(place.call("descriptor.unlink-file-at", inner, "y"), "read-only");
  assertEquals(noted(), refusal("y", false));
  const file = place.open(new FakeFile(), { read: true });
  assertEquals(noted(), undefined);
  assertEquals(place.call("descriptor.write", file, utf8("x"), 0n), "bad-descriptor");
  assertEquals(noted(), refusal("", false));
  assertEquals(place.call("descriptor.set-size", file, 0n), "not-permitted");
  assertEquals(noted(), refusal("", false));

  // What the guest has chosen itself is no refusal.
  const writable = new Place();
  const chosen = writable.open(new FakeFile(), { read: true });
  assertEquals(writable.call("descriptor.write", chosen, utf8("x"), 0n), "bad-descriptor");
  const kept = writable.open(new FakeDirectory("read-write"), { read: true });
  assertEquals(writable.call("descriptor.unlink-file-at", kept, "y"), "read-only");
  assertEquals(writable.context.refused, undefined);
});
