/**
 * `--timeout`, `--max-memory` and `--max-handles`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
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
import { assertRefusal, type Row, testRows } from "./rows.ts";
import { pathChecked, quoted, shell, sluice, start } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

const [TYPE, FUNCTION, TABLE, MEMORY, EXPORT, CODE] = [1, 3, 4, 5, 7, 10];
const [I32, FUNCREF] = [0x7f, 0x70];

/** A module with `grow` and `grow_table`, its memory and its table of these limits. */
function growing(memory: readonly number[], table: readonly number[]): Uint8Array {
  return module(
    section(TYPE, vector([functionType([I32], [I32])])),
    section(FUNCTION, vector([[0], [0]])),
    section(TABLE, vector([[FUNCREF, ...table]])),
    section(MEMORY, vector([[...memory]])),
    section(EXPORT, vector([[...name("grow"), 0, 0], [...name("grow_table"), 0, 1]])),
    section(
      CODE,
      vector([body([0x20, 0, 0x40, 0]), body([0xd0, FUNCREF, 0x20, 0, 0xfc, 0x0f, 0])]),
    ),
  );
}

function prepare(place: Workspace): void {
  place.write("grows.wasm", growing([0, 1], [0, 1]));
  place.write("large.wasm", growing([0, ...unsigned(1024)], [0, 1]));
  place.write("long.wasm", growing([0, 1], [0, ...unsigned(10_000_000)]));
  place.write("struct.wasm", module(section(TYPE, vector([[0x5f, 0]]))));
}

/** A row in which the value of an option is refused. */
function refuses(words: readonly string[], error: RegExp, hint?: RegExp | null): Row {
  const row = { name: words.join(" "), words: [...words, "exit.wasm", "0"], status: 2, error };
  return hint === undefined ? row : { ...row, hint };
}

testRows("a limit that is none ends with 2, and nothing is run", [
  refuses(["--timeout", "5"], /^--timeout 5 is not a duration$/, /^--timeout 5s$/),
  refuses(["--timeout", "soon"], /^--timeout soon is not a duration$/, /^--timeout 500ms/),
  refuses(["--timeout=0s"], /^--timeout 0s is no time/, null),
  refuses(["--timeout", "2s", "--timeout", "3s"], /--timeout\b.* 2 times/),
  refuses(["--max-memory", "64"], /^--max-memory 64 is not a size$/, /^--max-memory 64MiB/),
  refuses(["--max-memory", "64MB"], /^--max-memory 64MB is not a size$/, /^--max-memory 64MiB$/),
  refuses(["--max-memory=0B"], /^--max-memory 0B is nothing$/, null),
  refuses(["--max-memory=1B", "--max-memory=1B"], /--max-memory\b.* 2 times/),
  refuses(["--max-handles", "few"], /^--max-handles few is not a number/, null),
  refuses(["--max-handles=0"], /^--max-handles 0 is not a number/, null),
  refuses(["--max-handles", "9", "--max-handles", "9"], /--max-handles\b.* 2 times/),
  refuses(["--max-handles", "2"], /the 2 handles/, /^--max-handles 3$/),
  refuses(
    ["--max-handles", "4", "--dir", "data", "--dir", "link"],
    /the 4 handles/,
    /^--max-handles 5$/,
  ),
], { once: true });

/** So long that a guest has come to print what it is asked for, on a busy machine, too. */
const MESSAGE = /^the guest ran longer than 1s$/;

testRows("--timeout ends a guest with 124 and says so, and what it wrote before stays", [
  {
    name: "a loop without a call",
    words: ["--timeout", "1s", "spin.wasm"],
    status: 124,
    stdout: "ready\n",
    error: MESSAGE,
    hint: null,
  },
  {
    name: "a sleep",
    words: ["--timeout", "1s", "sleep.wasm"],
    status: 124,
    stdout: "ready\n",
    error: MESSAGE,
  },
  {
    name: "in another unit",
    words: ["run", "--timeout", "1000ms", "spin.wasm"],
    status: 124,
    stdout: "ready\n",
    error: MESSAGE,
  },
]);

testRows("--timeout is not noticed by a guest that ends in time", [
  { name: "status 3", words: ["--timeout", "1m", "exit.wasm", "3"], status: 3, stdout: "before\n" },
  {
    name: "status 124 of its own",
    words: ["--timeout", "1m", "exit.wasm", "124"],
    status: 124,
    stdout: "before\n",
  },
  { name: "a copy", words: ["--timeout", "1h", "cat.wasm"], stdin: "input", stdout: "input" },
  {
    name: "a module from standard input",
    words: ["--timeout", "1m", "-", "a"],
    stdin: Deno.readFileSync(new URL("../guests/process/arguments.wasm", import.meta.url)),
    stdout: "arg[-]\narg[a]\n",
  },
  {
    name: "a trap",
    words: ["--timeout", "1m", "trap.wasm", "divide"],
    status: 134,
    error: /trapped/,
  },
  {
    name: "a module that is not there",
    words: ["--timeout", "1m", "missing.wasm"],
    status: 127,
    error: /^missing\.wasm is not there$/,
  },
  {
    name: "an export with a result",
    words: ["--timeout", "1m", "--invoke", "grow", "grows.wasm", "2"],
    stdout: "1\n",
  },
], { prepare });

/** As much as the end may come after the deadline, in milliseconds. */
const SLACK = 50;

/** The best of so many counts, since the machine may be busy with something else. */
const ATTEMPTS = 5;

Deno.test(`--timeout ends a guest within ${SLACK} ms of its time, and not before`, async () => {
  using place = workspace();
  const timeout = 400;
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best > SLACK; attempt++) {
    const before = performance.now();
    const child = start(["--timeout", `${timeout}ms`, "spin.wasm"], { cwd: place.path });
    const reader = child.stdout.getReader();
    await reader.read();
    // The clock was started somewhere between the two.
    const ready = performance.now();
    const { code } = await child.status;
    const end = performance.now();
    assertRefusal(await new Response(child.stderr).text(), /^the guest ran longer than 400ms$/);
    await Promise.all([reader.cancel(), child.stdin.abort().catch(() => {})]);
    assertEquals(code, 124);
    assert(end - before >= timeout, `${end - before} ms`);
    best = Math.min(best, end - ready - timeout);
  }
  assert(best <= SLACK, `${best} ms late`);
});

/** What waits in a call of the system, or computes in the engine, until somebody ends it. */
const WAITS: readonly (readonly [waitsFor: string, words: readonly string[]])[] = [
  ["input", ["cat.wasm"]],
  ["room in a pipe", ["--stdin", "file:endless", "cat.wasm"]],
  ["a stream to open", ["--stdin", "file:fifo", "cat.wasm"]],
  ["a module to read", ["fifo"]],
  ["a module from standard input", ["-"]],
  ["the compiler", ["slow.wasm"]],
];

for (const [waitsFor, words] of WAITS) {
  Deno.test(`--timeout ends what waits for ${waitsFor}`, async () => {
    using place = workspace();
    if (words.includes("slow.wasm")) place.write("slow.wasm", slowToCompile(50_000));
    if (words.includes("file:endless")) place.write("endless", new Uint8Array(1 << 20));
    if (words.some((word) => word.endsWith("fifo"))) {
      await new Deno.Command("mkfifo", { args: [`${place.path}/fifo`] }).output();
    }
    const child = start(["--timeout", "100ms", ...words], { cwd: place.path });
    // Nothing is written to standard input, and nothing read from standard output.
    const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
    await Promise.all([child.stdout.cancel(), child.stdin.abort().catch(() => {})]);
    assertRefusal(stderr, /^the guest ran longer than 100ms$/);
    assertEquals(code, 124);
  });
}

Deno.test("--timeout ends a guest also where nobody reads what is said of it", async () => {
  using place = workspace();
  place.write("endless", new Uint8Array(1 << 20));
  const words = ["--timeout", "100ms", "--stdin", "file:endless", "cat.wasm"];
  const { stdout, stderr } = await shell(
    `mkfifo full; (sleep 20 & echo $! > sleeper; wait) < full &
    sluice ${words.map(quoted).join(" ")} > full 2>&1; echo $?; kill $(cat sleeper)`,
    { cwd: place.path },
  );
  assertEquals([stdout, stderr], ["124\n", ""]);
});

Deno.test("--timeout leaves a status also where the command comes to no guest", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    "echo {} | sluice --timeout 10s --grants /dev/stdin exit.wasm 3; echo $?",
    { cwd: place.path },
  );
  // Without FFI the guest has a thread that reads its options anew, and the pipe has nothing more.
  assertEquals(stdout, pathChecked ? "2\n" : "before\n3\n");
  if (pathChecked) assertRefusal(stderr, /^\/dev\/stdin/);
});

Deno.test("--timeout ends a guest also where standard error cannot be written", async () => {
  using place = workspace();
  for (const redirection of ["2>&-", "2</dev/null", "2>/dev/full"]) {
    const { stdout } = await shell(`sluice --timeout 1s spin.wasm ${redirection}; echo $?`, {
      cwd: place.path,
    });
    assertEquals(stdout, "ready\n124\n", redirection);
  }
});

testRows("--max-memory bounds what a guest grows to, and what it begins with", [
  ...([
    ["--max-memory 64MiB", "1023", "1"],
    ["--max-memory 64MiB", "1024", "-1"],
    ["--max-memory 64MiB", "65535", "-1"],
    ["--max-memory 1MiB", "15", "1"],
    ["--max-memory 1MiB", "16", "-1"],
    ["--max-memory 65535KiB", "1023", "-1"],
    ["--timeout 1m", "2000", "1"],
  ] as const).map(([options, pages, answer]): Row => ({
    name: `${options}: ${pages} pages more`,
    words: [...options.split(" "), "--invoke", "grow", "grows.wasm", pages],
    stdout: `${answer}\n`,
  })),
  ...([["32767", "1"], ["32768", "-1"], ["9999999", "-1"]] as const).map(
    ([entries, answer]): Row => ({
      name: `--max-memory 1MiB: ${entries} table entries more`,
      words: ["--max-memory", "1MiB", "--invoke", "grow_table", "grows.wasm", entries],
      stdout: `${answer}\n`,
    }),
  ),
  {
    name: "as much as it begins with",
    words: ["--max-memory", "64MiB", "--invoke", "grow", "large.wasm", "0"],
    stdout: "1024\n",
  },
  {
    name: "less than it begins with",
    words: ["--max-memory", "65535KiB", "--invoke", "grow", "large.wasm", "0"],
    status: 126,
    error: /^large\.wasm begins with 64MiB of memory, and --max-memory allows 65535KiB$/,
    hint: /^--max-memory 64MiB$/,
  },
  {
    name: "less than its table begins with",
    words: ["--max-memory", "64MiB", "--invoke", "grow", "long.wasm", "0"],
    status: 126,
    error: /^long\.wasm begins with 312500KiB of tables, and --max-memory allows 64MiB$/,
    hint: /^--max-memory 312500KiB$/,
  },
  {
    name: "types of the garbage collector",
    words: ["--max-memory", "64MiB", "struct.wasm"],
    status: 126,
    error: /^struct\.wasm has types of the garbage collector, which --max-memory cannot bound$/,
    hint: /without --max-memory/,
  },
  {
    name: "a module that breaks off",
    words: ["--max-memory", "64MiB", "cut.wasm"],
    status: 126,
    error: /^cut\.wasm is not a valid WebAssembly module: /,
  },
  {
    name: "a module from standard input",
    words: ["--max-memory", "1MiB", "--invoke", "grow", "-", "16"],
    stdin: growing([0, 1], [0, 1]) as Uint8Array<ArrayBuffer>,
    stdout: "-1\n",
  },
], {
  prepare(place) {
    prepare(place);
    place.write("cut.wasm", growing([0, 1], [0, 1]).subarray(0, 30));
  },
});

/** A script for `calls.wasm` that opens a file so often, and what it answers. */
const OPENS = 12;

Deno.test("--max-handles bounds the handles that a guest has at once", async () => {
  using place = workspace();
  const calls = new URL("../sandbox/guests/calls.wasm", import.meta.url);
  Deno.copyFileSync(calls, `${place.path}/calls.wasm`);
  const open = "path_open 3 1 =66696c65 0 2 0 0 >4:f";
  const rows: readonly (readonly [options: readonly string[], opened: number])[] = [
    [["--max-handles", "4"], 0],
    [["--max-handles", "9"], 5],
    [["--max-handles", `${OPENS + 4}`], OPENS],
    [[], OPENS],
  ];
  for (const [options, opened] of rows) {
    const { stdout, stderr } = await sluice(
      [...options, "--dir", ".", "calls.wasm", ...Array(OPENS).fill(open)],
      { cwd: place.path },
    );
    const errnos = stdout.trim().split("\n").map((line) => line.split(" ")[1]);
    const expected = Array.from({ length: OPENS }, (_, i) => i < opened ? "0" : "33");
    assertEquals(errnos, expected, `${options} ${stderr}`);
  }
});

testRows("--explain shows the limits", [
  {
    name: "none",
    words: ["--explain"],
    stdout: /^limits: time unlimited, memory unlimited, handles 1024$/m,
  },
  {
    name: "all",
    words: ["--explain", "--timeout=90s", "--max-memory=0.5GiB", "--max-handles=64"],
    stdout: /^limits: time 90s, memory 512MiB, handles 64$/m,
  },
]);

testRows("--timeout without the permission for FFI needs one to read Sluice itself", [
  {
    name: "everything may be read",
    words: ["--timeout", "1s", "spin.wasm"],
    permissions: ["--allow-read", "--no-prompt"],
    status: 124,
    stdout: "ready\n",
    error: MESSAGE,
  },
  {
    name: "only the module may be read",
    words: ["--timeout", "1s", "spin.wasm"],
    permissions: ["--allow-read=spin.wasm", "--no-prompt"],
    status: 2,
    error: /^--timeout wants a permission/,
    hint: /--allow-ffi.*--allow-read/,
  },
  {
    name: "FFI is enough",
    words: ["--timeout", "1s", "spin.wasm"],
    permissions: ["--allow-read=spin.wasm", "--allow-ffi", "--no-prompt"],
    status: 124,
    stdout: "ready\n",
    error: MESSAGE,
  },
], { once: true, ignored: Deno.build.os === "linux" ? undefined : "only Linux has that back end" });
