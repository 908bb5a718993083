import { assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import type { ExternalType } from "../../../lib/wasm/external_type.ts";
import { readExternals } from "../../../lib/wasm/externals.ts";
import { functionType, module, name, section, vector } from "../../guests/modules/binary.ts";

const [TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, TAG] = [1, 2, 3, 4, 5, 6, 7, 13];
const [I32, I64, FUNCREF, EXTERNREF] = [0x7f, 0x7e, 0x70, 0x6f];

const imported = (what: string, ...of: number[]): number[] => [...name("m"), ...name(what), ...of];
const exported = (
  what: string,
  kind: number,
  index: number,
): number[] => [...name(what), kind, index];

const TYPES = section(TYPE, vector([functionType([I32], [I64]), [0x5e, I32, 0]]));
const UNARY = { parameters: ["i32"], results: ["i64"] };

const extent = { minimum: 1n, maximum: undefined, shared: false, addresses: "i32" } as const;

/** An import by its bytes, and what it is read as. */
const IMPORTS: readonly (readonly [bytes: number[], type: ExternalType])[] = [
  [[0, 0], { kind: "function", type: UNARY }],
  [[0, 1], { kind: "function", type: undefined }],
  [[1, FUNCREF, 0, 1], { kind: "table", element: "funcref", ...extent }],
  [[1, 0x63, 0x6e, 0, 1], { kind: "table", element: "ref", ...extent }],
  [[2, 0, 1], { kind: "memory", ...extent }],
  [[2, 1, 1, 2], { kind: "memory", ...extent, maximum: 2n }],
  [[2, 3, 1, 2], { kind: "memory", ...extent, maximum: 2n, shared: true }],
  [[2, 4, 1], { kind: "memory", ...extent, addresses: "i64" }],
  [[3, I64, 0], { kind: "global", type: "i64", mutable: false }],
  [[3, EXTERNREF, 1], { kind: "global", type: "externref", mutable: true }],
  [[4, 0, 0], { kind: "tag", type: UNARY }],
];

Deno.test("readExternals() reads the types of imports", () => {
  const rows = IMPORTS.map(([bytes], at) => imported(`i${at}`, ...bytes));
  const { imports } = readExternals(module(TYPES, section(IMPORT, vector(rows))));
  const expected = IMPORTS.map(([, type], at) => ({ module: "m", name: `i${at}`, type }));
  assertEquals(imports, expected);
});

Deno.test("readExternals() reads the types of what is imported or defined, and exported", () => {
  const { exports } = readExternals(module(
    TYPES,
    section(IMPORT, vector([imported("f", 0, 0), imported("g", 3, I32, 0)])),
    section(FUNCTION, [1, 0]),
    section(TABLE, vector([[EXTERNREF, 0, 1], [0x40, 0, 0x63, 0x70, 0, 1, 0xd0, 0x70, 0x0b]])),
    section(MEMORY, vector([[0, 1]])),
    section(TAG, vector([[0, 0]])),
    section(GLOBAL, vector([[I64, 1, 0x42, 5, 0x0b]])),
    section(
      EXPORT,
      vector([
        exported("f0", 0, 0),
        exported("f1", 0, 1),
        exported("t0", 1, 0),
        exported("t1", 1, 1),
        exported("m0", 2, 0),
        exported("g0", 3, 0),
        exported("g1", 3, 1),
        exported("e0", 4, 0),
      ]),
    ),
  ));
  assertEquals(Object.fromEntries(exports), {
    f0: { kind: "function", type: UNARY },
    f1: { kind: "function", type: UNARY },
    t0: { kind: "table", element: "externref", ...extent },
    t1: { kind: "table", element: "ref", ...extent },
    m0: { kind: "memory", ...extent },
    g0: { kind: "global", type: "i32", mutable: false },
    g1: { kind: "global", type: "i64", mutable: true },
    e0: { kind: "tag", type: UNARY },
  });
});

const REFUSED: readonly (readonly [why: string, bytes: Uint8Array])[] = [
  ["a type that is not there", module(TYPES, section(IMPORT, vector([imported("f", 0, 2)])))],
  ["an export of nothing", module(section(EXPORT, vector([exported("f", 0, 0)])))],
  ["an unknown kind", module(section(IMPORT, vector([imported("f", 5)])))],
  ["an unknown type", module(section(IMPORT, vector([imported("g", 3, 0x40, 0)])))],
  ["an unknown mutability", module(section(IMPORT, vector([imported("g", 3, I32, 2)])))],
  ["unknown limits", module(section(IMPORT, vector([imported("m", 2, 8, 1)])))],
  ["an unknown tag", module(TYPES, section(IMPORT, vector([imported("e", 4, 1, 0)])))],
  ["more than the engine takes", module(section(FUNCTION, [0xff, 0xff, 0xff, 0x7f]))],
  ["an end too early", module(section(IMPORT, [2, ...imported("m", 2, 0, 1)]))],
];

Deno.test("readExternals() refuses what does not hold together", () => {
  for (const [why, bytes] of REFUSED) {
    assertThrows(() => readExternals(bytes), MalformedModule, undefined, why);
  }
});
