import { assertEquals, assertMatch } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import { explain, type HandleRow } from "../../../lib/runner/explain.ts";
import type { RunOptions } from "../../../lib/runner/options.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";
import { refusalOfPromise, utf8 } from "../outcome.ts";

/** The table alone; `basic`, since a wall would stand around the tests from then on. */
async function handlesOf(options: RunOptions): Promise<readonly HandleRow[]> {
  return (await explain(options, "basic")).handles;
}

Deno.test("explain() lists three streams when nothing is granted", async () => {
  assertEquals(await handlesOf({}), [
    { handle: 0, kind: "stream", name: "stdin", rights: "read", behind: "null" },
    { handle: 1, kind: "stream", name: "stdout", rights: "write", behind: "null" },
    { handle: 2, kind: "stream", name: "stderr", rights: "write", behind: "null" },
  ]);
});

Deno.test("explain() says what stands behind each stream", async () => {
  using at = new TemporaryDirectory();
  at.make({ in: "", log: "kept" });
  const options: RunOptions = {
    stdin: { kind: "file", path: at.at("in") },
    stdout: { kind: "append", path: at.at("log") },
    stderr: "inherit",
  };
  const rows = await handlesOf(options);
  assertEquals(rows.map(({ kind, behind }) => [kind, behind]), [
    ["file", `file:${at.at("in")}`],
    ["file", `append:${at.at("log")}`],
    ["stream", "inherit"],
  ]);
  const [stdin, stdout] = await handlesOf({ stdin: utf8("abc"), stdout: "capture" });
  assertEquals([stdin!.behind, stdout!.behind], ["3 bytes", "capture"]);
  at.assertTree({ in: "", log: "kept" });
});

Deno.test("explain() makes and empties no file that a run would", async () => {
  using at = new TemporaryDirectory();
  at.make({ old: "kept" });
  for (const name of ["old", "new"]) {
    const target = { kind: "file", path: at.at(name) } as const;
    await handlesOf({ stdout: target });
    await handlesOf({ stderr: target });
    await handlesOf({ stdout: { kind: "append", path: at.at(name) } });
  }
  at.assertTree({ old: "kept" });
});

Deno.test("explain() lists directories by the guest's names, with their rights", async () => {
  using at = new TemporaryDirectory();
  at.make({ "a/": "" });
  const grants = [
    dir(at.path, { guest: "/all" }),
    dir(at.at("a"), { guest: "a", rights: "ro" }),
    dir(at.path, { guest: "/some", rights: ["fd_read", "path_open"] }),
  ];
  const rows = (await handlesOf({ grants })).slice(3);
  assertEquals(rows.map(({ handle, kind, name, rights }) => [handle, kind, name, rights]), [
    [3, "directory", "/all", "rw"],
    [4, "directory", "a", "ro"],
    [5, "directory", "/some", "fd_read+path_open"],
  ]);
  for (const { behind } of rows) {
    assertMatch(behind, /^.+ \((kernel-confined|path-checked)\)$/);
    assertEquals(behind.startsWith(at.path), true);
  }
});

Deno.test("explain() refuses with status 2 a grant that cannot be given", async () => {
  using at = new TemporaryDirectory();
  at.make({ f: "" });
  const rows: readonly RunOptions[] = [
    { grants: [dir(at.at("missing"))] },
    { grants: [dir(at.at("f"))] },
    { grants: [dir("/proc")] },
    { grants: [dir(at.path), dir(at.path)] },
    { stdin: { kind: "file", path: at.at("missing") } },
    { stdin: { kind: "file", path: at.path } },
  ];
  for (const options of rows) {
    assertEquals((await refusalOfPromise(handlesOf(options))).status, 2, JSON.stringify(options));
  }
});
