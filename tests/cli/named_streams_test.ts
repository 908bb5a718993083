/**
 * `--stream` with what is no socket, and `fd:N`: files and inherited descriptors behind handles.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Row, testRows } from "./rows.ts";
import { pathChecked, shell } from "./spawn.ts";
import { workspace } from "./workspace.ts";

/** A row of a stream that cannot be granted; what it would have written is not made. */
function refuses(spec: string, error: RegExp, hint?: RegExp | null): Row {
  return {
    name: JSON.stringify(spec).slice(0, 60),
    words: ["--stdout", "file:made", "--stream", spec, "exit.wasm", "0"],
    status: 2,
    error,
    ...hint !== undefined && { hint },
    after: (place) => assertEquals(place.read("made"), undefined),
  };
}

testRows("a stream that is malformed or not to be had ends with 2, and nothing is run", [
  refuses("", /^--stream {2}has no name$/),
  refuses("null", /^--stream null has no name$/, /^--stream NAME=null$/),
  refuses("=null", /has no usable name$/, /such as web$/),
  refuses("a\x1b[1m=null", /^--stream a\\u\{1b\}\[1m=null has no usable name$/),
  refuses("a=", /^--stream a= is not a stream$/, /^--stream a=null, /),
  refuses("a=inherit", /^--stream a=inherit is not a stream$/, /fd:N/),
  refuses("a=fie:x", /is not a stream$/, /^--stream a=file:PATH$/),
  refuses("a=file:missing", /^missing is not there$/),
  refuses("a=file:data", /^data is a directory$/),
  refuses("a=append:missing/x", /^missing\/x is not there$/),
  refuses("a=tcp:127.0.0.1:1", /^tcp:127\.0\.0\.1:1 refuses the connection$/),
  refuses("a=tcp:127.0.0.1", /is not a stream$/, /^--stream a=tcp:HOST:PORT$/),
  refuses("a=listen:192.0.2.1:0", /^listen:192\.0\.2\.1:0 is not an address of this machine$/),
  refuses("a=listen:8080", /is not a stream$/, /^--stream a=listen:127\.0\.0\.1:8080/),
  {
    name: "one name twice",
    words: ["--stream", "a=null", "--stream", "a=null", "exit.wasm", "0"],
    status: 2,
    error: /^the stream a is granted twice$/,
  },
  {
    name: "more than there are handles",
    words: ["--max-handles", "4", "--stream", "a=null", "--stream", "b=null", "exit.wasm", "0"],
    status: 2,
    error: /more is granted than the 4 handles/,
    hint: /^--max-handles 5$/,
  },
], { once: true });

testRows("without the permission to use the network no socket is granted", [
  {
    name: "a listener",
    words: ["--stream", "a=listen:127.0.0.1:0", "exit.wasm", "0"],
    permissions: ["-A", "--deny-net", "--no-prompt"],
    status: 2,
    error: /no permission to use net$/,
    hint: /--allow-net$/,
  },
  {
    name: "a connection",
    words: ["--stream", "a=tcp:127.0.0.1:1", "exit.wasm", "0"],
    permissions: ["-A", "--deny-net", "--no-prompt"],
    status: 2,
    error: /no permission to use net$/,
    hint: /--allow-net$/,
  },
], { once: true });

const noDescriptors = Deno.build.os !== "linux" || pathChecked;

Deno.test({
  name: "fd:N is a descriptor that the shell has opened, in the direction that it has",
  ignore: noDescriptors,
  async fn() {
    using place = workspace();
    const run = async (script: string) => {
      const { status, stdout, stderr } = await shell(script, { cwd: place.path });
      return [status, stdout, stderr];
    };
    assertEquals(await run("sluice --stdin fd:7 cat.wasm 7<file"), [0, "a file", ""]);
    assertEquals(await run("echo piped | sluice --stdin fd:7 cat.wasm 7<&0"), [0, "piped\n", ""]);
    assertEquals(
      await run("sluice --stdout fd:7 --stderr null lines.wasm 1 7>made; cat made"),
      [0, "out 0000\n", ""],
    );
    // The shell goes on where the guest has ended.
    assertEquals(
      await run(
        "{ sluice --stdout fd:7 --stderr null lines.wasm 1; echo shell >&7; } 7>both; cat both",
      ),
      [0, "out 0000\nshell\n", ""],
    );
    const table = "sluice --stream r=fd:7 --stream w=fd:8 --stream b=fd:9 --explain";
    const [status, stdout] = await run(`${table} 7<file 8>out 9<>file`);
    assertEquals(status, 0);
    assertEquals(`${stdout}`.split("\n").slice(4, 7).map((line) => line.split(/ {2,}/).slice(2)), [
      ["r", "read", "fd:7"],
      ["w", "write", "fd:8"],
      ["b", "read+write", "fd:9"],
    ]);
  },
});

Deno.test({
  name: "fd:N is refused where nobody has opened it, or for something else",
  ignore: noDescriptors,
  async fn() {
    using place = workspace();
    const rows: readonly [script: string, error: string][] = [
      [
        "sluice --stream a=fd:77 exit.wasm",
        "fd:77 is not open: no descriptor of this number was inherited",
      ],
      ["sluice --stdin fd:7 exit.wasm 7>out", "fd:7 cannot be read"],
      ["sluice --stdout fd:7 exit.wasm 7<file", "fd:7 cannot be written"],
      ["sluice --stream a=fd:7 exit.wasm 7<data", "fd:7 is a directory"],
      ["sluice --stdin fd:7 --stream a=fd:7 exit.wasm 7<file", "fd:7 is granted twice"],
    ];
    for (const [script, error] of rows) {
      const { status, stdout, stderr } = await shell(script, { cwd: place.path });
      assertEquals([status, stdout, stderr], [2, "", `error: ${error}\n`], script);
    }
    // What the runtime has opened for itself is nobody's to grant: of the low numbers, all but three.
    for (const number of [3, 4, 5, 6]) {
      const { status, stderr } = await shell(`sluice --stream a=fd:${number} --explain`);
      assertEquals(status, 2, stderr);
    }
  },
});

testRows("fd:N needs the C library", [{
  name: "without FFI",
  words: ["--stdin", "fd:0", "exit.wasm", "0"],
  permissions: ["-A", "--deny-ffi", "--no-prompt"],
  status: 2,
  error: /^fd:0 cannot be used: /,
  hint: /--allow-ffi$/,
}], { once: true });
