/**
 * Guests that would never end, or use up the machine, under a limit.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import {
  body,
  functionType,
  module,
  name,
  section,
  unsigned,
  vector,
} from "../guests/modules/binary.ts";
import { slowToCompile } from "../guests/modules/slow_to_compile.ts";
import { attack } from "./attack.ts";
import { sluice } from "./command.ts";

const [TYPE, FUNCTION, TABLE, MEMORY, TAG, GLOBAL] = [1, 3, 4, 5, 13, 6];
const [EXPORT, START, CODE, DATA] = [7, 8, 10, 11];
const [I32, V128, FUNCREF, EXNREF] = [0x7f, 0x7b, 0x70, 0x69];
const [EMPTY, END, DROP] = [0x40, 0x0b, 0x1a];

/** `code` again and again. */
const forever = (...code: number[]) => [0x03, EMPTY, ...code, 0x0c, 0, END];
const SPIN = forever();

/** Sections by their number. */
type Sections = Readonly<Record<number, number[]>>;

/** A command: `_start` has this code; further sections, or others in place of its own, as given. */
function command(code: number[], sections: Sections = {}): Uint8Array<ArrayBuffer> {
  const all: Sections = {
    [TYPE]: vector([functionType([], [])]),
    [FUNCTION]: vector([[0]]),
    [MEMORY]: vector([[0, 1]]),
    [EXPORT]: vector([[...name("memory"), 2, 0], [...name("_start"), 0, 0]]),
    [CODE]: vector([body(code)]),
    ...sections,
  };
  const order = [TYPE, FUNCTION, TABLE, MEMORY, TAG, GLOBAL, EXPORT, START, CODE, DATA];
  return module(
    ...order.flatMap((id) => all[id] === undefined ? [] : [section(id, all[id])]),
  ) as Uint8Array<ArrayBuffer>;
}

/** How a module ends that comes from standard input. */
async function run(options: readonly string[], bytes: Uint8Array<ArrayBuffer>, ...args: string[]) {
  const { status, stdout, stderr } = await sluice([...options, "-", ...args], { stdin: bytes });
  return { status, stdout, stderr };
}

/** Modules that are ended by their timeout. */
async function endless(guests: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<void> {
  for (const [what, bytes] of Object.entries(guests)) {
    const { status, stdout, stderr } = await run(["--timeout", "200ms"], bytes);
    assertEquals([status, stdout, stderr], [
      124,
      "",
      "error: the guest ran longer than 200ms\n",
    ], what);
  }
}

/** Modules that are refused or end, and what is said of them. */
async function refused(
  options: readonly string[],
  guests: readonly (readonly [what: string, bytes: Uint8Array<ArrayBuffer>, error: RegExp])[],
): Promise<void> {
  for (const [what, bytes, error] of guests) {
    const { status, stderr } = await run(options, bytes);
    assertEquals(status, 126, `${what}: ${stderr}`);
    assertMatch(stderr, error, what);
  }
}

attack("W12", () =>
  endless({
    "a loop": command(SPIN),
    "a loop that catches everything": command(
      forever(0x06, EMPTY, ...SPIN, 0x19, END),
    ),
    "the same in the final form": command(
      forever(0x02, EMPTY, 0x1f, EMPTY, 1, 0x02, 0, ...SPIN, END, END),
    ),
    "a loop of calls": command(forever(0x10, 1), {
      [FUNCTION]: vector([[0], [0]]),
      [CODE]: vector([body(forever(0x10, 1)), body([])]),
    }),
  }));

attack("W13", () =>
  endless({
    "in the start section": command([], {
      [FUNCTION]: vector([[0], [0]]),
      [START]: [1],
      [CODE]: vector([body([]), body(SPIN)]),
    }),
    // (memory.fill 0 0 67108863)
    "in memory.fill": command(
      forever(0x41, 0, 0x41, 0, 0x41, 0xff, 0xff, 0xff, 0x1f, 0xfc, 0x0b, 0),
      { [MEMORY]: vector([[0, ...unsigned(1024)]]) },
    ),
    "in memory.grow": command(
      forever(0x41, 1, 0x40, 0, DROP),
    ),
    "in the compiler": slowToCompile(50_000),
  }));

/** Exports `grow`, of its memory, and `grow_table`. */
const growing = command([], {
  [TYPE]: vector([functionType([I32], [I32])]),
  [FUNCTION]: vector([[0], [0]]),
  [TABLE]: vector([[FUNCREF, 0, 0]]),
  [EXPORT]: vector([[...name("grow"), 0, 0], [...name("grow_table"), 0, 1]]),
  [CODE]: vector([body([0x20, 0, 0x40, 0]), body([0xd0, FUNCREF, 0x20, 0, 0xfc, 0x0f, 0])]),
});

attack("W14", async () => {
  const rows: readonly (readonly [pages: string, answer: string])[] = [
    ["65535", "-1\n"],
    ["1024", "-1\n"],
    ["1023", "1\n"],
  ];
  for (const [pages, answer] of rows) {
    const { stdout } = await run(["--max-memory=64MiB", "--invoke=grow"], growing, pages);
    assertEquals(stdout, answer, pages);
  }
});

attack("W15", async () => {
  const limits = ["--max-memory=64MiB", "--timeout=10s"];
  const many = (count: number, one: number[]) => [
    ...unsigned(count),
    ...Array(count).fill(one).flat(),
  ];
  await refused(limits, [
    [
      "a minimum of 4 GiB",
      command([], { [MEMORY]: vector([[0, ...unsigned(65_536)]]) }),
      /begins with 4GiB of memory/,
    ],
    [
      "a thousand memories",
      command([], { [MEMORY]: many(1000, [0, 2]) }),
      /begins with 125MiB of memory/,
    ],
    [
      "a memory of 2^48 pages",
      command([], { [MEMORY]: vector([[4, ...[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]]]) }),
      /begins with .* of memory/,
    ],
    [
      "a table of 10^7",
      command([], { [TABLE]: vector([[FUNCREF, 0, ...unsigned(10_000_000)]]) }),
      /begins with .* of tables/,
    ],
    [
      "a thousand tables of 10^4",
      command([], { [TABLE]: many(1000, [FUNCREF, 0, ...unsigned(10_000)]) }),
      /begins with .* of tables/,
    ],
    [
      "10^6 functions too many",
      command([], {
        [FUNCTION]: many(1_000_001, [0]),
        [CODE]: many(1_000_001, body([])),
      }),
      /not a valid WebAssembly module/,
    ],
    [
      "10^6 locals",
      command([], { [CODE]: vector([[...unsigned(6), 1, ...unsigned(1_000_000), I32, END]]) }),
      /not a valid WebAssembly module/,
    ],
    [
      "a function of 8 MB",
      command(Array(8_000_000).fill(0x01)),
      /not a valid WebAssembly module/,
    ],
    [
      "a segment of 1 GB that is not there",
      command([], { [DATA]: vector([[0, 0x41, 0, END, ...unsigned(1_000_000_000), 0]]) }),
      /not a valid WebAssembly module/,
    ],
  ]);
});

attack("X17", async () => {
  const tag = (...parameters: number[]): Sections => ({
    [TYPE]: vector([functionType([], []), functionType(parameters, [])]),
    [TAG]: vector([[0, 1]]),
  });
  await refused(["--max-memory=64MiB"], [
    ["a struct", command([], { [TYPE]: vector([functionType([], []), [0x5f, 0]]) }), /collector/],
    [
      "an array",
      command([], { [TYPE]: vector([functionType([], []), [0x5e, I32, 1]]) }),
      /collector/,
    ],
    ["exceptions that carry exceptions", command([], tag(EXNREF)), /exceptions/],
    ["exceptions of a kilobyte", command([], tag(...Array(17).fill(V128))), /exceptions/],
    ["a table of exceptions", command([], { [TABLE]: vector([[EXNREF, 0, 1]]) }), /exceptions/],
    [
      "a global of exceptions",
      command([], { [GLOBAL]: vector([[EXNREF, 1, 0xd0, EXNREF, END]]) }),
      /exceptions/,
    ],
  ]);
  const entries = (64 << 20) / 32;
  for (const [more, answer] of [[entries + 1, "-1\n"], [entries, "0\n"]] as const) {
    const words = ["--max-memory=64MiB", "--invoke=grow_table"];
    const { stdout } = await run(words, growing, `${more}`);
    assertEquals(stdout, answer, `${more}`);
  }
  // What is thrown and forgotten is collected.
  const throwing = forever(
    ...[0x02, EMPTY, 0x1f, EMPTY, 1, 0x02, 0, 0x41, 1, 0x08, 0, END, END],
  );
  const { status, stderr } = await run(
    ["--max-memory=64MiB", "--timeout=500ms"],
    command(throwing, tag(I32)),
  );
  assertEquals(status, 124, stderr);
});
