import { assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { type HeapUse, heapUseOf } from "../../../lib/wasm/heap_use.ts";
import { functionType, module, section, unsigned, vector } from "../../guests/modules/binary.ts";

const [TYPE, TABLE, GLOBAL, TAG] = [1, 4, 6, 13];
const [I32, I64, F64, V128] = [0x7f, 0x7e, 0x7c, 0x7b];
const [FUNCREF, EXTERNREF, EXNREF] = [0x70, 0x6f, 0x69];
const END = 0x0b;
const types = (...list: number[][]) => section(TYPE, vector(list));
const tag = (...parameters: number[]) => [
  types(functionType(parameters, [])),
  section(TAG, vector([[0, 0]])),
];
const table = (...type: number[]) => section(TABLE, vector([[...type, 0, 1]]));
const global = (type: number[], code: number[]) =>
  section(GLOBAL, vector([[...type, 1, ...code, END]]));

const ROWS: readonly (readonly [why: string, sections: number[][], use: HeapUse | undefined])[] = [
  ["nothing", [], undefined],
  ["functions of every kind of value", [
    types(functionType([I32, V128, FUNCREF, EXTERNREF, EXNREF], [F64])),
  ], undefined],
  ["functions in a group, and subtypes of functions", [
    types([0x4e, 1, 0x50, 0, ...functionType([I32], [])], [0x4f, 1, 0, ...functionType([I32], [])]),
  ], undefined],
  ["a struct", [types([0x5f, 0])], "objects"],
  ["an array", [types([0x5e, I32, 1])], "objects"],
  ["a struct behind functions, in a group", [
    types(functionType([], []), [0x4e, 2, ...functionType([], []), 0x5f, 1, I32, 0]),
  ], "objects"],
  ["an array that is a final subtype", [types([0x4f, 0, 0x5e, 0x78, 1])], "objects"],

  ["an exception with a number", tag(I32), undefined],
  ["an exception with nothing", tag(), undefined],
  ["an exception with as many numbers as may be", tag(...Array(16).fill(I64)), undefined],
  ["an exception with more", tag(...Array(17).fill(I64)), "exceptions"],
  ["an exception that carries another", tag(EXNREF), "exceptions"],
  ["the same in the long form", [
    types([0x60, 1, 0x63, EXNREF, 0]),
    section(TAG, vector([[0, 0]])),
  ], "exceptions"],
  ["an exception with a reference", tag(I32, EXTERNREF), "exceptions"],
  ["the second of two exceptions", [
    types(functionType([], []), functionType([EXNREF], [])),
    section(TAG, vector([[0, 0], [0, 1]])),
  ], "exceptions"],
  ["an exception of a type that is not there", [section(TAG, vector([[0, 9]]))], "exceptions"],

  ["tables of references", [
    section(TABLE, vector([[FUNCREF, 0, 1], [EXTERNREF, 1, 1, 2], [0x63, FUNCREF, 0, 1]])),
  ], undefined],
  ["a table of exceptions", [table(EXNREF)], "exceptions"],
  ["a table of exceptions, long", [table(0x63, EXNREF)], "exceptions"],
  ["a table of exceptions, longer than it need be", [table(0x63, 0xe9, 0xff, 0x7f)], "exceptions"],
  ["a table of exceptions with one to begin with", [
    section(TABLE, vector([[FUNCREF, 0, 1], [0x40, 0, EXNREF, 0, 1, 0xd0, EXNREF, END]])),
  ], "exceptions"],

  ["globals of everything else", [
    section(
      GLOBAL,
      vector([
        [I32, 0, 0x41, 0xff, 0x00, END],
        [I64, 1, 0x42, 0x80, 0x7f, END],
        [0x7d, 0, 0x43, 1, 2, 3, 4, END],
        [F64, 0, 0x44, 0x0b, 0x0b, 0x0b, 0x0b, 5, 6, 7, 8, END],
        [V128, 0, 0xfd, 0x0c, ...Array(16).fill(0x0b), END],
        [FUNCREF, 0, 0xd2, 3, END],
        [0x63, FUNCREF, 0, 0xd0, FUNCREF, END],
        [I32, 0, 0x23, 0, 0x41, 1, 0x6a, 0x41, 2, 0x6c, 0x41, 3, 0x6b, END],
        [I64, 0, 0x23, 1, 0x42, 1, 0x7c, 0x42, 2, 0x7d, 0x42, 3, 0x7e, END],
      ]),
    ),
  ], undefined],
  ["a global of exceptions", [global([EXNREF], [0xd0, EXNREF])], "exceptions"],
  ["a global of exceptions behind another", [
    section(GLOBAL, vector([[I32, 0, 0x41, 0, END], [0x63, EXNREF, 1, 0xd0, EXNREF, END]])),
  ], "exceptions"],
];

Deno.test("heapUseOf() finds what can fill the heap of the engine", () => {
  for (const [why, sections, use] of ROWS) {
    assertEquals(heapUseOf(module(...sections)), use, why);
  }
});

Deno.test("heapUseOf() refuses what it cannot read, rather than let it pass", () => {
  const rows: readonly [why: string, sections: number[][]][] = [
    ["a form of type that is not known", [types([0x5d, 0])]],
    ["bytes behind the tables", [section(TABLE, [1, FUNCREF, 0, 1, 0])]],
    ["cut off", [section(GLOBAL, [2, I32, 0, 0x41, 0, END])]],
    ["an expression that is not constant", [global([I32], [0x10, 0])]],
    ["an object in an expression", [global([0x6e], [0xfb, 0x1c])]],
  ];
  for (const [why, sections] of rows) {
    assertThrows(() => heapUseOf(module(...sections)), MalformedModule, undefined, why);
  }
});

Deno.test("heapUseOf() refuses a type section that would fill the memory of Sluice itself", () => {
  const size = 1 << 24;
  const head = module([TYPE, ...unsigned(size)]);
  const bytes = new Uint8Array(head.length + size);
  bytes.set(head);
  assertThrows(() => heapUseOf(bytes), MalformedModule, "too many");
});
