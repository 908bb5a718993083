import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { capAllocations, OverCap } from "../../../lib/wasm/limits.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  unsigned,
  vector,
} from "../../guests/modules/binary.ts";
import { hex } from "../outcome.ts";

const [TYPE, IMPORT, FUNCTION, TABLE, MEMORY, EXPORT, CODE] = [1, 2, 3, 4, 5, 7, 10];
const [I32, FUNCREF, EXTERNREF] = [0x7f, 0x70, 0x6f];

/** Limits: flags, and numbers in LEB128. */
const limits = (flags: number, ...numbers: number[]): number[] => [
  flags,
  ...numbers.flatMap(unsigned),
];

const PAGE = 65_536;
const MIB = 2 ** 20;
/** What a table entry is counted as. */
const ENTRY = 32;

function bytesOf(...sections: number[][]): Uint8Array<ArrayBuffer> {
  return module(...sections) as Uint8Array<ArrayBuffer>;
}

/** What of a kind a module has, and what it has to become under a cap. */
interface Row {
  readonly why: string;
  readonly items: readonly number[][];
  /** In bytes. */
  readonly cap: number;
  readonly expected: readonly number[][];
}

const MEMORIES: readonly Row[] = [
  { why: "no maximum", items: [limits(0, 1)], cap: 4 * PAGE, expected: [limits(1, 1, 4)] },
  { why: "a maximum above", items: [limits(1, 1, 9)], cap: 4 * PAGE, expected: [limits(1, 1, 4)] },
  { why: "a maximum below", items: [limits(1, 1, 3)], cap: 4 * PAGE, expected: [limits(1, 1, 3)] },
  { why: "exactly the cap", items: [limits(0, 4)], cap: 4 * PAGE, expected: [limits(1, 4, 4)] },
  { why: "no page, and none to have", items: [limits(0, 0)], cap: 1, expected: [limits(1, 0, 0)] },
  {
    why: "a cap between two pages",
    items: [limits(0, 1)],
    cap: 4 * PAGE - 1,
    expected: [limits(1, 1, 3)],
  },
  {
    why: "a cap beyond what 32 bits address",
    items: [limits(0, 1), limits(1, 0, 65_536)],
    cap: 2 ** 40,
    expected: [limits(1, 1, 65_536), limits(1, 0, 65_536)],
  },
  {
    why: "64 bits, without a maximum and with one that no engine has",
    items: [limits(4, 1), limits(5, 1, 2 ** 31)],
    cap: 10 * PAGE,
    expected: [limits(5, 1, 5), limits(5, 1, 5)],
  },
  {
    why: "64 bits under a cap that means nothing: what V8 allows",
    items: [limits(5, 1, 2 ** 31)],
    cap: 2 ** 50,
    expected: [limits(5, 1, 2 ** 18)],
  },
  { why: "shared", items: [limits(3, 1, 99)], cap: 4 * PAGE, expected: [limits(3, 1, 4)] },
  {
    why: "several share what is left, and none gets what it does not want",
    items: [limits(0, 1), limits(1, 2, 3), limits(0, 0), limits(1, 0, 9)],
    cap: 13 * PAGE,
    expected: [limits(1, 1, 4), limits(1, 2, 3), limits(1, 0, 3), limits(1, 0, 3)],
  },
  {
    why: "what cannot be shared evenly is not lost, nor given twice",
    items: [limits(0, 0), limits(0, 0), limits(0, 0)],
    cap: 8 * PAGE,
    expected: [limits(1, 0, 2), limits(1, 0, 3), limits(1, 0, 3)],
  },
  {
    why: "a maximum below the minimum stays, for the engine to refuse",
    items: [limits(1, 3, 2), limits(0, 1)],
    cap: 10 * PAGE,
    expected: [limits(1, 3, 2), limits(1, 1, 7)],
  },
];

/** `ref.null func` as what a table begins with. */
const NULL_FUNCTION = [0xd0, FUNCREF, 0x0b];

const TABLES: readonly Row[] = [
  {
    why: "of functions and of other references",
    items: [[FUNCREF, ...limits(0, 1)], [EXTERNREF, ...limits(1, 0, 100)]],
    cap: 9 * ENTRY,
    expected: [[FUNCREF, ...limits(1, 1, 5)], [EXTERNREF, ...limits(1, 0, 4)]],
  },
  {
    why: "of a type of more than one byte",
    items: [[0x63, FUNCREF, ...limits(0, 1)], [0x64, 0x80, 0x00, ...limits(1, 1, 2)]],
    cap: 20 * ENTRY,
    expected: [[0x63, FUNCREF, ...limits(1, 1, 18)], [0x64, 0x80, 0x00, ...limits(1, 1, 2)]],
  },
  {
    why: "with something to begin with",
    items: [[0x40, 0, FUNCREF, ...limits(0, 1), ...NULL_FUNCTION]],
    cap: 9 * ENTRY,
    expected: [[0x40, 0, FUNCREF, ...limits(1, 1, 9), ...NULL_FUNCTION]],
  },
  {
    why: "under a cap that means nothing",
    items: [[FUNCREF, ...limits(0, 1)], [FUNCREF, ...limits(4, 1)]],
    cap: 2 ** 50,
    expected: [
      [FUNCREF, ...limits(1, 1, 2 ** 32 - 1)],
      [FUNCREF, ...limits(5, 1, 2 ** 32 - 1)],
    ],
  },
];

for (
  const [what, id, rows] of [["memories", MEMORY, MEMORIES], ["tables", TABLE, TABLES]] as const
) {
  Deno.test(`capAllocations() writes the maxima of ${what}, and nothing else`, () => {
    const custom = section(0, [...name("a"), 1, 2, 3]);
    for (const { why, items, cap, expected } of rows) {
      const got = capAllocations(bytesOf(custom, section(id, vector([...items])), custom), cap);
      const want = bytesOf(custom, section(id, vector([...expected])), custom);
      assertEquals(hex(got), hex(want), why);
    }
  });
}

Deno.test("capAllocations() leaves a module alone that defines nothing of the kind", () => {
  const imported = bytesOf(
    section(
      IMPORT,
      vector([
        [...name("m"), ...name("memory"), 2, ...limits(0, 60_000)],
        [...name("m"), ...name("table"), 1, FUNCREF, ...limits(0, 60_000)],
      ]),
    ),
  );
  assertStrictEquals(capAllocations(imported, PAGE), imported);
  const empty = bytesOf();
  assertStrictEquals(capAllocations(empty, PAGE), empty);
});

Deno.test("capAllocations() does not touch what it is given", () => {
  const given = bytesOf(section(MEMORY, vector([limits(1, 1, 9)])));
  const before = hex(given);
  capAllocations(given, 4 * PAGE);
  assertEquals(hex(given), before);
});

Deno.test("capAllocations() makes memory.grow and table.grow answer -1 at the cap", () => {
  const grow = (code: number[]) => body([0x20, 0, ...code]);
  const growTable = body([0xd0, FUNCREF, 0x20, 0, 0xfc, 0x0f, 0]);
  const bytes = bytesOf(
    section(TYPE, vector([functionType([I32], [I32])])),
    section(FUNCTION, vector([[0], [0], [0]])),
    section(TABLE, vector([[FUNCREF, ...limits(0, 1)]])),
    section(MEMORY, vector([limits(0, 1), limits(1, 1, 100)])),
    section(
      EXPORT,
      vector(["first", "second", "table"].map((one, i) => [...name(one), 0, i])),
    ),
    section(CODE, vector([grow([0x40, 0]), grow([0x40, 1]), growTable])),
  );
  const cap = 10 * PAGE;
  const calls = new WebAssembly.Instance(new WebAssembly.Module(capAllocations(bytes, cap)))
    .exports as Record<string, (by: number) => number>;
  assertEquals(
    [calls.first!(5), calls.first!(4), calls.first!(1), calls.second!(4), calls.second!(1)],
    [-1, 1, -1, 1, -1],
  );
  const entries = cap / ENTRY;
  assertEquals(
    [calls.table!(entries), calls.table!(entries - 1), calls.table!(1)],
    [-1, 1, -1],
  );
});

Deno.test("capAllocations() refuses what begins with more, and says how much that is", () => {
  const rows: readonly [of: string, needed: bigint, sections: number[][]][] = [
    ["memory", 5n * 65_536n, [section(MEMORY, vector([limits(0, 5)]))]],
    ["memory", 5n * 65_536n, [section(MEMORY, vector([limits(0, 4), limits(1, 1, 1)]))]],
    ["memory", 2n ** 32n, [section(MEMORY, vector([limits(0, 65_536)]))]],
    ["memory", 2n ** 80n - 2n ** 16n, [
      section(MEMORY, vector([[4, ...Array(9).fill(0xff), 0x01]])),
    ]],
    ["tables", 320_000_000n, [section(TABLE, vector([[FUNCREF, ...limits(0, 10_000_000)]]))]],
    ["tables", 320_000_000n, [
      section(TABLE, vector(Array(1000).fill([FUNCREF, ...limits(0, 10_000)]))),
    ]],
  ];
  for (const [of, needed, sections] of rows) {
    const error = assertThrows(() => capAllocations(bytesOf(...sections), 4 * PAGE), OverCap);
    assertEquals([error.of, error.needed], [of, needed]);
  }
});

Deno.test("capAllocations() refuses what it cannot read, rather than let it pass", () => {
  const rows: readonly [why: string, bytes: Uint8Array<ArrayBuffer>][] = [
    ["cut off in a section", bytesOf([MEMORY, 3, 1, 0])],
    ["cut off in the limits", bytesOf(section(MEMORY, [1, 1, 1]))],
    ["bytes behind the memories", bytesOf(section(MEMORY, [...vector([limits(0, 1)]), 0]))],
    ["flags that are not known", bytesOf(section(MEMORY, vector([[8, 1]])))],
    [
      "a number that is too large",
      bytesOf(section(MEMORY, vector([[0, ...Array(10).fill(0xff)]]))),
    ],
    [
      "another expression than a constant one",
      bytesOf(
        section(TABLE, vector([[0x40, 0, FUNCREF, ...limits(0, 1), 0x10, 0, 0x0b]])),
      ),
    ],
  ];
  for (const [why, bytes] of rows) {
    assertThrows(() => capAllocations(bytes, MIB), MalformedModule, undefined, why);
  }
});

Deno.test("capAllocations() refuses so many memories that they would fill the memory of Sluice itself", () => {
  const bytes = bytesOf(section(MEMORY, unsigned(100_001)));
  assertThrows(() => capAllocations(bytes, MIB), MalformedModule, "too many");
});

Deno.test("capAllocations() reads every number as the engine does, however long it is written", () => {
  const padded = section(MEMORY, [0x81, 0x00, 0x01, 0x81, 0x80, 0x00, 0xff, 0xff, 0x00]);
  const capped = capAllocations(bytesOf([MEMORY, 0x89, 0x80, 0x00, ...padded.slice(2)]), 4 * PAGE);
  assertEquals(hex(capped), hex(bytesOf(section(MEMORY, vector([limits(1, 1, 4)])))));
});

Deno.test("capAllocations() leaves compiled programs what they were", () => {
  for (const url of ["process/exit.wasm", "programs/list_rust.wasm", "programs/list_c.wasm"]) {
    const bytes = Deno.readFileSync(new URL(`../../guests/${url}`, import.meta.url));
    const capped = new WebAssembly.Module(capAllocations(bytes, 64 * MIB));
    const plain = new WebAssembly.Module(bytes);
    assertEquals(WebAssembly.Module.exports(capped), WebAssembly.Module.exports(plain));
    assertEquals(WebAssembly.Module.imports(capped), WebAssembly.Module.imports(plain));
  }
});
