import { assertEquals, assertThrows } from "@std/assert";
import { loading } from "../../../../lib/component/canonical/load.ts";
import { liftingStrings, loweringStrings } from "../../../../lib/component/canonical/strings.ts";
import { Allowance } from "../../../../lib/component/canonical/allowance.ts";
import type { StringEncoding } from "../../../../lib/component/component.ts";
import { LimitReached, Trap } from "../../../../lib/errors.ts";
import { FakeMemory, HEAP, liftingFrom, types } from "./sides.ts";

const TAG = 0x8000_0000;
const long = "abcdefghij".repeat(10_000);

/** Strings with their bytes and their lengths as each encoding has them. */
const ROWS: readonly (readonly [string, StringEncoding, hex: string, length: number])[] = [
  ["", "utf8", "", 0],
  ["abc", "utf8", "616263", 3],
  ["hé", "utf8", "68c3a9", 3],
  ["☃", "utf8", "e29883", 3],
  ["🍰!", "utf8", "f09f8db021", 5],
  ["\ufeffa", "utf8", "efbbbf61", 4],
  ["a\0b", "utf8", "610062", 3],
  ["", "utf16", "", 0],
  ["hé", "utf16", "6800e900", 2],
  ["🍰", "utf16", "3cd870df", 2],
  ["\ufeffa", "utf16", "fffe6100", 2],
  ["", "latin1+utf16", "", 0],
  ["h\u0080\u00ff", "latin1+utf16", "6880ff", 3],
  ["h☃", "latin1+utf16", "68000326", 2 + TAG],
];

Deno.test("loweringStrings() and liftingStrings() keep to their encoding", () => {
  for (const [text, encoding, hex, length] of ROWS) {
    const memory = new FakeMemory();
    const place = loweringStrings(encoding, memory.checked, encoding)(text);
    const why = `${JSON.stringify(text)} in ${encoding}`;
    assertEquals([place[0], place[1] >>> 0], [HEAP, length], why);
    assertEquals(memory.hex(HEAP, hex.length / 2), hex, why);
    assertEquals(memory.asked, [[0, 0, encoding === "utf8" ? 1 : 2, hex.length / 2]], why);
    const lift = liftingStrings(encoding, memory.checked, new Allowance());
    assertEquals(lift(HEAP, length), text, why);
    assertEquals(lift(HEAP, length | 0), text, why);
  }
});

Deno.test("loweringStrings() and liftingStrings() take long strings", () => {
  for (const text of [long, `${long}é`, `${long}☃`]) {
    for (const encoding of ["utf8", "utf16", "latin1+utf16"] as const) {
      const memory = new FakeMemory();
      memory.memory.grow(8);
      const [pointer, length] = loweringStrings(encoding, memory.checked, encoding)(text);
      const lift = liftingStrings(encoding, memory.checked, new Allowance());
      assertEquals(lift(pointer, length) === text, true, encoding);
    }
  }
});

/** What the guest's allocator is asked for where the two sides differ, after the specification. */
const TRANSCODED: readonly (readonly [
  text: string,
  source: StringEncoding,
  target: StringEncoding,
  asked: readonly (readonly number[])[],
])[] = [
  ["ab", "utf16", "utf8", [[0, 0, 1, 2]]],
  ["hé", "utf16", "utf8", [[0, 0, 1, 2], [HEAP, 2, 1, 6], [HEAP + 8, 6, 1, 3]]],
  ["☃☃", "utf16", "utf8", [[0, 0, 1, 2], [HEAP, 2, 1, 6]]],
  ["hé", "latin1+utf16", "utf8", [[0, 0, 1, 2], [HEAP, 2, 1, 4], [HEAP + 8, 4, 1, 3]]],
  ["h☃", "latin1+utf16", "utf8", [[0, 0, 1, 2], [HEAP, 2, 1, 6], [HEAP + 8, 6, 1, 4]]],
  ["ab", "utf8", "utf16", [[0, 0, 2, 4]]],
  ["hé", "utf8", "utf16", [[0, 0, 2, 6], [HEAP, 6, 2, 4]]],
  ["hé", "latin1+utf16", "utf16", [[0, 0, 2, 4]]],
  ["ab", "utf8", "latin1+utf16", [[0, 0, 2, 2]]],
  ["hé", "utf8", "latin1+utf16", [[0, 0, 2, 3], [HEAP, 3, 2, 2]]],
  ["h☃", "utf8", "latin1+utf16", [[0, 0, 2, 4], [HEAP, 4, 2, 8], [HEAP + 8, 8, 2, 4]]],
  ["h☃", "utf16", "latin1+utf16", [[0, 0, 2, 2], [HEAP, 2, 2, 4]]],
];

Deno.test("loweringStrings() asks for memory as the encodings of both sides want", () => {
  for (const [text, source, target, asked] of TRANSCODED) {
    const memory = new FakeMemory();
    const [pointer, length] = loweringStrings(target, memory.checked, source)(text);
    const why = `${JSON.stringify(text)} from ${source} to ${target}`;
    assertEquals(memory.asked, asked, why);
    assertEquals(
      liftingStrings(target, memory.checked, new Allowance())(pointer, length),
      text,
      why,
    );
  }
});

Deno.test("loweringStrings() replaces half a surrogate pair", () => {
  for (const encoding of ["utf8", "utf16", "latin1+utf16"] as const) {
    const memory = new FakeMemory();
    const [pointer, length] = loweringStrings(encoding, memory.checked, encoding)("a\ud83c!\udf70");
    const lift = liftingStrings(encoding, memory.checked, new Allowance());
    assertEquals(lift(pointer, length), "a\ufffd!\ufffd", encoding);
  }
});

/** Bytes that are no string: row M41. */
const NOT_WELL_FORMED: readonly (readonly [StringEncoding, hex: string, length: number])[] = [
  ["utf8", "80", 1],
  ["utf8", "c080", 2],
  ["utf8", "e298", 2],
  ["utf8", "eda080", 3],
  ["utf8", "f4908080", 4],
  ["utf8", "61".repeat(60) + "ff", 61],
  ["utf16", "3cd8", 1],
  ["utf16", "70df3cd8", 2],
  ["latin1+utf16", "3cd8", 1 + TAG],
];

Deno.test("liftingStrings() traps on what is not well-formed", () => {
  for (const [encoding, hex, length] of NOT_WELL_FORMED) {
    const memory = new FakeMemory();
    memory.put(HEAP, hex);
    const lift = liftingStrings(encoding, memory.checked, new Allowance());
    assertThrows(() => lift(HEAP, length), Trap, undefined, `${hex} in ${encoding}`);
  }
});

Deno.test("liftingStrings() traps on places that a string cannot have", () => {
  const rows: readonly (readonly [StringEncoding, pointer: number, length: number])[] = [
    ["utf8", 0x1_0000, 1],
    ["utf8", 0x1_0001, 0],
    ["utf8", -1, 1],
    ["utf8", 0, -1],
    ["utf8", 0, 0x0fff_ffff],
    ["utf16", 1, 1],
    ["utf16", 0xfffe, 2],
    ["utf16", 0, 0x8000_0000],
    ["latin1+utf16", 1, 1],
    ["latin1+utf16", 0, 0x1_0001],
    ["latin1+utf16", 1, 1 + TAG],
    ["latin1+utf16", 0, 0x8001 + TAG],
  ];
  for (const [encoding, pointer, length] of rows) {
    const lift = liftingStrings(encoding, new FakeMemory().checked, new Allowance());
    assertThrows(() => lift(pointer, length), Trap, undefined, `${pointer} ${length} ${encoding}`);
  }
});

Deno.test("a list of strings that all lie in one place is limited", () => {
  const memory = new FakeMemory();
  memory.bytes.fill(0x61);
  const count = 0x1100;
  for (let i = 0; i < count; i++) memory.put(0x100 + 8 * i, "00000000" + "7f7f0000");
  memory.put(0x80, "00010000" + "00110000");
  const lifting = liftingFrom(memory);
  assertThrows(() => loading(types.list(types.of("string")), lifting)(0x80), LimitReached);
});
