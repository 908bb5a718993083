import { assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { LimitReached } from "../../../lib/errors.ts";
import { CollectedOutput } from "../../../lib/io/collected_output.ts";
import { text, utf8 } from "../outcome.ts";

Deno.test("CollectedOutput.bytes() is everything written, in order", () => {
  const output = new CollectedOutput();
  assertEquals(text(output.bytes()), "");
  assertEquals(output.write(utf8("ab")), 2);
  assertEquals(output.write(utf8("")), 0);
  assertEquals(output.writev([utf8("cd"), utf8(""), utf8("e")]), 3);
  assertEquals(output.writev([]), 0);
  assertEquals(text(output.bytes()), "abcde");
});

Deno.test("CollectedOutput.write() keeps what was there when it has to grow", () => {
  // Sizes around the first capacity and its doublings, and one that no doubling reaches.
  for (const sizes of [[1023, 1, 1], [1024, 1], [1025], [1, 1_000_000, 3], Array(300).fill(7)]) {
    const output = new CollectedOutput();
    const pieces = sizes.map((size, i) => String.fromCharCode(97 + i % 26).repeat(size));
    for (const piece of pieces) assertEquals(output.write(utf8(piece)), piece.length);
    assertEquals(text(output.bytes()) === pieces.join(""), true, `${sizes.slice(0, 5)}`);
  }
});

Deno.test("CollectedOutput.write() copies: the writer may use its buffer again", () => {
  const output = new CollectedOutput();
  const buffer = utf8("ab");
  output.write(buffer);
  buffer.fill(0);
  output.write(buffer);
  assertEquals(output.bytes(), new Uint8Array([97, 98, 0, 0]));
});

Deno.test("CollectedOutput.bytes() gives a copy that later writes leave alone", () => {
  const output = new CollectedOutput();
  output.write(utf8("a"));
  const before = output.bytes();
  output.write(utf8("b"));
  assertEquals(text(before), "a");
  assertNotStrictEquals(output.bytes().buffer, output.bytes().buffer);
});

Deno.test("CollectedOutput.subscribe() is always ready", () => {
  assertEquals(new CollectedOutput().subscribe().state().ready, true);
});

Deno.test("CollectedOutput.write() throws when there is more than it may keep, and keeps the rest", () => {
  const output = new CollectedOutput(5);
  assertEquals(output.write(utf8("abc")), 3);
  assertEquals(output.write(utf8("de")), 2);
  assertEquals(output.write(utf8("")), 0);
  assertThrows(() => output.write(utf8("f")), LimitReached, "5 bytes");
  assertEquals(text(output.bytes()), "abcde");
  const other = new CollectedOutput(5);
  assertThrows(() => other.writev([utf8("abc"), utf8("def")]), LimitReached);
  assertEquals(text(other.bytes()), "abcde");
});

Deno.test("CollectedOutput.write() reaches a limit where no memory is left to keep more", () => {
  const output = new CollectedOutput();
  output.write(utf8("abc"));
  // No engine allocates so much, and nothing of it is looked at before.
  const large = Object.defineProperty(new Uint8Array(0), "length", { value: 2 ** 52 });
  assertThrows(() => output.write(large), LimitReached, "memory");
  assertEquals(text(output.bytes()), "abc");
});

Deno.test("CollectedOutput.write() has no larger buffer than what it may keep", () => {
  const output = new CollectedOutput(3000);
  const allocated: number[] = [];
  const { Uint8Array: original } = globalThis;
  globalThis.Uint8Array = new Proxy(original, {
    construct(target, [size]) {
      if (typeof size === "number") allocated.push(size);
      return new target(size);
    },
  });
  try {
    output.write(new original(2000));
    output.write(new original(1000));
  } finally {
    globalThis.Uint8Array = original;
  }
  assertEquals(allocated, [2048, 3000]);
});
