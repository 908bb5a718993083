import { assertEquals, assertStringIncludes } from "@std/assert";
import { WasiError } from "../../../lib/errors.ts";
import { dir } from "../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../lib/grants/environment.ts";
import { directoryGrants } from "../../../lib/runner/directory_grants.ts";
import { Guest, needsFiles } from "../../../lib/runner/guest.ts";
import type { RunOptions } from "../../../lib/runner/options.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { FakeDirectory, FakeFile } from "../doubles/fake_node.ts";
import { refusalOf, text, utf8 } from "../outcome.ts";

Deno.test("Guest() has three streams and no directory when nothing is granted", () => {
  using guest = new Guest(fakeHost(), ["prog"], {}, "own");
  const { descriptors, args, environ } = guest.context;
  assertEquals([...descriptors.entries()].map(([handle, { node }]) => [handle, node.kind]), [
    [0, "stream"],
    [1, "stream"],
    [2, "stream"],
  ]);
  assertEquals([args.map(text), environ], [["prog\0"], []]);
});

Deno.test("Guest() puts directories under the handles from 3 on, in the order of their grants", () => {
  const directories: Record<string, FakeDirectory> = {};
  const host = fakeHost({
    openAmbientDirectory: (path, access) => directories[path] = new FakeDirectory(access),
  });
  const grants = [dir("b"), env({ A: "1" }), dir("a", { guest: "/a", rights: "ro" }), dir("c")];
  const guest = new Guest(host, ["prog", "", "é"], { grants }, "own");
  const { descriptors, args, environ } = guest.context;
  const found = [...descriptors.entries()].slice(3);
  assertEquals(found.map(([handle, { preopen }]) => [handle, text(preopen!)]), [
    [3, "b"],
    [4, "/a"],
    [5, "c"],
  ]);
  assertEquals(args.map(text), ["prog\0", "\0", "é\0"]);
  assertEquals(environ.map(text), ["A=1\0"]);

  guest[Symbol.dispose]();
  assertEquals(Object.values(directories).map(({ closed }) => closed), [1, 1, 1]);
});

Deno.test("Guest() closes what it has opened when a later grant cannot be given", () => {
  const opened: FakeDirectory[] = [];
  const host = fakeHost({
    openAmbientDirectory(path, access) {
      if (path === "missing") throw new WasiError("no-entry");
      const directory = new FakeDirectory(access);
      opened.push(directory);
      return directory;
    },
  });
  const grants = [dir("a"), dir("b"), dir("missing")];
  assertEquals(refusalOf(() => new Guest(host, [], { grants }, "own")).status, 2);
  assertEquals(opened.map(({ closed }) => closed), [1, 1]);
});

Deno.test("Guest() makes no output file when another grant is wrong", () => {
  const asked: string[] = [];
  const host = fakeHost({
    openAmbientDirectory() {
      throw new WasiError("no-entry");
    },
    openAmbientFile(path, mode) {
      asked.push(`${mode} ${path}`);
      return new FakeFile();
    },
  });
  const options: RunOptions = { grants: [dir("missing")], stdout: { kind: "file", path: "out" } };
  refusalOf(() => new Guest(host, [], options, "own"));
  assertEquals(asked, []);
});

Deno.test("Guest() refuses with status 2 a NUL in an argument or a variable", () => {
  for (const argv of [["a\0"], ["fine", "\0"]]) {
    assertEquals(refusalOf(() => new Guest(fakeHost(), argv, {}, "own")).status, 2);
  }
  const grants = [{ kind: "environment", variables: { A: "x\0y" } } as const];
  assertEquals(refusalOf(() => new Guest(fakeHost(), [], { grants }, "own")).status, 2);
});

Deno.test("Guest() refuses with status 2 more directories than a guest has handles", () => {
  const host = fakeHost({ openAmbientDirectory: (_, access) => new FakeDirectory(access) });
  const many = (count: number) => Array.from({ length: count }, (_, i) => dir(`${i}`));
  assertEquals(refusalOf(() => new Guest(host, [], { grants: many(1022) }, "own")).status, 2);
  using guest = new Guest(host, [], { grants: many(1021) }, "own");
  assertEquals(guest.context.descriptors.full, true);
});

Deno.test("Guest.resultOf() adds what was captured, and nothing else", () => {
  const outcome = { status: 0, ended: "exit" } as const;
  const write = (guest: Guest) => {
    for (const handle of [1, 2]) {
      guest.context.descriptors.get(handle)!.output!.write(utf8(`to ${handle}`));
    }
  };
  const rows: readonly [options: RunOptions, stdout: string | undefined, stderr?: string][] = [
    [{}, undefined],
    [{ stdout: "capture" }, "to 1"],
    [{ stderr: "capture" }, undefined, "to 2"],
    [{ stdout: "capture", stderr: "capture" }, "to 1", "to 2"],
  ];
  for (const [options, stdout, stderr] of rows) {
    using guest = new Guest(fakeHost(), [], options, "own");
    write(guest);
    assertEquals(guest.resultOf(outcome), {
      ...outcome,
      ...(stdout !== undefined && { stdout: utf8(stdout) }),
      ...(stderr !== undefined && { stderr: utf8(stderr) }),
    });
  }
});

Deno.test("directoryGrants() refuses with status 2 a guest name that is granted twice", () => {
  const rows = [
    [dir("a"), dir("a")],
    [dir("a", { guest: "/x" }), dir("b", { guest: "/x", rights: "ro" })],
    [dir("a"), env({}), dir("b", { guest: "a" })],
  ];
  for (const grants of rows) {
    const refusal = refusalOf(() => directoryGrants({ grants }));
    assertEquals(refusal.status, 2);
    assertStringIncludes(refusal.message, "twice");
  }
  const same = [dir("a", { guest: "/ro", rights: "ro" }), dir("a", { guest: "/rw" })];
  assertEquals(directoryGrants({ grants: same }), same);
  assertEquals(directoryGrants({}), []);
});

Deno.test("needsFiles() is true when anything is opened by its name", () => {
  const rows: readonly [options: RunOptions, expected: boolean][] = [
    [{}, false],
    [{ grants: [env({ A: "1" }), inheritEnv()] }, false],
    [{ stdin: utf8("x"), stdout: "capture", stderr: "inherit" }, false],
    [{ stdin: { kind: "inherit" }, stdout: { kind: "null" } }, false],
    [{ grants: [dir("a")] }, true],
    [{ stdin: { kind: "file", path: "a" } }, true],
    [{ stdout: { kind: "file", path: "a" } }, true],
    [{ stderr: { kind: "append", path: "a" } }, true],
  ];
  for (const [options, expected] of rows) assertEquals(needsFiles(options), expected);
});
