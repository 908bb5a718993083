import { assertEquals } from "@std/assert";
import { dir } from "../../../../lib/grants/directory.ts";
import { argumentHint } from "../../../../lib/runner/hints/argument_hint.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";

Deno.test("argumentHint() finds the first argument that is there and not granted", () => {
  using at = new TemporaryDirectory();
  at.make({ "notes.txt": "", "sub/": "", "sub/x": "" });
  const file = at.at("notes.txt");
  const hint = (path: string, directory: string) =>
    `no --dir grants ${path}, which the guest was told of: --dir ${directory}::${directory}::ro`;
  const rows: readonly [args: readonly string[], expected: string | undefined][] = [
    [[], undefined],
    [["-v", "3", "", "--", "s/a/b/", at.at("missing")], undefined],
    [["-v", file], hint(file, at.path)],
    [[`--input=${file}`], hint(file, at.path)],
    [[at.at("sub"), file], hint(at.at("sub"), at.at("sub"))],
    [[at.at("sub/x")], hint(at.at("sub/x"), at.at("sub"))],
    [[`${file}\0`], undefined],
  ];
  for (const [args, expected] of rows) assertEquals(argumentHint({ args }), expected, args.join());
});

Deno.test("argumentHint() is silent about what a C library finds granted", () => {
  using at = new TemporaryDirectory();
  at.make({ "sub/": "", "sub/x": "" });
  const args = [at.at("sub/x")];
  const rows: readonly [guest: string, isGranted: boolean][] = [
    [at.path, true],
    [`${at.path}/`, true],
    [at.at("sub"), true],
    [at.at("sub/x"), true],
    [at.path.slice(1), true],
    ["/", true],
    [".", true],
    [at.at("su"), false],
    ["/other", false],
  ];
  for (const [guest, isGranted] of rows) {
    const grants = [dir(at.path, { guest })];
    assertEquals(argumentHint({ args, grants }) === undefined, isGranted, guest);
  }
});

Deno.test("argumentHint() looks at a few arguments only", () => {
  using at = new TemporaryDirectory();
  const args = [...Array(8).fill("missing"), at.path];
  assertEquals(argumentHint({ args }), undefined);
  assertEquals(argumentHint({ args: args.slice(1) }) === undefined, false);
});
