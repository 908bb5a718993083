import { assertEquals, assertStrictEquals } from "@std/assert";
import { ArrayCursor, type Whence } from "../../../lib/io/array_cursor.ts";
import { MAX_OFFSET, type Offset } from "../../../lib/io/offset.ts";
import { END } from "../../../lib/io/streams.ts";
import { MemoryArray } from "../doubles/memory_array.ts";
import { outcomeOf, text, utf8 } from "../outcome.ts";

const SAFE = Number.MAX_SAFE_INTEGER;
const PLAIN = { appending: false };
const APPENDING = { appending: true };

/** What a read of `size` bytes gives: its answer and its bytes. */
function read(cursor: ArrayCursor, size: number): [answer: number, bytes: string] {
  const into = utf8("?".repeat(size));
  const answer = cursor.read(into);
  return [answer, text(into).slice(0, Math.max(answer, 0))];
}

Deno.test("ArrayCursor.read() goes on where the last one ended, then gives END", () => {
  const cursor = new ArrayCursor(new MemoryArray("abcdef"), PLAIN);
  assertEquals(read(cursor, 4), [4, "abcd"]);
  assertEquals(read(cursor, 0), [0, ""]);
  assertEquals(read(cursor, 4), [2, "ef"]);
  assertEquals(read(cursor, 4), [END, ""]);
  assertEquals(read(cursor, 0), [0, ""], "nothing asked for is no end");
  assertStrictEquals(cursor.position, 6);
});

Deno.test("ArrayCursor.read() moves by what was read when that is less than asked for", () => {
  const array = new MemoryArray("abcdef");
  array.most = 2;
  const cursor = new ArrayCursor(array, PLAIN);
  assertEquals([read(cursor, 4), read(cursor, 4)], [[2, "ab"], [2, "cd"]]);
  assertStrictEquals(cursor.position, 4);
});

Deno.test("ArrayCursor.readv() fills the buffers in turn, then gives END", () => {
  const cursor = new ArrayCursor(new MemoryArray("abcdef"), PLAIN);
  const buffers = [utf8("??"), utf8(""), utf8("???")];
  assertEquals(cursor.readv(buffers), 5);
  assertEquals(buffers.map(text), ["ab", "", "cde"]);
  assertEquals([cursor.readv(buffers), cursor.position], [1, 6]);
  assertEquals(cursor.readv(buffers), END);
  assertEquals([cursor.readv([]), cursor.readv([utf8("")])], [0, 0]);
});

Deno.test("ArrayCursor.write() goes on where the last one ended", () => {
  const array = new MemoryArray("abcdef");
  const cursor = new ArrayCursor(array, PLAIN);
  cursor.seek(4n, "start");
  assertEquals(cursor.write(utf8("123")), 3);
  assertEquals(cursor.write(utf8("")), 0);
  assertEquals(cursor.writev([utf8("4"), utf8("56")]), 3);
  assertEquals([array.content(), cursor.position], ["abcd123456", 10]);
});

Deno.test("ArrayCursor.write() moves by what was written when that is less than given", () => {
  const array = new MemoryArray();
  array.most = 2;
  const cursor = new ArrayCursor(array, PLAIN);
  assertEquals([cursor.write(utf8("abc")), cursor.writev([utf8("cd"), utf8("e")])], [2, 2]);
  assertEquals([array.content(), cursor.position], ["abcd", 4]);
});

Deno.test("ArrayCursor.seek() moves to the sum, and a failing one stays where it was", () => {
  const size = 2n ** 62n;
  const rows: readonly [
    from: bigint,
    offset: bigint,
    whence: Whence,
    expected: Offset | "invalid",
  ][] = [
    [0n, 0n, "start", 0],
    [5n, 0n, "start", 0],
    [5n, 7n, "start", 7],
    [5n, -1n, "start", "invalid"],
    [5n, 2n ** 53n - 1n, "start", SAFE],
    [5n, 2n ** 53n, "start", 2n ** 53n],
    [5n, 2n ** 53n + 1n, "start", 2n ** 53n + 1n],
    [5n, MAX_OFFSET, "start", MAX_OFFSET],
    [5n, MAX_OFFSET + 1n, "start", "invalid"],
    [5n, -(2n ** 63n), "start", "invalid"],
    [5n, 0n, "current", 5],
    [5n, 3n, "current", 8],
    [5n, -5n, "current", 0],
    [5n, -6n, "current", "invalid"],
    [5n, MAX_OFFSET - 5n, "current", MAX_OFFSET],
    [5n, MAX_OFFSET - 4n, "current", "invalid"],
    [2n ** 53n + 1n, 0n, "current", 2n ** 53n + 1n],
    [2n ** 53n + 1n, 2n, "current", 2n ** 53n + 3n],
    [2n ** 53n + 1n, -2n, "current", SAFE],
    [MAX_OFFSET, 1n, "current", "invalid"],
    [MAX_OFFSET, -(2n ** 63n - 1n), "current", 0],
    [5n, 0n, "end", size],
    [5n, -1n, "end", size - 1n],
    [5n, 1n, "end", size + 1n],
    [5n, -size, "end", 0],
    [5n, -size - 1n, "end", "invalid"],
    [5n, size - 1n, "end", MAX_OFFSET],
    [5n, size, "end", "invalid"],
  ];
  const array = new MemoryArray();
  array.resize(size);
  for (const [from, offset, whence, expected] of rows) {
    const cursor = new ArrayCursor(array, PLAIN);
    cursor.seek(from, "start");
    const why = `from ${from} by ${offset} of ${whence}`;
    assertStrictEquals(outcomeOf(() => cursor.seek(offset, whence)), expected, why);
    const left = expected === "invalid" ? from : BigInt(expected);
    assertEquals(BigInt(cursor.position), left, why);
  }
});

Deno.test("ArrayCursor.seek() asks the array for its size only when it counts from the end", () => {
  const array = new MemoryArray("abc");
  const cursor = new ArrayCursor(array, PLAIN);
  cursor.seek(1n, "start");
  cursor.seek(1n, "current");
  assertEquals(array.calls, []);
  assertStrictEquals(cursor.seek(-1n, "end"), 2);
  assertEquals(array.calls, ["size()"]);
});

Deno.test("ArrayCursor reads and writes at the exact offset beyond 2^53", () => {
  for (const at of [2n ** 53n - 2n, 2n ** 53n + 1n, 2n ** 62n + 3n]) {
    const array = new MemoryArray();
    const cursor = new ArrayCursor(array, PLAIN);
    cursor.seek(at, "start");
    assertEquals(cursor.write(utf8("a")), 1);
    assertEquals(cursor.writev([utf8("b"), utf8("cd")]), 3);
    assertEquals(array.content(at), "abcd", `${at}`);
    assertEquals(BigInt(cursor.position), at + 4n);
    cursor.seek(-3n, "current");
    assertEquals(read(cursor, 2), [2, "bc"]);
    assertEquals(BigInt(cursor.position), at + 3n);
    assertEquals(array.calls.at(-1), `readAt(${at + 1n}, 2)`);
  }
});

Deno.test("ArrayCursor.read() gives END beyond the end, and stays", () => {
  const cursor = new ArrayCursor(new MemoryArray("abc"), PLAIN);
  cursor.seek(MAX_OFFSET, "start");
  assertEquals(read(cursor, 1), [END, ""]);
  assertStrictEquals(cursor.position, MAX_OFFSET);
});

Deno.test("ArrayCursor.write() goes to the end when it appends, and the position follows", () => {
  const array = new MemoryArray("abc");
  const cursor = new ArrayCursor(array, APPENDING);
  assertStrictEquals(cursor.position, 0, "an opened file starts at 0");
  assertEquals(read(cursor, 1), [1, "a"]);
  assertEquals(cursor.write(utf8("de")), 2);
  assertStrictEquals(cursor.position, 5);
  assertEquals(read(cursor, 1), [END, ""]);
  cursor.seek(1n, "start");
  assertEquals(read(cursor, 2), [2, "bc"]);
  assertEquals(cursor.writev([utf8("f"), utf8("g")]), 2);
  assertStrictEquals(cursor.seek(-1n, "current"), 6);
  assertEquals([array.content(), read(cursor, 9)], ["abcdefg", [1, "g"]]);
});

Deno.test("ArrayCursor asks where an append ended only when someone wants to know", () => {
  const array = new MemoryArray("abc");
  const cursor = new ArrayCursor(array, APPENDING);
  cursor.write(utf8("d"));
  cursor.writev([utf8("e")]);
  cursor.write(utf8("f"));
  cursor.seek(2n, "start");
  assertStrictEquals(cursor.position, 2);
  assertEquals(array.calls, ["append(1)", "appendv(1)", "append(1)"]);

  cursor.write(utf8("g"));
  assertStrictEquals(cursor.seek(0n, "current"), 7);
  assertStrictEquals(cursor.position, 7);
  assertEquals(array.calls.slice(3), ["append(1)", "appendedTo()"]);
});

Deno.test("ArrayCursor.appending can be switched on and off between writes", () => {
  const array = new MemoryArray("abcd");
  const cursor = new ArrayCursor(array, PLAIN);
  cursor.seek(1n, "start");
  cursor.appending = true;
  cursor.write(utf8("ef"));
  cursor.appending = false;
  cursor.write(utf8("gh"));
  assertEquals([array.content(), cursor.position], ["abcdefgh", 8], "behind what was appended");
  cursor.seek(0n, "start");
  cursor.write(utf8("A"));
  assertEquals([array.content(), cursor.position], ["Abcdefgh", 1]);
});

Deno.test("ArrayCursor.subscribe() is always ready, as a regular file is", () => {
  assertEquals(new ArrayCursor(new MemoryArray(), PLAIN).subscribe().state().ready, true);
});
