/**
 * `--trace` and `--trace-format`.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { TraceRecord } from "../../mod.ts";
import { type Row, testRows } from "./rows.ts";
import { shell, sluice } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** The records in a file of JSON lines. */
function recordsIn(place: Workspace, name: string): TraceRecord[] {
  const text = place.read(name) ?? "";
  assert(text.endsWith("\n"), text);
  return text.slice(0, -1).split("\n").map((line) => JSON.parse(line));
}

const READ = ["--dir", "data::/data::ro", "files.wasm", "read", "/data/hello"];
const WRITE = ["--dir", "data::/data::ro", "files.wasm", "write", "/data/new", "text"];

/** Refused, as `--trace` has it in a line. */
const REFUSED =
  /^path_open\(fd=3 "\/data", .*path="new", oflags=creat\+trunc, .*\) = NOTCAPABLE, \d+\.\d us, by --dir data::\/data::ro, refused: --dir data::\/data would allow it$/m;

testRows("--trace=FILE tells of each call in a line", [
  {
    name: "a file that is read",
    words: ["--trace=calls", ...READ],
    stdout: "hello",
    after(place) {
      const text = place.read("calls")!;
      assertMatch(
        text,
        /^fd_prestat_get\(fd=3 "\/data"\) = SUCCESS, .* by --dir data::\/data::ro$/m,
      );
      assertMatch(
        text,
        /^fd_read\(fd=4 "\/data\/hello", iovs=\{buffers=1, bytes=4096\}\) = SUCCESS, read=5, /m,
      );
      assertMatch(
        text,
        /^fd_write\(fd=1 "stdout", .*\) = SUCCESS, written=5, .*by --stdout inherit$/m,
      );
      assertMatch(
        text,
        /^\d+ calls: .*\bfd_write 1\b.*\n"\/data\/hello": 5 bytes read, 0 written\n"stdout": 0 bytes read, 5 written\n$/m,
      );
    },
  },
  {
    name: "a file that may not be written",
    words: ["--trace=refused", "--trace-format", "text", ...WRITE],
    status: 76,
    hint: /--dir data::\/data in place of/,
    after(place) {
      const text = place.read("refused")!;
      assertMatch(text, REFUSED);
      assertMatch(
        text,
        /^refused: path_open of "\/data\/new", NOTCAPABLE, 1 times: --dir data::\/data would allow it\n$/m,
      );
    },
  },
  {
    name: "as JSON",
    words: ["--trace=json", "--trace-format=json", ...READ],
    stdout: "hello",
    after(place) {
      const records = recordsIn(place, "json");
      const opened = records.find((one) => one.kind === "call" && one.name === "path_open");
      assert(opened?.kind === "call");
      assertEquals(opened.arguments.fd, { fd: 3, name: "/data" });
      assertEquals([opened.arguments.path, opened.result], ["hello", "SUCCESS"]);
      assertEquals(opened.results, { opened: { fd: 4, name: "/data/hello" } });
      assertEquals(opened.grants, ["--dir data::/data::ro"]);
      const summary = records.at(-1);
      assert(summary?.kind === "summary");
      assertEquals(summary.calls.path_open, 1);
    },
  },
  {
    name: "an old file is emptied, a name with control characters escaped",
    words: ["--trace=old", "--dir", "data::/\x1b[1m", "files.wasm", "names"],
    stdout: "/\x1b[1m\n",
    after(place) {
      const text = place.read("old")!;
      assert(!text.includes("precious") && !text.includes("\x1b"), text);
      assertMatch(text, /^fd_prestat_dir_name\(.*, path="\/\\u001b\[1m", .* by --dir .*\\u\{1b\}/m);
    },
  },
], { prepare: (place) => place.write("old", "precious ".repeat(10_000)) });

// Deno opens no device without every permission; Lines.write() has a test of its own.
testRows("--trace to a full disk ends the trace and not the run", [
  {
    name: "the run is as without it when the file is full",
    words: ["--trace=/dev/full", ...READ],
    stdout: "hello",
    stderr: "warning: the trace ends here: /dev/full cannot be written\n",
  },
], { once: true });

testRows("--trace and --audit that are wrong end with 2, and nothing is run", [
  ...([
    [["--trace="], /^--trace= has no value$/],
    [["--trace", "--trace=x"], /^--trace is given 2 times$/],
    [["--trace=missing/x"], /^missing\/x is not there$/],
    [["--trace=data"], /^data is a directory$/],
    [["--trace-format", "json"], /^--trace-format is given without --trace$/],
    [["--trace", "--trace-format", "xml"], /^--trace-format xml is neither text nor json$/],
    [
      ["--trace=both", "--audit", "./both"],
      /^--audit \.\/both and --trace=both would overwrite each other$/,
    ],
    [["--audit", "missing/x"], /^missing\/x is not there$/],
    [["--json"], /^--json is given without --explain$/],
  ] as const).map(([words, error]): Row => ({
    name: words.join(" "),
    words: [...words, "exit.wasm", "0"],
    status: 2,
    error,
  })),
  { name: "--audit and no more", words: ["--audit"], status: 2, error: /^--audit has no value$/ },
]);

Deno.test("--trace without a value takes no word, and tells on standard error", async () => {
  using place = workspace();
  const { status, stdout, stderr } = await sluice(["--trace", ...READ], { cwd: place.path });
  assertEquals([status, stdout], [0, "hello"]);
  const own = stderr.split("\n").filter((line) => !line.startsWith("warning: "));
  assertEquals(own.pop(), "");
  assert(own.length > 5 && own.every((line) => line.startsWith("trace: ")), stderr);
  const json = ["--trace", "--trace-format", "json", "exit.wasm", "3"];
  const ended = await sluice(json, { cwd: place.path });
  const lines = ended.stderr.trimEnd().split("\n").filter((line) => line.startsWith("{"));
  assertEquals(JSON.parse(lines.at(-2)!).arguments, { rval: 3 });
  assertEquals([ended.status, JSON.parse(lines.at(-1)!).kind], [3, "summary"]);
});

Deno.test("--trace keeps its place between what the guest writes to the same pipe", async () => {
  using place = workspace();
  const { stdout } = await shell("printf x | sluice --trace cat.wasm 2>&1", { cwd: place.path });
  const found = /= SUCCESS, read=1, .*\nxtrace: fd_write\(/.test(stdout);
  assert(found, stdout);
});
