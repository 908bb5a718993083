/**
 * Where CheckedFile could differ from pread(2) and pwrite(2); random_operations_test.ts has the rest.
 *
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import type { OpenOptions } from "../../../../lib/filesystem/directory.ts";
import type { File } from "../../../../lib/filesystem/node.ts";
import { portableHost } from "../../../../lib/host/portable/portable_host.ts";
import { MAX_OFFSET } from "../../../../lib/io/offset.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { READ } from "./twins.ts";

const WRITE: OpenOptions = { ...READ, write: true };

/** A directory with the file `f`, opened as asked. */
class OneFile implements Disposable {
  readonly directory: string = Deno.makeTempDirSync({ prefix: "sluice_portable_" });
  readonly path: string = `${this.directory}/f`;
  readonly #opened: File[] = [];

  constructor(content: string) {
    Deno.writeTextFileSync(this.path, content);
  }

  open(options: Partial<OpenOptions>): File {
    using grant = portableHost().openAmbientDirectory(this.directory, "read-write");
    const file = grant.openAt(utf8("f"), { ...READ, ...options }) as File;
    this.#opened.push(file);
    return file;
  }

  get content(): string {
    return Deno.readTextFileSync(this.path);
  }

  [Symbol.dispose](): void {
    for (const file of this.#opened) file[Symbol.dispose]();
    Deno.removeSync(this.directory, { recursive: true });
  }
}

function readAt(file: File, offset: number | bigint, size: number): string {
  const into = utf8("?".repeat(size));
  return text(into.subarray(0, file.readAt(into, offset)));
}

Deno.test("CheckedFile reads and writes where it is told, in whatever order", () => {
  using made = new OneFile("0123456789");
  const file = made.open(WRITE);
  assertEquals(readAt(file, 0, 4), "0123");
  assertEquals(readAt(file, 4, 4), "4567", "in sequence");
  assertEquals(file.writeAt(utf8("ab"), 8), 2, "in sequence");
  assertEquals(readAt(file, 2, 2), "23");
  assertEquals(file.writeAt(utf8("cd"), 2), 2);
  assertEquals(readAt(file, 0, 20), "01cd4567ab");
  assertEquals(readAt(file, 10, 4), "", "at the end");
  assertEquals(readAt(file, 0, 2), "01", "after the end");
  assertEquals(readAt(file, 50, 4), "", "beyond the end");
  assertEquals(file.size(), 10);
  assertEquals(readAt(file, 2, 2), "cd", "asking for the size moves nothing");
  assertEquals(file.writeAt(utf8("!"), 12), 1);
  assertEquals(made.content, "01cd4567ab\0\0!");
});

Deno.test("CheckedFile takes offsets as numbers and as bigints", () => {
  using made = new OneFile("0123456789");
  const file = made.open(WRITE);
  assertEquals([readAt(file, 3n, 2), readAt(file, 5, 2), readAt(file, 7n, 2)], ["34", "56", "78"]);
  assertEquals([file.writeAt(utf8("a"), 0n), readAt(file, 1n, 1)], [1, "1"]);
  for (const offset of [2 ** 52, Number.MAX_SAFE_INTEGER, 2n ** 53n + 1n, MAX_OFFSET - 4n]) {
    assertEquals([readAt(file, offset, 4), readAt(file, 1, 2)], ["", "12"], `${offset}`);
    assertEquals(file.writeAt(utf8(""), offset), 0);
  }
  assertEquals(outcomeOf(() => file.writeAt(utf8("ab"), 2n ** 53n)), "file-too-large");
  assertEquals(outcomeOf(() => file.resize(2n ** 60n)), "file-too-large");
  assertEquals(outcomeOf(() => file.allocate(MAX_OFFSET, 1)), "file-too-large");
  assertEquals(made.content, "a123456789");
});

/** Transfers that the greatest offset cuts off or does not. */
const AT_THE_END:
  readonly (readonly [why: string, act: (file: File) => unknown, allowed: boolean])[] = [
    ["reading up to it", (file) => file.readAt(utf8("??"), MAX_OFFSET - 2n), true],
    ["reading beyond it", (file) => file.readAt(utf8("??"), MAX_OFFSET - 1n), false],
    ["reading nothing at it", (file) => file.readAt(utf8(""), MAX_OFFSET), true],
    ["reading a byte at it", (file) => file.readAt(utf8("?"), MAX_OFFSET), false],
    [
      "reading beyond it in several buffers",
      (file) => file.readvAt([utf8("?"), utf8("?")], MAX_OFFSET - 1n),
      false,
    ],
    [
      "reading beyond it in large buffers",
      (file) => file.readvAt([utf8("?"), new Uint8Array(70_000)], MAX_OFFSET - 70_000n),
      false,
    ],
    ["writing nothing at it", (file) => file.writeAt(utf8(""), MAX_OFFSET), true],
    ["writing a byte at it", (file) => file.writeAt(utf8("a"), MAX_OFFSET), false],
    ["writing beyond it", (file) => file.writeAt(utf8("ab"), MAX_OFFSET - 1n), false],
    [
      "writing beyond it in several buffers",
      (file) => file.writevAt([utf8("a"), utf8("b")], MAX_OFFSET - 1n),
      false,
    ],
  ];

for (const appending of [false, true]) {
  const how = appending ? "appending" : "not appending";
  Deno.test(`CheckedFile refuses what would end beyond the greatest offset, ${how}`, () => {
    using made = new OneFile("0123456789");
    const file = made.open({ ...WRITE, append: appending });
    for (const [why, act, allowed] of AT_THE_END) {
      assertEquals(outcomeOf(() => act(file)), allowed ? 0 : "invalid", why);
    }
    assertEquals(made.content, "0123456789");
  });
}

Deno.test("CheckedFile sees what others do to the file", () => {
  using made = new OneFile("0123");
  const file = made.open({});
  assertEquals(readAt(file, 0, 9), "0123");
  Deno.writeTextFileSync(made.path, "4567", { append: true });
  assertEquals(readAt(file, 4, 9), "4567");
  Deno.truncateSync(made.path, 2);
  assertEquals([readAt(file, 8, 9), readAt(file, 0, 9), file.size()], ["", "01", 2]);
});

Deno.test("CheckedFile fails with bad-descriptor the way it was not opened", () => {
  using made = new OneFile("0123");
  const reading = made.open({});
  const writing = made.open({ read: false, write: true });
  const creating = made.open({ create: true });
  for (const file of [reading, creating]) {
    assertEquals(readAt(file, 0, 4), "0123");
    assertEquals(outcomeOf(() => file.writeAt(utf8("a"), 0)), "bad-descriptor");
    assertEquals(outcomeOf(() => file.writeAt(utf8(""), 0)), "bad-descriptor");
    assertEquals(outcomeOf(() => file.writevAt([], 0)), "bad-descriptor");
    assertEquals(outcomeOf(() => file.append(utf8("a"))), "bad-descriptor");
    assertEquals(outcomeOf(() => file.allocate(0, 1)), "bad-descriptor");
    assertEquals(outcomeOf(() => file.resize(1)), "invalid", "as ftruncate(2)");
  }
  assertEquals(outcomeOf(() => readAt(writing, 0, 4)), "bad-descriptor");
  assertEquals(outcomeOf(() => readAt(writing, 0, 0)), "bad-descriptor");
  assertEquals(outcomeOf(() => writing.readvAt([], 0)), "bad-descriptor");
  assertEquals(writing.writeAt(utf8("a"), 1), 1, "and goes on");
  assertEquals(made.content, "0a23");
});

Deno.test("CheckedFile that creates a file without writing cannot write it", () => {
  using made = new OneFile("");
  Deno.removeSync(made.path);
  const file = made.open({ create: true });
  assertEquals(outcomeOf(() => file.writeAt(utf8("a"), 0)), "bad-descriptor");
  assertEquals([readAt(file, 0, 4), made.content], ["", ""]);
});

Deno.test("CheckedFile.append() goes to the end wherever others have moved it", () => {
  for (const opening of [true, false]) {
    using made = new OneFile("0");
    const file = made.open({ ...WRITE, append: opening });
    file.setAppending(true);
    assertEquals([file.append(utf8("a")), file.appendedTo()], [1, 2]);
    Deno.writeTextFileSync(made.path, "12", { append: true });
    assertEquals([file.append(utf8("b")), file.appendedTo()], [1, 5]);
    assertEquals([readAt(file, 0, 9), file.appendedTo()], ["0a12b", 5], "a read moves no end");
    assertEquals([file.append(utf8("")), file.appendedTo()], [0, 5]);
    assertEquals(file.writeAt(utf8("c"), 0), 1, "as pwrite(2) with O_APPEND");
    assertEquals([file.appendv([utf8("d"), utf8(""), utf8("ef")]), file.appendedTo()], [3, 9]);
    assertEquals(made.content, "0a12bcdef");
  }
});

Deno.test("CheckedFile.setAppending() can be taken back", () => {
  using made = new OneFile("0123");
  const file = made.open({ ...WRITE, append: true });
  file.append(utf8("4"));
  file.setAppending(false);
  assertEquals([file.writeAt(utf8("a"), 0), readAt(file, 0, 9)], [1, "a1234"]);
  file.setAppending(true);
  assertEquals([file.writeAt(utf8("b"), 0), readAt(file, 0, 9)], [1, "a1234b"]);
  file.setAppending(false);
  assertEquals([file.writeAt(utf8("c"), 1), made.content], [1, "ac234b"]);
});

Deno.test("CheckedFile.setAppending() takes nothing back when another file has its name", () => {
  const rows: [why: string, change: (path: string) => void][] = [
    ["removed", (path) => Deno.removeSync(path)],
    ["replaced", (path) => {
      Deno.writeTextFileSync(`${path}2`, "other");
      Deno.renameSync(`${path}2`, path);
    }],
    ["a link to another file", (path) => {
      Deno.renameSync(path, `${path}2`);
      Deno.writeTextFileSync(`${path}3`, "other");
      Deno.symlinkSync(`${path}3`, path);
    }],
    ["a link to itself", (path) => {
      Deno.renameSync(path, `${path}2`);
      Deno.symlinkSync(`${path}2`, path);
    }],
  ];
  for (const [why, change] of rows) {
    using made = new OneFile("0123");
    const file = made.open({ ...WRITE, append: true });
    change(made.path);
    assertEquals(outcomeOf(() => file.setAppending(false)), "unsupported", why);
    assertEquals(
      [file.append(utf8("!")), readAt(file, 0, 9)],
      [1, "0123!"],
      "it goes on appending",
    );
  }
});

Deno.test("CheckedFile transfers several buffers in turn", () => {
  using made = new OneFile("0123456789");
  const file = made.open(WRITE);
  const into = [utf8("??"), utf8(""), utf8("???"), utf8("????????"), utf8("?")];
  assertEquals(file.readvAt(into, 1), 9);
  assertEquals(into.map(text), ["12", "", "345", "6789????", "?"]);
  assertEquals(file.readvAt([utf8("?"), utf8("?")], 2n ** 60n), 0);
  assertEquals(file.writevAt([utf8("ab"), utf8(""), utf8("c")], 9), 3);
  assertEquals(made.content, "012345678abc");
});

Deno.test("CheckedFile.allocate() extends the file and never cuts it", () => {
  using made = new OneFile("0123");
  const file = made.open(WRITE);
  file.allocate(0, 2);
  assertEquals(file.size(), 4);
  file.allocate(2, 6n);
  assertEquals([file.size(), made.content], [8, "0123\0\0\0\0"]);
  assertEquals(outcomeOf(() => file.allocate(0, 0)), "invalid");
});

Deno.test("CheckedFile.stat() and setTimes() agree to the millisecond", () => {
  using made = new OneFile("0123");
  const file = made.open(WRITE);
  file.setTimes(1_500_999_999n, 2_000_000_000n);
  const { accessed, modified, size, links, type, inode } = file.stat();
  assertEquals([accessed, modified], [1_500_000_000n, 2_000_000_000n]);
  assertEquals([size, links, type, inode], [
    4,
    1,
    "regular-file",
    Deno.statSync(made.path).ino!,
  ]);
  const before = BigInt(Date.now()) * 1_000_000n;
  file.setTimes("unchanged", "now");
  assertEquals(file.stat().accessed, 1_500_000_000n);
  assert(file.stat().modified >= before);
  assertGreater(file.stat().changed + 1_000_000_000n, before, "whole seconds");
});

Deno.test("CheckedFile works on after its name has gone", () => {
  using made = new OneFile("0123");
  const file = made.open(WRITE);
  Deno.removeSync(made.path);
  assertEquals([file.writeAt(utf8("a"), 4), readAt(file, 0, 9)], [1, "0123a"]);
  assertEquals([file.stat().links, file.size()], [0, 5]);
  file.sync();
  file.syncData();
});

Deno.test("CheckedFile opened for sync writes as ever", () => {
  for (const sync of ["data", "all"] as const) {
    using made = new OneFile("0123");
    const file = made.open({ ...WRITE, sync });
    assertEquals([file.writeAt(utf8("a"), 0), file.writevAt([utf8("b")], 1)], [1, 1]);
    assertEquals(made.content, "ab23");
  }
});
