/**
 * `--explain`: the handle table that the grants produce.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { pathChecked } from "./spawn.ts";
import { type Row, testRows } from "./rows.ts";

const confinement = pathChecked ? "path-checked" : "kernel-confined";

/** A row in which the table has these lines, cells apart by two blanks or more. */
function explains(words: readonly string[], ...lines: readonly string[]): Row {
  const cells = ["handle  kind  name  rights  behind it", ...lines].map((line) =>
    line.split("  ").map(literal).join(" {2,}")
  );
  return {
    name: words.join(" "),
    words,
    stdout: new RegExp(`^${cells.join("\\n")}\\n(\\n([a-z]+: .+\\n)+)?$`),
  };
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

const standard = [
  "0  stream  stdin  read  inherit",
  "1  stream  stdout  write  inherit",
  "2  stream  stderr  write  inherit",
];

testRows("--explain prints the handles and runs nothing", [
  explains(["--explain"], ...standard),
  explains(["run", "--explain"], ...standard),
  explains(["--explain", "exit.wasm", "3"], ...standard),
  explains(
    ["--explain", "--dir", "data", "--dir", "link::/ro::ro", "--dir=.::/a b::fd_read+path_open"],
    ...standard,
    `3  directory  data  rw  data (${confinement})`,
    `4  directory  /ro  ro  link (${confinement})`,
    `5  directory  /a b  fd_read+path_open  . (${confinement})`,
  ),
  explains(
    ["--explain", "--dir", "data::/x\x1b[1m\n\u202e"],
    ...standard,
    `3  directory  /x\\u{1b}[1m\\u{a}\\u{202e}  rw  data (${confinement})`,
  ),
  explains(
    ["--explain", "--stdin", "null", "--stdout", "null", "--stderr", "null"],
    "0  stream  stdin  read  null",
    "1  stream  stdout  write  null",
    "2  stream  stderr  write  null",
  ),
  explains(
    ["--explain", "--stdin", "file:file", "--stdout", "append:kept", "--stderr", "file:kept too"],
    "0  file  stdin  read  file:file",
    "1  file  stdout  write  append:kept",
    "2  file  stderr  write  file:kept too",
  ),
], {
  prepare(place) {
    place.write("kept", "");
    place.write("kept too", "");
  },
});

testRows("--explain tells of limits, walls and the names of variables", [
  {
    name: "in words",
    words: ["--explain", "--timeout", "2s", "--max-handles", "9", "--env", "A=secret", "--env=B="],
    stdout: new RegExp(
      `\\n\\nisolation: (strict|basic .*)\\nfiles: ${confinement}\\n` +
        "limits: time 2s, memory unlimited, handles 9\\nnetwork: none\\nenvironment: A, B\\n$",
    ),
  },
  {
    name: "as JSON",
    words: ["--explain", "--json", "--dir", "data::/d::ro", "--max-memory", "1MiB", "--env=A=x"],
    stdout: new RegExp(
      `"option": \\[\\s+"--dir",\\s+"data::/d::ro"\\s+\\],[^]*"environment": \\[\\s+"A"\\s+\\],\\s+` +
        `"confinement": "${confinement}",\\s+"isolation": \\{[^}]*\\},\\s+` +
        `"limits": \\{\\s+"maxHandles": 1024,\\s+"maxMemory": 1048576\\s+\\}\\s+\\}\\n$`,
    ),
  },
]);

testRows("--explain refuses a grant as a run would", [
  {
    name: "a missing directory",
    words: ["--explain", "--dir", "missing"],
    status: 2,
    error: /^missing is not there$/,
  },
  {
    name: "a file",
    words: ["--explain", "--dir", "data", "--dir", "file"],
    status: 2,
    error: /^file is not a directory$/,
  },
  {
    name: "the same name twice",
    words: ["--explain", "--dir", "data", "--dir", "link::data"],
    status: 2,
    error: /twice/,
  },
  { name: "/proc", words: ["--explain", "--dir", "/proc"], status: 2, error: /^\/proc / },
  {
    name: "a stream",
    words: ["--explain", "--stdin", "file:missing"],
    status: 2,
    error: /^missing is not there$/,
  },
  {
    name: "a variable",
    words: ["--explain", "--env", "=x"],
    status: 2,
    error: /no variable name/,
  },
]);

testRows("--explain touches no file", [
  ...["file:emptied", "append:changed", "file:made", "append:made too"].map((spec): Row => ({
    name: `--stdout ${spec}`,
    words: ["--explain", "--stdout", spec],
    stdout: new RegExp(`stdout +write +${spec}\\n`),
    after(place) {
      const name = spec.slice(spec.indexOf(":") + 1);
      assertEquals(place.read(name), name.startsWith("made") ? undefined : "precious");
    },
  })),
], {
  prepare(place) {
    place.write("emptied", "precious");
    place.write("changed", "precious");
  },
});
