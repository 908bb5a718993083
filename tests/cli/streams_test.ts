/**
 * `--stdin`, `--stdout` and `--stderr`: what stands behind the standard streams, and that nothing is
 * lost or half done when the command line is wrong.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Row, testRows } from "./rows.ts";

testRows("--stdin, --stdout and --stderr put a file, or nothing, behind a stream", [
  { name: "--stdin inherit", words: ["cat.wasm"], stdin: "input", stdout: "input" },
  {
    name: "--stdin inherit by its name",
    words: ["--stdin", "inherit", "cat.wasm"],
    stdin: "input",
    stdout: "input",
  },
  { name: "--stdin null", words: ["--stdin", "null", "cat.wasm"], stdin: "input" },
  {
    name: "--stdin file",
    words: ["--stdin", "file:file", "cat.wasm"],
    stdin: "input",
    stdout: "a file",
  },
  { name: "--stdin file, a device", words: ["--stdin=file:/dev/null", "cat.wasm"] },
  {
    name: "--stdin file with colons and an equals sign in its name",
    words: ["--stdin=file:file:a=b", "cat.wasm"],
    stdout: "odd",
  },
  {
    name: "--stdin file is not written",
    words: ["--stdin", "file:file", "--stdout", "null", "cat.wasm"],
    after: (place) => assertEquals(place.read("file"), "a file"),
  },
  { name: "--stdout null", words: ["--stdout", "null", "lines.wasm", "1"], stderr: "err 0000\n" },
  { name: "--stderr null", words: ["--stderr", "null", "lines.wasm", "1"], stdout: "out 0000\n" },
  {
    name: "--stdout file, made",
    words: ["--stdout", "file:made", "lines.wasm", "1"],
    stderr: "err 0000\n",
    after: (place) => assertEquals(place.read("made"), "out 0000\n"),
  },
  {
    name: "--stdout file, emptied",
    words: ["--stdout", "file:emptied", "lines.wasm", "1"],
    stderr: "err 0000\n",
    after: (place) => assertEquals(place.read("emptied"), "out 0000\n"),
  },
  {
    name: "--stderr append",
    words: ["--stderr", "append:appended", "lines.wasm", "1"],
    stdout: "out 0000\n",
    after: (place) =>
      assertEquals(place.read("appended"), "much that was there before\nerr 0000\n"),
  },
  {
    name: "--stdout append, made",
    words: ["--stdout", "append:appended too", "--stderr", "null", "lines.wasm", "1"],
    after: (place) => assertEquals(place.read("appended too"), "out 0000\n"),
  },
  {
    name: "--stdout file, a device",
    words: ["--stdout", "file:/dev/null", "--stderr=file:/dev/null", "lines.wasm", "9"],
  },
  {
    name: "--stdout and --stderr append to one file, in order",
    words: ["--stdout", "append:one", "--stderr", "append:one", "lines.wasm", "2"],
    after: (place) => {
      assertEquals(place.read("one"), "out 0000\nerr 0000\nout 0001\nerr 0001\n");
    },
  },
  {
    name: "all at once",
    words: [
      ...["--stdin", "file:file", "--stdout", "file:copy", "--stderr", "null", "cat.wasm"],
    ],
    stdin: "input",
    after: (place) => assertEquals(place.read("copy"), "a file"),
  },
  {
    name: "--stdout file is the module itself",
    words: ["--stdout", "file:lines too.wasm", "--stderr", "null", "lines too.wasm", "1"],
    after: (place) => assertEquals(place.read("lines too.wasm"), "out 0000\n"),
  },
  {
    name: "what Sluice says is not put into --stderr",
    words: ["--stdout", "null", "--stderr", "file:trapped", "trap.wasm", "divide"],
    status: 134,
    error: /trapped/,
    after: (place) => assertEquals(place.read("trapped"), ""),
  },
], {
  prepare(place) {
    place.write("file:a=b", "odd");
    place.write("emptied", "much that was there before\n");
    place.write("appended", "much that was there before\n");
    Deno.copyFileSync(`${place.path}/lines.wasm`, `${place.path}/lines too.wasm`);
  },
});

function refuses(option: string, value: string, error: RegExp, hint?: RegExp | null): Row {
  return {
    name: `${option} ${JSON.stringify(value)}`.slice(0, 60),
    words: [option, value, "exit.wasm", "0"],
    status: 2,
    error,
    ...hint !== undefined && { hint },
  };
}

testRows("a stream that is malformed or not to be had ends with 2, and nothing is run", [
  ...[
    "",
    "file",
    "file:",
    "FILE:file",
    "File:x",
    "tcp:x",
    "nul",
    "null:",
    "null:x",
    "inherit:",
    "-",
  ]
    .flatMap((value) => [
      refuses(
        "--stdin",
        value,
        /^--stdin .*is not a stream$/,
        /^--stdin /,
      ),
      refuses("--stdout", value, /^--stdout .*is not a stream$/, /^--stdout /),
    ]),
  refuses("--stdin", "", /is not a stream$/, /inherit, null, file:PATH, fd:N or tcp:HOST:PORT$/),
  refuses("--stdout", "tcp:", /is not a stream$/, /^--stdout tcp:HOST:PORT$/),
  refuses("--stderr", "append", /^--stderr append is not a stream$/, /append:PATH/),
  refuses("--stderr", "append:", /^--stderr append: is not a stream$/, /append:PATH/),
  refuses("--stdin", "append:file", /^--stdin append:file is not a stream$/, /file:PATH/),
  refuses("--stdin", "file:missing", /^missing is not there$/),
  refuses("--stdin", "file:data", /^data is a directory$/),
  refuses("--stdin", "file:file/x", /^file\/x is not a directory$/),
  refuses("--stdin", "file:loop", /^loop /),
  refuses("--stdout", "file:data", /^data is a directory$/),
  refuses("--stdout", "append:data", /^data is a directory$/),
  refuses("--stdout", "file:missing/x", /^missing\/x is not there$/),
  refuses("--stderr", `file:${"x".repeat(300)}`, /^x{300} .*long/),
  refuses(
    "--stderr",
    "file:a\x1b[1m\n\u202e/x",
    /^a\\u\{1b\}\[1m\\u\{a\}\\u\{202e\}\/x is not there$/,
  ),
], { once: true });

/**
 * Rows of a command line that is wrong: `kept` is not emptied, `made` is not made.
 *
 * @param number tells the files of one row from those of another
 */
function harmless(
  { words, ...row }: Omit<Row, "name" | "after">,
  number: number,
): Row {
  const [kept, made] = [`kept ${number}`, `made ${number}`];
  return {
    ...row,
    name: words.join(" "),
    words: ["--stdout", `file:${kept}`, "--stderr", `file:${made}`, ...words],
    after(place) {
      assertEquals(place.read(kept), "precious");
      assertEquals(place.read(made), undefined);
    },
  };
}

const wrong: readonly Omit<Row, "name" | "after">[] = [
  { words: [], status: 2, error: /no module/ },
  { words: ["--bogus", "exit.wasm"], status: 2, error: /unknown option/ },
  { words: ["--env", "=x", "exit.wasm"], status: 2, error: /no variable name/ },
  { words: ["--dir", "data::", "exit.wasm"], status: 2, error: /guest name/ },
  { words: ["--dir", "data", "--dir", "data", "exit.wasm"], status: 2, error: /twice/ },
  { words: ["--dir", "missing", "exit.wasm"], status: 2, error: /^missing is not there$/ },
  { words: ["--dir", "file", "exit.wasm"], status: 2, error: /^file is not a directory$/ },
  { words: ["--dir", "/proc", "exit.wasm"], status: 2, error: /^\/proc / },
  { words: ["--stdin", "file:missing", "exit.wasm"], status: 2, error: /^missing is not there$/ },
  { words: ["missing.wasm"], status: 127, error: /^missing.wasm is not there$/ },
  { words: ["data"], status: 126, error: /^data is a directory$/ },
  { words: ["file"], status: 126, error: /^file is not a WebAssembly module$/ },
  { words: ["values.wasm"], status: 126, error: /_start/ },
  { words: ["--invoke", "missing", "reactor.wasm"], status: 126, error: /no export missing/ },
  { words: ["--invoke", "add_i32", "reactor.wasm", "1"], status: 2, error: /2 arguments/ },
  { words: ["--invoke", "add_i32", "reactor.wasm", "1", "x"], status: 2, error: /\bx\b/ },
  { words: ["--explain"], stdout: /^handle/ },
  { words: ["--help"], stdout: /^usage:/m },
  { words: ["--version"], stdout: /^sluice / },
];

testRows("what is not run empties no file of --stdout and makes none", wrong.map(harmless), {
  prepare: (place) => wrong.forEach((_, number) => place.write(`kept ${number}`, "precious")),
});

testRows("two outputs that would overwrite each other are refused", [
  {
    name: "the same file twice",
    words: ["--stdout", "file:kept", "--stderr", "file:./kept", "exit.wasm", "0"],
    status: 2,
    error: /overwrite each other/,
    after: (place) => assertEquals(place.read("kept"), "precious"),
  },
  {
    name: "one of them appends",
    words: ["--stdout", "file:kept", "--stderr", "append:kept", "exit.wasm", "0"],
    status: 2,
    error: /overwrite each other/,
    after: (place) => assertEquals(place.read("kept"), "precious"),
  },
], { prepare: (place) => place.write("kept", "precious") });

testRows("two outputs that append to one file lose nothing", [
  {
    name: "append twice",
    words: ["--stdout", "append:kept", "--stderr", "append:kept", "lines.wasm", "2"],
    after: (place) =>
      assertEquals(
        place.read("kept")?.split("\n").toSorted().join(),
        ",err 0000,err 0001,out 0000,out 0001,precious",
      ),
  },
], { prepare: (place) => place.write("kept", "precious\n") });

testRows("one output that cannot be opened leaves the other as it was", [
  {
    name: "--stdout is good, --stderr is not",
    words: ["--stdout", "file:kept", "--stderr", "file:missing/x", "exit.wasm", "0"],
    status: 2,
    error: /^missing\/x is not there$/,
    after: (place) => assertEquals(place.read("kept"), "precious"),
  },
  {
    name: "--stderr is good, --stdout is not",
    words: ["--stderr", "file:kept", "--stdout", "file:data", "exit.wasm", "0"],
    status: 2,
    error: /^data is a directory$/,
    after: (place) => assertEquals(place.read("kept"), "precious"),
  },
], { prepare: (place) => place.write("kept", "precious") });
