/**
 * Modules of unusual shape: reactors, an older WASI, and what must not be run at all.
 *
 * @module
 */
import type { Row } from "../row.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** The first bytes of a module that is there. */
function cutOff(guest: string, length: number): Row {
  const bytes = Deno.readFileSync(new URL(`../${guest}.wasm`, import.meta.url));
  return {
    guest: bytes.subarray(0, length),
    name: `cut off after ${length} bytes`,
    expected: { refused: 126 },
  };
}

function refused(guest: string, message: RegExp): Row[] {
  return [
    { guest, expected: { refused: 126, message } },
    { guest, by: "command", expected: { refused: 126, message } },
  ];
}

function invoked(name: string, args: string[], stdout: string): Row {
  return {
    guest: "modules/reactor",
    name,
    by: "command",
    options: ["--invoke", name],
    args,
    expected: { stdout },
  };
}

/** The rows. */
export const rows: Row[] = [
  { guest: "modules/pure", expected: { stdout: "" } },
  {
    guest: "modules/wasi_unstable",
    tree: { "in/file": "0123456789", "in/second": { sameAs: "in/file" }, "in/dir/": "" },
    dirs: [["in", "/in", "rw"]],
  },
  { guest: "modules/start_section", expected: { stdout: "from the start section\nok\n" } },
  { guest: "modules/start_section_traps", expected: { status: 134 } },
  { guest: "modules/guest_throw", expected: { status: 134 } },
  { guest: "modules/swallow_exit", name: "proc_exit", expected: { status: 3, stdout: "" } },
  {
    guest: "modules/swallow_exit",
    name: "a trap in the host",
    args: ["x"],
    expected: { status: 134, stdout: "" },
  },
  { guest: "modules/swallow_exit_try_table", expected: { status: 3, stdout: "" } },

  { guest: "modules/reactor", name: "without --invoke", by: "command", expected: { stdout: "" } },
  invoked("is_initialised", [], "1\n"),
  invoked("count", [], "1\n"),
  invoked("add_i32", ["2", "-5"], "-3\n"),
  invoked("add_i32", ["2147483647", "1"], "-2147483648\n"),
  invoked("add_i64", ["9007199254740993", "1"], "9007199254740994\n"),
  invoked("half_f32", ["3"], "1.5\n"),
  invoked("half_f64", ["-0.25"], "-0.125\n"),
  invoked("mixed", ["1", "2", "0.5", "0.25"], "3.75\n"),
  invoked("greet", [], "hello from a reactor\n"),
  { ...invoked("leave", ["7"], ""), expected: { status: 7, stdout: "" } },
  { ...invoked("fall", [], ""), expected: { status: 134, stdout: "" } },
  { ...invoked("missing", [], ""), expected: { refused: 126, message: /missing/ } },
  {
    ...invoked("add_i32", ["1"], ""),
    name: "add_i32 with too few arguments",
    expected: { refused: 2 },
  },
  { ...invoked("add_i32", ["1", "x"], ""), name: "add_i32 with a word", expected: { refused: 2 } },
  {
    ...invoked("add_i32", ["1", "2", "3"], ""),
    name: "add_i32 with too many arguments",
    expected: { refused: 2 },
  },

  ...refused("modules/no_memory", /memory/),
  ...refused("modules/memory_is_a_global", /memory/),
  ...refused("modules/no_start", /_start/),
  ...refused("modules/start_and_initialize", /_initialize/),
  ...refused("modules/start_takes_parameter", /_start/),
  ...refused("modules/start_is_a_memory", /_start/),
  { guest: "modules/unknown_import", expected: { refused: 126, message: /fd_teleport/ } },
  {
    guest: "modules/unknown_import",
    by: "command",
    // Named, and without the terminal's escape.
    // deno-lint-ignore no-control-regex
    expected: { refused: 126, message: /^(?=[\s\S]*fd_teleport)[^\x1b]*$/ },
  },
  ...refused("modules/unknown_module", /wasix_32v1/),
  ...refused("modules/wrong_signature", /fd_write/),
  ...refused("modules/imports_a_memory", /fd_write/),

  ...[
    ["an empty file", new Uint8Array()],
    ["one byte", Uint8Array.of(0)],
    ["text", text("print('hello')\n")],
    ["an executable of Linux", text("\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0")],
    ["a compressed file", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)],
    ["a version that is not known", Uint8Array.of(0, 0x61, 0x73, 0x6d, 9, 0, 0, 0)],
  ].map(([name, guest]): Row => ({
    guest: guest as Uint8Array,
    name: name as string,
    expected: { refused: 126 },
  })),
  // After 8 bytes it is the empty module, which is one, and has no `_start`.
  ...[4, 7, 8, 9, 20, 35].map((length) => cutOff("modules/pure", length)),
  cutOff("fd/stream", 1000),
];
