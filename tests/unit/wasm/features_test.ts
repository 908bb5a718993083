import { assert, assertEquals } from "@std/assert";
import type { Feature } from "../../../lib/wasm/feature_names.ts";
import { featuresOf } from "../../../lib/wasm/features.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";

const [TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT] = [1, 2, 3, 4, 5, 6, 7];
const [ELEMENT, CODE, DATA, DATA_COUNT, TAG] = [9, 10, 11, 12, 13];
const [I32, I64, V128, EXNREF, EXTERNREF, FUNCREF] = [0x7f, 0x7e, 0x7b, 0x69, 0x6f, 0x70];
const ZERO = [0x41, 0, 0x0b];

const types = (...all: number[][]) => section(TYPE, vector(all));
const code = (...instructions: number[]) => [
  ...section(FUNCTION, vector([[0]])),
  ...section(CODE, vector([body(instructions)])),
];
const imported = (kind: number, ...of: number[]) =>
  section(IMPORT, vector([[...name("m"), ...name("n"), kind, ...of]]));

/** Modules, which need not be valid, and the features that are seen in them. */
const ROWS: readonly [why: string, sections: number[][], features: readonly Feature[]][] = [
  ["nothing", [], []],
  ["what is as old as WebAssembly", [
    types(functionType([I32], [I32])),
    section(TABLE, vector([[FUNCREF, 0, 1]])),
    section(MEMORY, vector([[1, 1, 2]])),
    section(GLOBAL, vector([[I32, 1, ...ZERO]])),
    section(ELEMENT, vector([[0, ...ZERO, 1, 0]])),
    code(
      0x20,
      0,
      0x41,
      0x80,
      0x7f,
      0x6a,
      0x28,
      2,
      0,
      0x02,
      0x40,
      0x0c,
      0,
      0x0b,
      0x10,
      0,
      0x11,
      0,
      0,
    ),
    section(DATA, vector([[0, ...ZERO, 1, 0xfd]])),
  ], []],
  ["two results", [types(functionType([], [I32, I32]))], ["multi-value"]],
  ["a block that takes something", [types(functionType([I32], [])), code(0x02, 0, 0x0b)], [
    "multi-value",
  ]],
  ["a vector as a parameter", [types(functionType([V128], []))], ["simd"]],
  ["v128.const with the bytes of an end", [code(0xfd, 12, ...Array(16).fill(0x0b), 0x1a)], [
    "simd",
  ]],
  ["i8x16.extract_lane_s", [code(0xfd, 21, 3, 0x1a)], ["simd"]],
  ["v128.load8_lane", [code(0xfd, 84, 0, 0, 3, 0x1a)], ["simd"]],
  ["i8x16.relaxed_swizzle", [code(0xfd, 0x80, 0x02)], ["relaxed-simd"]],
  ["a shared memory", [section(MEMORY, vector([[3, 1, 2]]))], ["threads"]],
  ["memory.atomic.notify", [code(0xfe, 0, 2, 0)], ["threads"]],
  ["atomic.fence", [code(0xfe, 3, 0)], ["threads"]],
  ["a memory with 64-bit addresses", [section(MEMORY, vector([[4, 1]]))], ["memory64"]],
  ["a page of another size", [section(MEMORY, vector([[8, 1, 0]]))], ["custom-page-sizes"]],
  ["two memories", [section(MEMORY, vector([[0, 1], [0, 1]]))], ["multi-memory"]],
  ["a memory of its own and an imported one", [
    imported(2, 0, 1),
    section(MEMORY, vector([[0, 1]])),
  ], ["multi-memory"]],
  ["a load from memory 1", [code(0x28, 0x42, 1, 0)], ["multi-memory"]],
  ["memory.copy", [code(0xfc, 10, 0, 0)], ["bulk-memory"]],
  ["memory.copy between memories", [code(0xfc, 10, 1, 0)], ["bulk-memory", "multi-memory"]],
  ["table.init", [code(0xfc, 12, 0, 0)], ["bulk-memory"]],
  ["a count of data", [section(DATA_COUNT, [0])], ["bulk-memory"]],
  ["passive data", [section(DATA, vector([[1, 1, 0]]))], ["bulk-memory"]],
  ["passive elements", [section(ELEMENT, vector([[1, 0, 1, 0]]))], ["bulk-memory"]],
  ["elements as expressions", [
    section(ELEMENT, vector([[4, ...ZERO, 1, 0xd2, 0, 0x0b]])),
  ], ["reference-types"]],
  ["table.grow", [code(0xfc, 15, 0)], ["reference-types"]],
  ["externref", [section(TABLE, vector([[EXTERNREF, 0, 1]]))], ["reference-types"]],
  ["two tables", [section(TABLE, vector([[FUNCREF, 0, 1], [FUNCREF, 0, 1]]))], [
    "reference-types",
  ]],
  ["select with a type", [code(0x1c, 1, I32)], ["reference-types"]],
  ["i32.extend8_s", [code(0xc0)], ["sign-extension"]],
  ["i32.trunc_sat_f32_s", [code(0xfc, 0)], ["saturating-conversions"]],
  ["i64.add128", [code(0xfc, 19)], ["wide-arithmetic"]],
  ["return_call", [code(0x12, 0)], ["tail-calls"]],
  ["return_call_ref", [code(0x15, 0)], ["tail-calls", "typed-function-references"]],
  ["a reference to a type", [types(functionType([], []), [0x60, 0, 1, 0x64, 0])], [
    "typed-function-references",
  ]],
  ["a tag alone", [section(TAG, vector([[0, 0]]))], ["exceptions"]],
  ["try_table", [code(0x1f, 0x40, 2, 0, 0, 0, 2, 0, 0x0b)], ["exceptions"]],
  ["exnref", [types(functionType([EXNREF], []))], ["exceptions"]],
  ["a tag and try", [section(TAG, vector([[0, 0]])), code(0x06, 0x40, 0x07, 0, 0x19, 0x0b)], [
    "legacy-exceptions",
  ]],
  ["a struct", [types([0x5f, 1, I32, 0])], ["gc"]],
  ["types that know each other", [types([0x4e, 1, 0x50, 0, 0x60, 0, 0])], ["gc"]],
  ["br_on_cast", [code(0xfb, 24, 0, 0, 0x6e, 0x6c)], ["gc"]],
  ["a continuation", [types([0x5d, 0])], ["stack-switching"]],
  ["an imported global that can be set", [imported(3, I32, 1)], ["mutable-globals"]],
  ["an exported global that can be set", [
    section(GLOBAL, vector([[I64, 1, 0x42, 0, 0x0b]])),
    section(EXPORT, vector([[...name("g"), 3, 0]])),
  ], ["mutable-globals"]],
  ["a constant that is worked out", [
    section(GLOBAL, vector([[I32, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b]])),
  ], ["extended-constants"]],
  ["locals of a type", [
    section(FUNCTION, vector([[0]])),
    section(CODE, [1, 6, 1, 1, EXTERNREF, 0x01, 0x01, 0x0b]),
  ], ["reference-types"]],
];

Deno.test("featuresOf() finds each feature by what only it has", () => {
  for (const [why, sections, features] of ROWS) {
    assertEquals(featuresOf(module(...sections)), { features, complete: true }, why);
  }
});

Deno.test("featuresOf() says that there may be more when something is not known", () => {
  const rows: readonly [why: string, sections: number[][], features: readonly Feature[]][] = [
    ["an instruction", [code(0xff)], []],
    ["an instruction behind known ones", [code(0xc0, 0xfc, 0x7f)], ["sign-extension"]],
    ["a form of type", [types([0x40])], []],
    ["a type", [types(functionType([0x01], []))], []],
    ["limits", [section(MEMORY, vector([[0x10, 1]]))], []],
    ["elements", [section(ELEMENT, vector([[8]]))], []],
    ["data", [section(DATA, vector([[3]]))], []],
    ["a body does not keep the next from being read", [
      section(CODE, vector([body([0xff]), body([0xc0])])),
    ], ["sign-extension"]],
    ["a section does not keep the next from being read", [
      types([0x40]),
      section(MEMORY, vector([[4, 1]])),
    ], ["memory64"]],
    ["a count beyond the end", [[TYPE, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]], []],
    ["types without end", [types([0x4e, 0xff, 0xff, 0xff, 0xff, 0x0f])], ["gc"]],
  ];
  for (const [why, sections, features] of rows) {
    assertEquals(featuresOf(module(...sections)), { features, complete: false }, why);
  }
});

Deno.test("featuresOf() answers for any bytes", () => {
  const sound = module(...ROWS.slice(1, 2).flatMap(([, sections]) => sections));
  for (let length = 0; length < sound.length; length++) featuresOf(sound.subarray(0, length));
  let state = 1;
  const chance = () => (state = state * 48_271 % 0x7fffffff);
  for (let round = 0; round < 3000; round++) {
    const changed = sound.slice();
    for (let i = chance() % 4; i >= 0; i--) changed[chance() % changed.length] = chance() & 0xff;
    const { features } = featuresOf(changed);
    assertEquals([...features].sort(), features);
  }
});

Deno.test("featuresOf() takes what the engine takes for complete", () => {
  for (const [why, sections] of ROWS) {
    const bytes = module(...sections) as Uint8Array<ArrayBuffer>;
    assert(!WebAssembly.validate(bytes) || featuresOf(bytes).complete, why);
  }
});
