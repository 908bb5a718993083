/**
 * `--isolation`: the kernel wall, asked for, refused, or missing.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { type Row, testRows } from "./rows.ts";
import { sluice } from "./spawn.ts";
import { workspace } from "./workspace.ts";

const WITHOUT_FFI: readonly string[] = ["-A", "--deny-ffi", "--no-prompt"];
const WITH_ALL: readonly string[] = ["-A", "--no-prompt"];

/** A row with permissions of its own, so that nothing is added to its words. */
function row(permissions: readonly string[], words: readonly string[], rest: Partial<Row>): Row {
  return {
    name: `${permissions.join(" ")}: ${words.join(" ")}`,
    words,
    permissions,
    ...rest,
  };
}

Deno.test("without FFI a run is basic, and says so in one line", async () => {
  using place = workspace();
  const { status, stdout, stderr } = await sluice(["exit.wasm", "3"], {
    cwd: place.path,
    permissions: WITHOUT_FFI,
  });
  assertEquals([status, stdout], [3, "before\n"]);
  assertMatch(stderr, /^warning: isolation is basic: [^\n]+\n$/);
});

testRows("without FFI --isolation basic is silent, and --explain and --help say what stands", [
  row(WITHOUT_FFI, ["--isolation", "basic", "exit.wasm", "3"], { status: 3, stdout: "before\n" }),
  row(WITHOUT_FFI, ["--explain"], {
    stdout: /\n\nisolation: basic \(the kernel wall needs --allow-ffi\)\n/,
  }),
  row(WITHOUT_FFI, ["--explain", "--isolation=basic"], {
    stdout: /\nisolation: basic \(as asked for\)\n/,
  }),
  row(WITHOUT_FFI, ["--help"], {
    stdout: /\nisolation on this machine: basic \(the kernel wall needs --allow-ffi\)\n/,
  }),
], { once: true, ignored: Deno.build.os === "linux" ? undefined : "only Linux has the wall" });

testRows("--isolation strict is refused where there can be no wall, and nothing is run", [
  ...[["exit.wasm", "3"], ["--explain"], ["--stdout", "file:made", "exit.wasm", "3"]].map((words) =>
    row(WITHOUT_FFI, ["--isolation", "strict", ...words], {
      status: 2,
      error: /^isolation cannot be strict: /,
      hint: /^--isolation basic\b/,
      after: (place) => assertEquals(place.read("made"), undefined),
    })
  ),
], { once: true });

testRows("--isolation takes two words", [
  row(WITH_ALL, ["--isolation", "basic", "exit.wasm", "3"], { status: 3, stdout: "before\n" }),
  row(WITH_ALL, ["--isolation=basic", "--dir", "data", "files.wasm", "read", "data/hello"], {
    stdout: "hello",
  }),
  ...["", "Strict", "none", "\x1b[1m"].map((word) =>
    row(WITH_ALL, ["--isolation", word, "exit.wasm", "3"], {
      status: 2,
      error: /^--isolation .*is neither strict nor basic$/,
    })
  ),
  row(WITH_ALL, ["--isolation", "strict", "--isolation", "strict", "exit.wasm"], {
    status: 2,
    error: /^--isolation is given 2 times$/,
  }),
  row(WITH_ALL, ["--isolation"], { status: 2, error: /^--isolation has no value$/ }),
], { once: true });
