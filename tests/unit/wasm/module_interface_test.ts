import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import {
  type FunctionType,
  type ModuleExport,
  type ModuleImport,
  type ModuleInterface,
  readInterface,
} from "../../../lib/wasm/module_interface.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  unsigned,
  vector,
} from "../../guests/modules/binary.ts";
import { guestFiles } from "../../guests/guest_files.ts";

const TYPE = 1;
const IMPORT = 2;
const FUNCTION = 3;
const TABLE = 4;
const MEMORY = 5;
const GLOBAL = 6;
const EXPORT = 7;
const CODE = 10;
const TAG = 13;

const [I32, I64, F32, F64, V128] = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b];
const [FUNCREF, EXTERNREF] = [0x70, 0x6f];
/** A nullable and a non-null reference to a heap type. */
const refNull = (heapType: number): number[] => [0x63, heapType];
const ref = (heapType: number): number[] => [0x64, heapType];
const [HEAP_FUNC, HEAP_EXTERN, HEAP_ANY, HEAP_I31] = [0x70, 0x6f, 0x6e, 0x6c];

const imported = (from: string, what: string, kind: number, of: number[]): number[] => [
  ...name(from),
  ...name(what),
  kind,
  ...of,
];
const exported = (what: string, kind: number, index: number): number[] => [
  ...name(what),
  kind,
  ...unsigned(index),
];

const func = (parameters: string[], results: string[]): FunctionType => ({ parameters, results });

/** A module, and what it should be read as. `type` and `memory` are left out where undefined. */
interface Row {
  readonly why: string;
  readonly sections: readonly number[][];
  readonly imports?: readonly ModuleImport[];
  readonly exports?: readonly ModuleExport[];
}

const NO_PARAMETERS = functionType([], []);
const EMPTY_BODY = body([]);

const ROWS: readonly Row[] = [
  { why: "nothing at all", sections: [] },
  {
    why: "sections that are empty",
    sections: [TYPE, IMPORT, EXPORT].map((id) => section(id, [0])),
  },
  {
    why: "custom sections anywhere, with bytes that mean nothing",
    sections: [
      section(0, [...name("a"), 0xff, 0xff]),
      section(TYPE, vector([NO_PARAMETERS])),
      section(0, name("é")),
      section(FUNCTION, vector([[0]])),
      section(0, name("")),
      section(EXPORT, vector([exported("f", 0, 0)])),
      section(0, [...name("producers"), 0xff]),
      section(CODE, vector([EMPTY_BODY])),
      section(0, name("name")),
    ],
    exports: [{ name: "f", kind: "function", type: func([], []) }],
  },
  {
    why: "every value type, and several results",
    sections: [
      section(
        TYPE,
        vector([functionType([I32, I64, F32, F64, V128, FUNCREF, EXTERNREF], [F64, I32])]),
      ),
      section(IMPORT, vector([imported("m", "f", 0, [0])])),
    ],
    imports: [{
      module: "m",
      name: "f",
      kind: "function",
      type: func(["i32", "i64", "f32", "f64", "v128", "funcref", "externref"], ["f64", "i32"]),
    }],
  },
  {
    why: "references to heap types, abstract and of an index in one byte and in two",
    sections: [
      section(
        TYPE,
        vector([
          [0x60, 3, ...refNull(HEAP_FUNC), ...ref(HEAP_EXTERN), I32, 1, ...refNull(HEAP_ANY)],
          [0x60, 2, ...ref(0), I64, 1, ...ref(HEAP_I31)],
          [0x60, 2, 0x63, 0x80, 0x00, I64, 0],
        ]),
      ),
      section(
        IMPORT,
        vector([0, 1, 2].map((type) => imported("m", `${type}`, 0, [type]))),
      ),
    ],
    imports: [
      func(["ref", "ref", "i32"], ["ref"]),
      func(["ref", "i64"], ["ref"]),
      func(["ref", "i64"], []),
    ].map((type, i) => ({ module: "m", name: `${i}`, kind: "function", type })),
  },
  {
    why: "structs, arrays and packed fields take an index each and are no function types",
    sections: [
      section(
        TYPE,
        vector([
          [0x5f, 0],
          [0x5f, 3, 0x78, 0, 0x77, 1, ...refNull(0), 1],
          [0x5e, I32, 1],
          [0x5e, 0x78, 0],
          [0x5e, ...ref(1), 0],
          functionType([I32], []),
        ]),
      ),
      section(IMPORT, vector([imported("m", "f", 0, [5])])),
    ],
    imports: [{ module: "m", name: "f", kind: "function", type: func(["i32"], []) }],
  },
  {
    why: "a recursion group is as many types as it has, also none",
    sections: [
      section(
        TYPE,
        vector([
          [0x4e, 0],
          [0x4e, ...vector([[0x5f, 1, ...refNull(1), 0], functionType([I64], [])])],
          functionType([F32], []),
        ]),
      ),
      section(
        IMPORT,
        vector([imported("m", "1", 0, [1]), imported("m", "2", 0, [2])]),
      ),
    ],
    imports: [
      { module: "m", name: "1", kind: "function", type: func(["i64"], []) },
      { module: "m", name: "2", kind: "function", type: func(["f32"], []) },
    ],
  },
  {
    why: "subtypes, open and final, with and without a supertype, in a group and outside",
    sections: [
      section(
        TYPE,
        vector([
          [0x50, 0, ...functionType([I32], [])],
          [0x50, 1, 0, ...functionType([I32], [])],
          [0x4f, 1, 1, ...functionType([I32], [])],
          [0x4f, 0, ...functionType([], [I64])],
          [0x4e, ...vector([[0x50, 0, 0x5f, 0], [0x4f, 1, 4, 0x5f, 1, I32, 0]])],
          functionType([F64], []),
        ]),
      ),
      section(
        IMPORT,
        vector([2, 3, 6].map((type) => imported("m", `${type}`, 0, [type]))),
      ),
    ],
    imports: [
      { module: "m", name: "2", kind: "function", type: func(["i32"], []) },
      { module: "m", name: "3", kind: "function", type: func([], ["i64"]) },
      { module: "m", name: "6", kind: "function", type: func(["f64"], []) },
    ],
  },
  {
    why: "imports of every kind, a tag among them, in any order",
    sections: [
      section(TYPE, vector([functionType([I32], []), NO_PARAMETERS])),
      section(
        IMPORT,
        vector([
          imported("m", "table", 1, [FUNCREF, 0, 1]),
          imported("m", "memory", 2, [1, 1, 2]),
          imported("m", "global", 3, [I32, 1]),
          imported("m", "tag", 4, [0, 0]),
          imported("m", "typed table", 1, [...refNull(1), 1, 0, 10]),
          imported("m", "typed global", 3, [...refNull(HEAP_EXTERN), 0]),
          imported("", "", 0, [1]),
        ]),
      ),
      section(EXPORT, vector([exported("t", 4, 0), exported("f", 0, 0)])),
    ],
    imports: [
      { module: "m", name: "table", kind: "table" },
      { module: "m", name: "memory", kind: "memory" },
      { module: "m", name: "global", kind: "global" },
      { module: "m", name: "tag", kind: "tag" },
      { module: "m", name: "typed table", kind: "table" },
      { module: "m", name: "typed global", kind: "global" },
      { module: "", name: "", kind: "function", type: func([], []) },
    ],
    exports: [
      { name: "t", kind: "tag" },
      { name: "f", kind: "function", type: func([], []) },
    ],
  },
  {
    why: "exports of every kind; an imported function comes before those of the module",
    sections: [
      section(
        TYPE,
        vector([functionType([I32], []), functionType([I64], []), functionType([F32], [])]),
      ),
      section(IMPORT, vector([imported("m", "f", 0, [1])])),
      section(FUNCTION, vector([[2], [0]])),
      section(TABLE, vector([[FUNCREF, 0, 0]])),
      section(MEMORY, vector([[0, 1]])),
      section(TAG, vector([[0, 0]])),
      section(GLOBAL, vector([[I32, 0, 0x41, 0, 0x0b]])),
      section(
        EXPORT,
        vector([
          exported("own", 0, 1),
          exported("imported", 0, 0),
          exported("other", 0, 2),
          exported("table", 1, 0),
          exported("memory", 2, 0),
          exported("global", 3, 0),
          exported("tag", 4, 0),
        ]),
      ),
      section(CODE, vector([EMPTY_BODY, EMPTY_BODY])),
    ],
    imports: [{ module: "m", name: "f", kind: "function", type: func(["i64"], []) }],
    exports: [
      { name: "own", kind: "function", type: func(["f32"], []) },
      { name: "imported", kind: "function", type: func(["i64"], []) },
      { name: "other", kind: "function", type: func(["i32"], []) },
      { name: "table", kind: "table" },
      { name: "memory", kind: "memory", memory: { shared: false, addresses: "i32" } },
      { name: "global", kind: "global" },
      { name: "tag", kind: "tag" },
    ],
  },
  {
    why: "several memories: with a maximum, shared, of 64 bits, and an imported one before them",
    sections: [
      section(IMPORT, vector([imported("m", "memory", 2, [0x03, 1, 2])])),
      section(
        MEMORY,
        vector([
          [0x00, 1],
          [0x01, 1, 0x80, 0x80, 0x04],
          [0x03, 1, 1],
          [0x04, 1],
          [0x05, 0, ...[0x80, 0x80, 0x04]],
        ]),
      ),
      section(
        EXPORT,
        vector([0, 1, 2, 3, 4, 5].map((index) => exported(`${index}`, 2, index))),
      ),
    ],
    imports: [{ module: "m", name: "memory", kind: "memory" }],
    exports: ([
      [true, "i32"],
      [false, "i32"],
      [false, "i32"],
      [true, "i32"],
      [false, "i64"],
      [false, "i64"],
    ] as const).map(([shared, addresses], index) => ({
      name: `${index}`,
      kind: "memory",
      memory: { shared, addresses },
    })),
  },
  {
    why: "numbers that are longer than they need be",
    sections: [
      [TYPE, 0x85, 0x80, 0x00, 0x81, 0x00, ...NO_PARAMETERS],
      section(FUNCTION, [0x81, 0x80, 0x00, 0x80, 0x00]),
      section(EXPORT, [0x81, 0x00, 0x81, 0x00, 0x66, 0, 0x80, 0x00]),
      section(CODE, vector([EMPTY_BODY])),
    ],
    exports: [{ name: "f", kind: "function", type: func([], []) }],
  },
  {
    why: "names of any text",
    sections: [
      section(MEMORY, vector([[0, 0]])),
      section(
        EXPORT,
        vector(
          ["", "\0", "é", "🙂", "a\nb", "\u202e", "\ufeff", "__proto__"].map((one) =>
            exported(one, 2, 0)
          ),
        ),
      ),
    ],
    exports: ["", "\0", "é", "🙂", "a\nb", "\u202e", "\ufeff", "__proto__"].map((one) => ({
      name: one,
      kind: "memory",
      memory: { shared: false, addresses: "i32" },
    })),
  },
];

/** An interface without the fields that are undefined. */
function plain({ imports, exports }: ModuleInterface): ModuleInterface {
  const defined = <T extends object>(one: T): T =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T;
  return { imports: imports.map(defined), exports: exports.map(defined) };
}

/** What is read, or "malformed". */
function read(bytes: Uint8Array): ModuleInterface | "malformed" {
  try {
    return readInterface(bytes);
  } catch (error) {
    if (error instanceof MalformedModule) return "malformed";
    throw error;
  }
}

Deno.test("readInterface() reads imports and exports with their types", () => {
  for (const { why, sections, imports = [], exports = [] } of ROWS) {
    assertEquals(plain(readInterface(module(...sections))), { imports, exports }, why);
  }
});

Deno.test("readInterface() agrees with the engine about modules that the engine accepts", () => {
  for (const { why, sections } of ROWS) {
    const bytes = module(...sections) as Uint8Array<ArrayBuffer>;
    assert(WebAssembly.validate(bytes), why);
    assertAgrees(bytes, why);
  }
});

Deno.test("readInterface() agrees with the engine about compiled programs", () => {
  const { modules } = guestFiles();
  for (const file of modules) {
    assertAgrees(Deno.readFileSync(new URL(`../../guests/${file}`, import.meta.url)), file);
  }
  assert(modules.length > 10, `only ${modules.length} programs were found`);
});

function assertAgrees(bytes: Uint8Array<ArrayBuffer>, why: string): void {
  const compiled = new WebAssembly.Module(bytes);
  const { imports, exports } = readInterface(bytes);
  assertEquals(
    imports.map(({ module, name, kind }) => ({ module, name, kind })),
    WebAssembly.Module.imports(compiled).map(({ module, name, kind }) => ({ module, name, kind })),
    why,
  );
  assertEquals(
    exports.map(({ name, kind }) => ({ name, kind })),
    WebAssembly.Module.exports(compiled).map(({ name, kind }) => ({ name, kind })),
    why,
  );
}

Deno.test("readInterface() reads nothing behind the exports", () => {
  const garbage = [0x42, 0xff, 0xff, 0xff, 0xff, 0xff];
  assertEquals(readInterface(module(section(EXPORT, [0]), garbage)), { imports: [], exports: [] });
  assertEquals(read(module(garbage)), "malformed");
});

Deno.test("readInterface() is undefined about an index that leads nowhere", () => {
  const { exports, imports } = readInterface(module(
    section(IMPORT, vector([imported("m", "f", 0, [7])])),
    section(EXPORT, vector([exported("f", 0, 9), exported("m", 2, 9), exported("i", 0, 0)])),
  ));
  assertEquals(exports.map(({ type, memory }) => type ?? memory), [
    undefined,
    undefined,
    undefined,
  ]);
  assertStrictEquals(imports[0]!.type, undefined);
});

Deno.test("readInterface() throws MalformedModule wherever a module is cut off within a section", () => {
  for (const { why, sections } of ROWS) {
    const whole = module(...sections);
    // Where a section ends, what came before is a module of its own.
    const ends = new Set<number>();
    let end = 8;
    let behindExports = Infinity;
    for (const one of sections) {
      ends.add(end);
      end += one.length;
      if (one[0] === EXPORT) behindExports = Math.min(behindExports, end);
    }
    for (let length = 8; length < whole.length; length++) {
      const found = read(whole.subarray(0, length));
      if (ends.has(length) || length >= behindExports) assert(found !== "malformed", why);
      else assertStrictEquals(found, "malformed", `${why}: cut off after ${length} bytes`);
    }
  }
});

Deno.test("readInterface() throws nothing but MalformedModule when a byte is changed", () => {
  for (const { sections } of ROWS) {
    const whole = module(...sections);
    for (let at = 8; at < whole.length; at++) {
      const right = whole[at]!;
      for (const wrong of [0, 1, 0x40, 0x60, 0x7f, 0x80, 0xff, right ^ 1, right ^ 0x80]) {
        whole[at] = wrong;
        read(whole);
      }
      whole[at] = right;
    }
  }
});

Deno.test("readInterface() throws MalformedModule when a section does not hold together", () => {
  const rows: readonly [sections: readonly number[][], why: string][] = [
    [[[TYPE, 5, 0]], "a section longer than the module"],
    [[[TYPE, 0xff, 0xff, 0xff, 0xff, 0x0f]], "a section of 4 GiB"],
    [[[TYPE, 0xff, 0xff, 0xff, 0xff, 0x1f]], "a size beyond 32 bits"],
    [[section(TYPE, [])], "a section without its count"],
    [[section(TYPE, [0xff, 0xff, 0xff, 0xff, 0x0f, ...NO_PARAMETERS])], "4 294 967 295 types"],
    [[section(TYPE, [1, 0x60, 0xff, 0xff, 0xff, 0xff, 0x0f])], "4 294 967 295 parameters"],
    [[section(TYPE, vector([[0x61]]))], "an unknown form of type"],
    [[section(TYPE, vector([[0x50, 0, 0x4e, 0]]))], "a group below a subtype"],
    [[section(IMPORT, vector([imported("m", "f", 5, [0])]))], "an unknown kind of import"],
    [[section(IMPORT, vector([imported("m", "f", 0xff, [0])]))], "another unknown kind"],
    [[section(IMPORT, [1, 1, 0xff, 0])], "a module name that is not UTF-8"],
    [[section(EXPORT, vector([[...name("f"), 5, 0]]))], "an unknown kind of export"],
    [[section(EXPORT, [1, 0x80])], "a name without its length"],
    [[section(MEMORY, vector([[0x01, 1]]))], "a maximum that is missing"],
    [[section(FUNCTION, [2, 0])], "one index of two"],
    // The count must not run on into the section behind it.
    [[section(FUNCTION, [1]), section(MEMORY, vector([[0, 1]]))], "an index in the next section"],
  ];
  for (const [sections, why] of rows) {
    assertStrictEquals(read(module(...sections)), "malformed", why);
  }
});
