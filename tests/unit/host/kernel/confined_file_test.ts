import { assertEquals, assertGreater, assertStrictEquals } from "@std/assert";
import type { Access } from "../../../../lib/filesystem/access.ts";
import type { Advice } from "../../../../lib/filesystem/node.ts";
import { ArrayCursor } from "../../../../lib/io/array_cursor.ts";
import { advance, type Offset } from "../../../../lib/io/offset.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const [O_RDONLY, O_WRONLY, O_RDWR, O_APPEND] = [0, 1, 2, 0o2000] as const;

/** A file of the host with this content, opened. */
async function open(content: string, flags: number = O_RDWR, access: Access = "read-write") {
  const { ConfinedFile } = await import("../../../../lib/host/kernel/confined_file.ts");
  const { openHost } = await import("../held_descriptor.ts");
  const directory = new TemporaryDirectory();
  directory.make({ f: content });
  const file = new ConfinedFile(openHost(directory.at("f"), flags), access);
  return {
    file,
    path: directory.at("f"),
    content: () => Deno.readTextFileSync(directory.at("f")),
    size: () => Deno.statSync(directory.at("f")).size,
    [Symbol.dispose]() {
      file[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Offsets around those at which another binding, or another kind of number, takes over. */
const OFFSETS: readonly Offset[] = [
  ...[0, 1, 2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5],
  2 ** 40,
];

testWithLibc("ConfinedFile.readAt() and writeAt() are at the exact offset", async () => {
  for (const offset of OFFSETS) {
    using one = await open("");
    assertEquals(one.file.writeAt(utf8("abc"), offset), 3, `${offset}`);
    assertEquals(one.size(), Number(offset) + 3);
    const into = utf8("?????");
    assertEquals([one.file.readAt(into, offset), text(into)], [3, "abc??"]);
    assertEquals(one.file.readAt(into, advance(offset, 3)), 0);
  }
});

testWithLibc("ConfinedFile.readvAt() and writevAt() are at the exact offset", async () => {
  for (const offset of [...OFFSETS, 2n ** 41n + 1n]) {
    using one = await open("");
    const memory = utf8("abcdef");
    const parts = [memory.subarray(4), memory.subarray(0, 1), memory.subarray(2, 2)];
    assertEquals(one.file.writevAt(parts, offset), 3, `${offset}`);
    assertEquals(one.size(), Number(offset) + 3);
    const into = utf8("?????");
    const buffers = [into.subarray(3), into.subarray(0, 2)];
    assertEquals([one.file.readvAt(buffers, offset), text(into)], [3, "a??ef"]);
  }
});

testWithLibc("ConfinedFile reads what there is, and nothing beyond the end", async () => {
  using one = await open("abcdef");
  const rows: readonly [offset: Offset, size: number, expected: string][] = [
    [0, 6, "abcdef"],
    [4, 6, "ef"],
    [6, 6, ""],
    [2 ** 31, 6, ""],
    [2n ** 62n, 6, ""],
    [0, 0, ""],
  ];
  for (const [offset, size, expected] of rows) {
    const into = new Uint8Array(size);
    const count = one.file.readAt(into, offset);
    assertEquals(text(into.subarray(0, count)), expected, `${offset}`);
    assertEquals(one.file.readvAt([into], offset), expected.length);
  }
  assertEquals([one.file.readvAt([], 0), one.file.writevAt([], 0)], [0, 0]);
  assertEquals([one.file.writeAt(new Uint8Array(), 0), one.content()], [0, "abcdef"]);
});

testWithLibc("ConfinedFile fails where its descriptor or the file system does", async () => {
  using reading = await open("abc", O_RDONLY);
  assertEquals(outcomeOf(() => reading.file.writeAt(utf8("x"), 0)), "bad-descriptor");
  assertEquals(outcomeOf(() => reading.file.writevAt([utf8("x")], 0)), "bad-descriptor");
  assertEquals(outcomeOf(() => reading.file.append(utf8("x"))), "bad-descriptor");
  assertEquals(outcomeOf(() => reading.file.resize(0)), "invalid");
  using writing = await open("abc", O_WRONLY);
  assertEquals(outcomeOf(() => writing.file.readAt(new Uint8Array(1), 0)), "bad-descriptor");
  assertEquals(outcomeOf(() => writing.file.readvAt([new Uint8Array(1)], 0)), "bad-descriptor");

  const last = 2n ** 63n - 1n;
  assertEquals(
    ["file-too-large", "invalid"].includes(
      outcomeOf(() => writing.file.writeAt(utf8("x"), last)) as string,
    ),
    true,
  );
  assertEquals(outcomeOf(() => writing.file.resize(last)), "file-too-large");
  assertEquals([reading.content(), writing.content()], ["abc", "abc"]);
});

testWithLibc("ConfinedFile.append() writes at the end, and tells where that was", async () => {
  using one = await open("abc", O_RDWR | O_APPEND);
  assertEquals(one.file.append(utf8("de")), 2);
  assertStrictEquals(one.file.appendedTo(), 5);
  assertEquals(one.file.appendv([utf8("f"), utf8("gh")]), 3);
  assertStrictEquals(one.file.appendedTo(), 8);
  assertEquals(one.content(), "abcdefgh");
});

testWithLibc("ConfinedFile.append() goes to the end that others have moved", async () => {
  using one = await open("", O_RDWR | O_APPEND);
  one.file.append(utf8("a"));
  Deno.writeTextFileSync(one.path, "bcd", { append: true });
  one.file.append(utf8("e"));
  assertEquals([one.content(), one.file.appendedTo()], ["abcde", 5]);
});

testWithLibc(
  "ConfinedFile.setAppending() switches O_APPEND, and with it where writes go",
  async () => {
    using one = await open("abc");
    const cursor = new ArrayCursor(one.file, { appending: false });
    cursor.write(utf8("A"));
    one.file.setAppending(true);
    cursor.appending = true;
    cursor.write(utf8("de"));
    assertEquals([one.content(), cursor.position], ["Abcde", 5]);
    assertEquals(one.file.writeAt(utf8("!"), 0), 1);
    assertEquals(one.content(), "Abcde!", "Linux appends whatever the offset");
    one.file.setAppending(false);
    cursor.appending = false;
    cursor.seek(1n, "start");
    cursor.write(utf8("B"));
    assertEquals([one.content(), cursor.position], ["ABcde!", 2]);
  },
);

testWithLibc("ConfinedFile.size() and resize() are exact", async () => {
  using one = await open("abcdef");
  assertStrictEquals(one.file.size(), 6);
  one.file.resize(2);
  assertEquals([one.file.size(), one.content()], [2, "ab"]);
  for (const size of [2 ** 31, 2 ** 32 + 1, 2n ** 40n + 1n]) {
    one.file.resize(size);
    assertEquals([one.file.size(), one.size()], [Number(size), Number(size)]);
  }
});

testWithLibc("ConfinedFile.allocate() extends the file, and refuses nothing at all", async () => {
  using one = await open("abc");
  one.file.allocate(10, 20);
  assertStrictEquals(one.file.size(), 30);
  one.file.allocate(0, 5);
  assertStrictEquals(one.file.size(), 30);
  assertEquals(outcomeOf(() => one.file.allocate(0, 0)), "invalid");
  assertEquals(
    outcomeOf(() => one.file.allocate(2n ** 63n - 1n, 2n ** 63n - 1n)),
    "file-too-large",
  );
});

testWithLibc("ConfinedFile.advise() takes each kind of advice", async () => {
  using one = await open("abc");
  const kinds: readonly Advice[] = [
    ...["normal", "sequential", "random", "will-need", "dont-need", "no-reuse"] as const,
  ];
  for (const advice of kinds) one.file.advise(0, 0, advice);
  one.file.advise(2n ** 53n + 1n, 2n ** 62n, "normal");
});

testWithLibc(
  "ConfinedFile.stat() and setTimes() are of the open file, to the nanosecond",
  async () => {
    using one = await open("abc");
    one.file.setTimes(1_600_000_000_000_000_001n, 1_700_000_000_123_456_789n);
    const { type, size, links, accessed, modified } = one.file.stat();
    assertEquals([type, size, links], ["regular-file", 3, 1]);
    assertEquals([accessed, modified], [1_600_000_000_000_000_001n, 1_700_000_000_123_456_789n]);
    one.file.setTimes("unchanged", "now");
    const after = one.file.stat();
    assertEquals(after.accessed, 1_600_000_000_000_000_001n);
    assertGreater(after.modified, 1_700_000_000_123_456_789n);
    one.file.sync();
    one.file.syncData();
  },
);

testWithLibc("ConfinedFile changes nothing through a read-only grant", async () => {
  using one = await open("abc", O_RDWR, "read-only");
  const { modified } = one.file.stat();
  assertEquals(outcomeOf(() => one.file.resize(0)), "not-capable");
  assertEquals(outcomeOf(() => one.file.allocate(0, 10)), "not-capable");
  assertEquals(outcomeOf(() => one.file.setTimes(1n, 1n)), "not-capable");
  assertEquals([one.content(), one.file.stat().modified], ["abc", modified]);
});

testWithLibc("ConfinedFile moves more buffers than one call takes in several", async () => {
  using one = await open("");
  const memory = utf8("x".repeat(1500));
  const parts = Array.from({ length: 1500 }, (_, i) => memory.subarray(i, i + 1));
  assertEquals([one.file.writevAt(parts, 0), one.size()], [1024, 1024]);
});
