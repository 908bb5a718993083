import { assertEquals, assertMatch } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import { env } from "../../../lib/grants/environment.ts";
import { explain, type HandleRow } from "../../../lib/runner/explain.ts";
import type { RunOptions } from "../../../lib/runner/options.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";
import { refusalOfPromise, utf8 } from "../outcome.ts";

/** The table alone; `basic`, since a wall would stand around the tests from then on. */
async function handlesOf(options: RunOptions): Promise<readonly HandleRow[]> {
  return (await explain(options, "basic")).handles;
}

Deno.test("explain() lists three streams when nothing is granted", async () => {
  const always = ["fd_fdstat_set_flags", "fd_sync", "fd_filestat_get", "poll_fd_readwrite"];
  const row = (handle: number, name: string, right: "read" | "write"): HandleRow => ({
    ...{ handle, kind: "stream", name, rights: right, behind: "null" },
    option: [`--${name}`, "null"],
    held: right === "read"
      ? ["fd_datasync", "fd_read", ...always]
      : ["fd_datasync", ...always.slice(0, 2), "fd_write", ...always.slice(2)],
    passedOn: [],
  });
  assertEquals(await handlesOf({}), [
    row(0, "stdin", "read"),
    row(1, "stdout", "write"),
    row(2, "stderr", "write"),
  ]);
});

Deno.test("explain() names the variables, the limits and the walls, and no value", async () => {
  const { environment, isolation, confinement, limits } = await explain({
    grants: [env({ A: "secret=", B: "" })],
    limits: { timeout: 1000, maxMemory: 65_536 },
  }, "basic");
  assertEquals(environment, ["A", "B"]);
  assertEquals(isolation, { kind: "basic", obstacle: "as asked for" });
  assertMatch(confinement, /^(kernel-confined|path-checked)$/);
  assertEquals(limits, { maxHandles: 1024, timeout: 1000, maxMemory: 65_536 });
});

Deno.test("explain() says by name what may be done with a directory and below it", async () => {
  using at = new TemporaryDirectory();
  const grants = [dir(at.path, { guest: "/some", rights: ["path_open", "fd_read"] })];
  const [, , , row] = await handlesOf({ grants });
  assertEquals([row!.held, row!.passedOn], [["path_open"], ["fd_read", "path_open"]]);
  assertEquals(row!.option, ["--dir", `${at.path}::/some::path_open+fd_read`]);
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
