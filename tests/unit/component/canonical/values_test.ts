import { assertEquals, assertThrows } from "@std/assert";
import type { CoreValue } from "../../../../lib/component/canonical/core_values.ts";
import { Layouts } from "../../../../lib/component/canonical/layout.ts";
import { liftingFlat } from "../../../../lib/component/canonical/lift_flat.ts";
import { loading } from "../../../../lib/component/canonical/load.ts";
import { loweringFlat } from "../../../../lib/component/canonical/lower_flat.ts";
import { ShapeError } from "../../../../lib/component/canonical/shape.ts";
import { storing } from "../../../../lib/component/canonical/store.ts";
import type { ValueType } from "../../../../lib/component/types.ts";
import { Trap } from "../../../../lib/errors.ts";
import { FakeMemory, HEAP, liftingFrom, loweringTo, SIZE, types } from "./sides.ts";

const { of, list, tuple, record, variant, flags, enumeration, option, result, own, borrow } = types;

/** Where a value lies. */
const AT = 0x100;

/** A value with its bytes, what lies in the heap for it, and its core values. */
interface Row {
  readonly type: ValueType;
  readonly value: unknown;
  /** Of the value itself; padding as `3f`. */
  readonly bytes: string;
  readonly heap?: string;
  readonly flat: readonly CoreValue[];
}

const a_z = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
const many = Array.from({ length: 300 }, (_, i) => `e${i}`);
const shape = variant({
  circle: of("f32"),
  square: of("u64"),
  name: of("string"),
  none: undefined,
});
const pair = record({ "first-name": of("u8"), "utf-8": of("u32") });

const ROWS: readonly Row[] = [
  { type: of("bool"), value: true, bytes: "01", flat: [1] },
  { type: of("bool"), value: false, bytes: "00", flat: [0] },
  { type: of("u8"), value: 255, bytes: "ff", flat: [255] },
  { type: of("s8"), value: -128, bytes: "80", flat: [-128] },
  { type: of("u16"), value: 0xfffe, bytes: "feff", flat: [0xfffe] },
  { type: of("s16"), value: -2, bytes: "feff", flat: [-2] },
  { type: of("u32"), value: 0xffff_fffe, bytes: "feffffff", flat: [-2] },
  { type: of("s32"), value: -2, bytes: "feffffff", flat: [-2] },
  { type: of("u64"), value: 2n ** 64n - 2n, bytes: "feffffffffffffff", flat: [-2n] },
  { type: of("s64"), value: -2n, bytes: "feffffffffffffff", flat: [-2n] },
  { type: of("f32"), value: -1.5, bytes: "0000c0bf", flat: [-1.5] },
  { type: of("f32"), value: NaN, bytes: "0000c07f", flat: [NaN] },
  { type: of("f64"), value: 0.1, bytes: "9a9999999999b93f", flat: [0.1] },
  { type: of("f64"), value: NaN, bytes: "000000000000f87f", flat: [NaN] },
  { type: of("char"), value: "A", bytes: "41000000", flat: [0x41] },
  { type: of("char"), value: "\u{10ffff}", bytes: "ffff1000", flat: [0x10_ffff] },
  { type: own, value: "handle 5", bytes: "05000000", flat: [5] },
  { type: borrow, value: "handle 6", bytes: "06000000", flat: [6] },
  {
    type: of("string"),
    value: "hé",
    bytes: "0010000003000000",
    heap: "68c3a9",
    flat: [HEAP, 3],
  },
  {
    type: list(of("u8")),
    value: Uint8Array.of(1, 2, 3),
    bytes: "0010000003000000",
    heap: "010203",
    flat: [HEAP, 3],
  },
  {
    type: list(of("u8")),
    value: Uint8Array.of(),
    bytes: "0010000000000000",
    heap: "",
    flat: [HEAP, 0],
  },
  {
    type: list(of("s16")),
    value: Int16Array.of(-1, 2),
    bytes: "0010000002000000",
    heap: "ffff0200",
    flat: [HEAP, 2],
  },
  {
    type: list(of("u64")),
    value: BigUint64Array.of(1n, 2n ** 64n - 1n),
    bytes: "0010000002000000",
    heap: "0100000000000000ffffffffffffffff",
    flat: [HEAP, 2],
  },
  {
    type: list(of("f32")),
    value: Float32Array.of(1.5),
    bytes: "0010000001000000",
    heap: "0000c03f",
    flat: [HEAP, 1],
  },
  {
    type: list(of("bool")),
    value: [true, false],
    bytes: "0010000002000000",
    heap: "0100",
    flat: [HEAP, 2],
  },
  {
    type: list(pair),
    value: [{ firstName: 1, utf_8: 2 }, { firstName: 3, utf_8: 4 }],
    bytes: "0010000002000000",
    heap: "013f3f3f02000000033f3f3f04000000",
    flat: [HEAP, 2],
  },
  {
    type: list(list(of("u8"))),
    value: [Uint8Array.of(7), Uint8Array.of()],
    bytes: "0010000002000000",
    heap: "10100000010000001810000000000000" + "07",
    flat: [HEAP, 2],
  },
  { type: list(of("u16"), 2), value: Uint16Array.of(1, 2), bytes: "01000200", flat: [1, 2] },
  { type: list(of("char"), 2), value: ["a", "b"], bytes: "6100000062000000", flat: [97, 98] },
  {
    type: tuple(of("u8"), of("u64")),
    value: [1, 2n],
    bytes: "013f3f3f3f3f3f3f0200000000000000",
    flat: [1, 2n],
  },
  { type: pair, value: { firstName: 1, utf_8: 2 }, bytes: "013f3f3f02000000", flat: [1, 2] },
  {
    type: record({ p: pair, b: of("u8") }),
    value: { p: { firstName: 1, utf_8: 2 }, b: 3 },
    bytes: "013f3f3f02000000033f3f3f",
    flat: [1, 2, 3],
  },
  {
    type: flags(["read", "write-all", "x-1"]),
    value: { read: true, writeAll: false, x_1: true },
    bytes: "05",
    flat: [5],
  },
  {
    type: flags(a_z.slice(0, 9)),
    value: Object.fromEntries(a_z.slice(0, 9).map((name) => [name, name === "i"])),
    bytes: "0001",
    flat: [256],
  },
  {
    type: flags([...a_z, "a-a", "a-b", "a-c", "a-d", "a-e", "a-f"]),
    value: Object.fromEntries(
      [...a_z, "aA", "aB", "aC", "aD", "aE", "aF"].map((name) => [name, name === "aF"]),
    ),
    bytes: "00000080",
    flat: [-(2 ** 31)],
  },
  { type: enumeration(["red", "dark-blue"]), value: "dark-blue", bytes: "01", flat: [1] },
  { type: enumeration(many), value: "e299", bytes: "2b01", flat: [299] },
  { type: option(of("u32")), value: undefined, bytes: "003f3f3f3f3f3f3f", flat: [0, 0] },
  { type: option(of("u32")), value: 7, bytes: "013f3f3f07000000", flat: [1, 7] },
  {
    type: option(option(of("u8"))),
    value: { tag: "none", value: undefined },
    bytes: "003f3f",
    flat: [0, 0, 0],
  },
  {
    type: option(option(of("u8"))),
    value: { tag: "some", value: undefined },
    bytes: "01003f",
    flat: [1, 0, 0],
  },
  {
    type: option(option(of("u8"))),
    value: { tag: "some", value: 9 },
    bytes: "010109",
    flat: [1, 1, 9],
  },
  { type: result(), value: { tag: "ok", value: undefined }, bytes: "00", flat: [0] },
  { type: result(), value: { tag: "err", value: undefined }, bytes: "01", flat: [1] },
  {
    type: result(of("u16"), of("u64")),
    value: { tag: "ok", value: 5 },
    bytes: "003f3f3f3f3f3f3f05003f3f3f3f3f3f",
    flat: [0, 5n],
  },
  {
    type: result(of("u16"), of("u64")),
    value: { tag: "err", value: 5n },
    bytes: "013f3f3f3f3f3f3f0500000000000000",
    flat: [1, 5n],
  },
  {
    type: shape,
    value: { tag: "circle", value: -1.5 },
    bytes: "003f3f3f3f3f3f3f0000c0bf3f3f3f3f",
    flat: [0, 0xbfc0_0000n, 0],
  },
  {
    type: shape,
    value: { tag: "square", value: 2n ** 64n - 1n },
    bytes: "013f3f3f3f3f3f3fffffffffffffffff",
    flat: [1, -1n, 0],
  },
  {
    type: shape,
    value: { tag: "name", value: "x" },
    bytes: "023f3f3f3f3f3f3f0010000001000000",
    heap: "78",
    flat: [2, BigInt(HEAP), 1],
  },
  {
    type: shape,
    value: { tag: "none", value: undefined },
    bytes: "033f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
    flat: [3, 0n, 0],
  },
  {
    type: result(of("f32"), of("u32")),
    value: { tag: "ok", value: 1.5 },
    bytes: "003f3f3f0000c03f",
    flat: [0, 0x3fc0_0000],
  },
  {
    type: result(of("f64"), of("u64")),
    value: { tag: "ok", value: 1.5 },
    bytes: "003f3f3f3f3f3f3f000000000000f83f",
    flat: [0, 0x3ff8_0000_0000_0000n],
  },
];

function name({ type, value }: Row): string {
  const text = JSON.stringify(value, (_, one) => typeof one === "bigint" ? `${one}n` : one);
  return `${type.kind} ${text?.slice(0, 60)}`;
}

Deno.test("storing() lays out every type as specified", () => {
  for (const row of ROWS) {
    const memory = new FakeMemory();
    storing(row.type, loweringTo(memory))(row.value, AT);
    const { size, alignment } = new Layouts().of(row.type);
    assertEquals(size, row.bytes.length / 2, name(row));
    assertEquals(AT % alignment, 0);
    assertEquals(memory.hex(AT, size), row.bytes, name(row));
    assertEquals(memory.hex(HEAP, (row.heap ?? "").length / 2), row.heap ?? "", name(row));
    assertEquals(memory.hex(AT - 8, 8) + memory.hex(AT + size, 8), "3f".repeat(16), name(row));
  }
});

Deno.test("loading() takes every type as it is laid out", () => {
  for (const row of ROWS) {
    const memory = new FakeMemory();
    memory.put(AT, row.bytes);
    memory.put(HEAP, row.heap ?? "");
    assertEquals(loading(row.type, liftingFrom(memory))(AT), row.value, name(row));
    assertEquals(loading(row.type, liftingFrom(memory, "utf8", "views"))(AT), row.value, name(row));
  }
});

Deno.test("loweringFlat() and liftingFlat() pass every type as core values", () => {
  for (const row of ROWS) {
    const memory = new FakeMemory();
    const have = new Layouts().of(row.type).flat!;
    const flat: CoreValue[] = [];
    loweringFlat(row.type, 0, have, loweringTo(memory))(row.value, flat);
    assertEquals(flat, row.flat, name(row));
    assertEquals(liftingFlat(row.type, 0, have, liftingFrom(memory))(flat), row.value, name(row));
  }
});

/** Core values that are wider than their types: what a guest may leave in the other bits. */
const WIDE: readonly (readonly [ValueType, CoreValue, unknown])[] = [
  [of("bool"), 0x100, true],
  [of("u8"), 0x1ff, 255],
  [of("s8"), 0x180, -128],
  [of("u16"), -1, 0xffff],
  [of("s16"), 0x18000, -0x8000],
  [flags(["a"]), -1, { a: true }],
];

Deno.test("liftingFlat() takes no more of a core value than its type has", () => {
  for (const [type, core, expected] of WIDE) {
    const lift = liftingFlat(type, 0, ["i32"], liftingFrom(new FakeMemory()));
    assertEquals(lift([core]), expected, type.kind);
  }
});

/** Numbers of the host that are not in the range of their type. */
const OUTSIDE: readonly (readonly [ValueType, unknown, CoreValue])[] = [
  [of("u8"), -1, 255],
  [of("s8"), 128, -128],
  [of("u16"), 65_537.9, 1],
  [of("s16"), 0x8000, -0x8000],
  [of("u32"), 2 ** 32 + 5, 5],
  [of("s32"), NaN, 0],
  [of("u64"), 2n ** 64n + 1n, 1n],
  [of("s64"), 2n ** 63n, -(2n ** 63n)],
];

Deno.test("loweringFlat() takes numbers modulo the size of their type", () => {
  for (const [type, value, expected] of OUTSIDE) {
    const flat: CoreValue[] = [];
    const have = new Layouts().of(type).flat!;
    loweringFlat(type, 0, have, loweringTo(new FakeMemory()))(value, flat);
    assertEquals(flat, [expected], type.kind);
  }
});

/** What a guest may have in memory at AT, and may not mean. */
const TRAPS: readonly (readonly [ValueType, bytes: string, why: string])[] = [
  [of("char"), "00d80000", "a surrogate"],
  [of("char"), "ffdf0000", "a surrogate"],
  [of("char"), "00001100", "beyond Unicode"],
  [of("char"), "ffffffff", "beyond Unicode"],
  [option(of("u8")), "0200", "no such case"],
  [result(), "02", "no such case"],
  [enumeration(["a", "b"]), "02", "no such case"],
  [enumeration(many), "2c01", "no such case"],
  [shape, "04000000000000000000000000000000", "no such case"],
  [list(of("u8")), "00000100" + "01000000", "begins at the end"],
  [list(of("u8")), "ffff0000" + "02000000", "reaches over the end"],
  [list(of("u8")), "01000100" + "00000000", "empty, and beyond the end"],
  [list(of("u8")), "ffffffff" + "ffffffff", "wraps around"],
  [list(of("u32")), "00000000" + "01000040", "length times size wraps around"],
  [list(of("u32")), "02000000" + "01000000", "misaligned"],
  [list(of("u64")), "04000000" + "00000000", "misaligned, and empty"],
  [list(of("u8")), "00000000" + "00000010", "longer than a list may be"],
  [of("string"), "00000100" + "01000000", "beyond the end"],
  [of("string"), "00000000" + "00000010", "longer than a string may be"],
  [list(of("string")), "fcff0000" + "01000000", "an element reaches over the end"],
];

Deno.test("loading() traps on what no value may be", () => {
  for (const [type, bytes, why] of TRAPS) {
    const memory = new FakeMemory();
    memory.put(AT, bytes);
    for (const lists of ["views", "copies"] as const) {
      assertThrows(
        () => loading(type, liftingFrom(memory, "utf8", lists))(AT),
        Trap,
        undefined,
        `${type.kind}: ${why}`,
      );
    }
  }
});

Deno.test("liftingFlat() traps on what no value may be", () => {
  const rows: readonly (readonly [ValueType, CoreValue[]])[] = [
    [of("char"), [0xd800]],
    [of("char"), [-1]],
    [enumeration(["a"]), [1]],
    [enumeration(["a"]), [-1]],
    [option(of("u8")), [2, 0]],
    [of("string"), [SIZE, 1]],
    [list(of("u16")), [1, 0]],
    [list(of("u16")), [-2, 1]],
  ];
  for (const [type, flat] of rows) {
    const have = new Layouts().of(type).flat!;
    const lift = liftingFlat(type, 0, have, liftingFrom(new FakeMemory()));
    assertThrows(() => lift(flat), Trap, undefined, `${type.kind} ${flat}`);
  }
});

Deno.test("storing() refuses values of another shape", () => {
  const rows: readonly (readonly [ValueType, unknown])[] = [
    [of("bool"), 1],
    [of("u8"), "1"],
    [of("u8"), undefined],
    [of("u64"), 1],
    [of("f32"), 1n],
    [of("char"), "ab"],
    [of("char"), ""],
    [of("char"), "\ud800"],
    [of("string"), 5],
    [list(of("u8")), "abc"],
    [list(of("u16"), 2), [1]],
    [list(of("u64")), [1]],
    [list(of("u8")), [1n]],
    [tuple(of("u8")), [1, 2]],
    [pair, null],
    [pair, { firstName: 1 }],
    [flags(["a"]), 1],
    [enumeration(["a"]), "b"],
    [enumeration(["a"]), "toString"],
    [shape, { tag: "triangle" }],
    [shape, undefined],
    [option(option(of("u8"))), undefined],
    [result(), "ok"],
  ];
  for (const [type, value] of rows) {
    const store = storing(type, loweringTo(new FakeMemory()));
    assertThrows(() => store(value, AT), ShapeError, undefined, `${type.kind} ${value}`);
  }
});

/** What an allocator may answer, and must not: row M43. */
const BAD_POINTERS: readonly (readonly [ValueType, unknown, pointer: number])[] = [
  [list(of("u8")), [1], SIZE],
  [list(of("u8")), [], SIZE + 1],
  [list(of("u8")), [1], -1],
  [list(of("u32")), [1], 2],
  [list(of("u64")), new BigUint64Array(2), SIZE - 8],
  [of("string"), "abc", SIZE - 2],
  [of("string"), "", -1],
];

Deno.test("storing() traps on pointers that an allocator must not answer", () => {
  for (const [type, value, pointer] of BAD_POINTERS) {
    const memory = new FakeMemory(() => pointer);
    const store = storing(type, loweringTo(memory));
    assertThrows(() => store(value, AT), Trap, undefined, `${type.kind} at ${pointer}`);
    assertEquals(memory.bytes.every((byte) => byte === 0x3f), true);
  }
});

Deno.test("storing() goes on when the allocator makes memory grow", () => {
  const grown = SIZE + 0x100;
  const memory: FakeMemory = new FakeMemory(() => {
    if (memory.bytes.length === SIZE) memory.memory.grow(1);
    return grown;
  });
  storing(list(of("u8")), loweringTo(memory))(Uint8Array.of(1, 2), AT);
  assertEquals(memory.hex(AT, 8), "0001010002000000");
  assertEquals(memory.hex(grown, 3), "010200");
});

Deno.test("storing() refuses a view that the allocator has detached", () => {
  const memory: FakeMemory = new FakeMemory(() => {
    memory.memory.grow(1);
    return HEAP;
  });
  const view = memory.bytes.subarray(0, 4);
  assertThrows(() => storing(list(of("u8")), loweringTo(memory))(view, AT), ShapeError);
});

Deno.test("loading() answers views that are valid, or copies that stay", () => {
  const memory = new FakeMemory();
  memory.put(AT, "0010000002000000");
  const view = loading(list(of("u16")), liftingFrom(memory, "utf8", "views"))(AT) as Uint16Array;
  const copy = loading(list(of("u16")), liftingFrom(memory, "utf8", "copies"))(AT) as Uint16Array;
  memory.put(HEAP, "01000200");
  assertEquals([...view], [1, 2]);
  assertEquals([...copy], [0x3f3f, 0x3f3f]);
});
