import { assertEquals, assertStrictEquals } from "@std/assert";
import { BinaryReader, MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { hex, unhex } from "../outcome.ts";

/** A reader of these bytes, with others before and behind that are not its own. */
function readerOf(digits: string): BinaryReader {
  const bytes = unhex(digits);
  return new BinaryReader(unhex(`ffff${digits}7f7f7f`), 2, 2 + bytes.length);
}

/** What a call answers, or "malformed". */
function read<T>(call: () => T): T | "malformed" {
  try {
    return call();
  } catch (error) {
    if (error instanceof MalformedModule) return "malformed";
    throw error;
  }
}

Deno.test("BinaryReader.byte() reads up to the end and not beyond", () => {
  const reader = readerOf("01 02");
  assertEquals([reader.done, reader.byte(), reader.byte(), reader.done], [false, 1, 2, true]);
  assertEquals(read(() => reader.byte()), "malformed");
  assertEquals(read(() => readerOf("").byte()), "malformed");
});

Deno.test("BinaryReader.u32() reads LEB128 of at most 32 bits", () => {
  const rows: readonly [digits: string, expected: number | "malformed", why: string][] = [
    ["00", 0, "the least"],
    ["7f", 127, "the greatest in one byte"],
    ["80 01", 128, "the least in two"],
    ["e5 8e 26", 624485, "three bytes"],
    ["ff ff ff ff 0f", 2 ** 32 - 1, "the greatest"],
    ["ff ff ff ff 07", 2 ** 31 - 1, "the sign bit is no sign"],
    ["80 80 80 80 08", 2 ** 31, "the sign bit alone"],
    ["80 00", 0, "longer than it need be"],
    ["80 80 80 80 00", 0, "as long as it may be"],
    ["80 80 80 80 10", "malformed", "2^32"],
    ["ff ff ff ff 1f", "malformed", "a 33rd bit"],
    ["ff ff ff ff 7f", "malformed", "every bit of the fifth byte"],
    ["80 80 80 80 80 00", "malformed", "a sixth byte"],
    ["80 80 80 80 80 80 80 80 80 80 00", "malformed", "eleven bytes"],
    ["", "malformed", "nothing"],
    ["80", "malformed", "cut off"],
    ["80 80 80 80", "malformed", "cut off before the last"],
  ];
  for (const [digits, expected, why] of rows) {
    const reader = readerOf(digits);
    assertStrictEquals(read(() => reader.u32()), expected, why);
    if (expected !== "malformed") assertEquals(reader.done, true, why);
  }
});

Deno.test("BinaryReader.u64() reads LEB128 of at most 64 bits", () => {
  const rows: readonly [digits: string, expected: bigint | "malformed", why: string][] = [
    ["00", 0n, "the least"],
    ["ff ff ff ff 1f", 2n ** 33n - 1n, "33 bits"],
    ["80 80 80 80 80 80 80 10", 2n ** 53n, "more than a number holds"],
    ["81 80 80 80 80 80 80 10", 2n ** 53n + 1n, "exact beyond 2^53"],
    ["ff ff ff ff ff ff ff ff ff 01", 2n ** 64n - 1n, "the greatest"],
    ["80 80 80 80 80 80 80 80 80 00", 0n, "as long as it may be"],
    ["80 80 80 80 80 80 80 80 80 02", "malformed", "2^64"],
    ["ff ff ff ff ff ff ff ff ff 7f", "malformed", "a 65th bit"],
    ["80 80 80 80 80 80 80 80 80 80 00", "malformed", "an eleventh byte"],
    ["ff ff ff ff ff ff ff ff ff", "malformed", "cut off before the last"],
    ["", "malformed", "nothing"],
  ];
  for (const [digits, expected, why] of rows) {
    assertStrictEquals(read(() => readerOf(digits).u64()), expected, why);
  }
});

Deno.test("BinaryReader.signed() reads LEB128 of at most 64 bits with a sign", () => {
  const rows: readonly [digits: string, expected: bigint | "malformed", why: string][] = [
    ["00", 0n, "nothing"],
    ["3f", 63n, "the greatest in one byte"],
    ["40", -64n, "the least in one byte"],
    ["7f", -1n, "every bit of one byte"],
    ["69", -23n, "a heap type"],
    ["e9 7f", -23n, "longer than it need be"],
    ["e9 ff ff ff 7f", -23n, "as long as a heap type may be"],
    ["80 01", 128n, "two bytes"],
    ["c0 bb 78", -123456n, "three bytes"],
    ["ff ff ff ff ff ff ff ff ff 00", 2n ** 63n - 1n, "the greatest"],
    ["80 80 80 80 80 80 80 80 80 7f", -(2n ** 63n), "the least"],
    ["80 80 80 80 80 80 80 80 80 80 00", "malformed", "eleven bytes"],
    ["", "malformed", "nothing to read"],
    ["80", "malformed", "cut off"],
  ];
  for (const [digits, expected, why] of rows) {
    const reader = readerOf(digits);
    assertStrictEquals(read(() => reader.signed()), expected, why);
    if (expected !== "malformed") assertEquals(reader.done, true, why);
  }
});

Deno.test("BinaryReader.s33() reads LEB128 of at most 33 bits with a sign", () => {
  const rows: readonly [digits: string, expected: number | "malformed", why: string][] = [
    ["00", 0, "nothing"],
    ["3f", 63, "the greatest in one byte"],
    ["40", -64, "the least in one byte, and the empty block type"],
    ["70", -16, "a heap type"],
    ["f0 7f", -16, "longer than it need be"],
    ["ff 00", 127, "two bytes"],
    ["ff ff ff ff 0f", 2 ** 32 - 1, "the greatest"],
    ["80 80 80 80 70", -(2 ** 32), "the least"],
    ["80 80 80 80 80 00", "malformed", "a sixth byte"],
    ["80", "malformed", "cut off"],
  ];
  for (const [digits, expected, why] of rows) {
    assertStrictEquals(read(() => readerOf(digits).s33()), expected, why);
  }
});

Deno.test("BinaryReader goes past bytes and numbers, and not beyond its end", () => {
  const reader = readerOf("80 80 00 01 02 03");
  reader.skipNumber();
  assertEquals(reader.position, 5);
  reader.skipNumbers(2);
  assertEquals(reader.byte(), 3);
  const refused: readonly (() => void)[] = [
    () => readerOf("01").advance(2),
    () => readerOf("80").skipNumber(),
    () => readerOf("80".repeat(10) + "00").skipNumber(),
    () => readerOf("01 01").skipNumbers(2 ** 32),
  ];
  for (const call of refused) assertEquals(read(call), "malformed", String(call));
});

Deno.test("BinaryReader.since() is what has been read from there", () => {
  const reader = readerOf("01 02 03 04");
  reader.byte();
  const start = reader.position;
  assertEquals(hex(reader.since(start)), "");
  reader.take(2);
  assertEquals(hex(reader.since(start)), "0203");
});

Deno.test("BinaryReader.u32() leaves what is behind the number", () => {
  for (const [digits, position] of [["05 aa", 3], ["80 01 aa", 4]] as const) {
    const reader = readerOf(digits);
    reader.u32();
    assertEquals([reader.position, reader.byte()], [position, 0xaa], digits);
  }
});

Deno.test("BinaryReader.name() reads a length and UTF-8", () => {
  const rows: readonly [digits: string, expected: string, why: string][] = [
    ["00", "", "an empty name"],
    ["01 61", "a", "one letter"],
    ["02 c3a9", "é", "the length is in bytes"],
    ["01 00", "\0", "a NUL is a character like others"],
    ["03 efbbbf", "\ufeff", "a byte order mark is a part of the name"],
    ["81 00 61", "a", "a length that is longer than it need be"],
    ["01 ff", "malformed", "not UTF-8"],
    ["02 c0af", "malformed", "an overlong form"],
    ["03 eda080", "malformed", "a surrogate"],
    ["01 c3 a9", "malformed", "cut off by its own length"],
    ["02 61", "malformed", "beyond the end"],
    ["ff ff ff ff 0f 61", "malformed", "far beyond the end"],
    ["", "malformed", "nothing"],
  ];
  for (const [digits, expected, why] of rows) {
    assertStrictEquals(read(() => readerOf(digits).name()), expected, why);
  }
});

Deno.test("BinaryReader.take() gives the bytes and goes on behind them", () => {
  const reader = readerOf("01 02 03");
  assertEquals([hex(reader.take(0)), hex(reader.take(2))], ["", "0102"]);
  assertEquals(read(() => reader.take(2)), "malformed");
  assertEquals(hex(reader.take(1)), "03");
  assertEquals(read(() => reader.take(1)), "malformed");
});

Deno.test("BinaryReader.section() ends where it says, not where the whole does", () => {
  const reader = readerOf("01 02 03");
  const section = reader.section(2);
  assertEquals([section.byte(), section.byte(), section.done], [1, 2, true]);
  assertEquals(read(() => section.byte()), "malformed");
  assertEquals([reader.byte(), reader.done], [3, true]);
  assertEquals(read(() => readerOf("01").section(2)), "malformed");
});
