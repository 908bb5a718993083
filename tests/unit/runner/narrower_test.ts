import { assertEquals } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import type { Rights } from "../../../lib/grants/grant.ts";
import { isWithin } from "../../../lib/runner/narrower.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";

/** A directory and what may be done with it. */
type Part = readonly [host: string, rights: Rights];

Deno.test("isWithin() compares the rights, and the directories by their real paths", () => {
  using at = new TemporaryDirectory();
  at.make({ "data/sub/": "", "database/": "", "data/out": "-> ../database", in: "-> data/sub" });
  const rows: readonly [inner: Part, outer: Part, expected: boolean][] = [
    [["data", "rw"], ["data", "rw"], true],
    [["data", "ro"], ["data", "rw"], true],
    [["data", "rw"], ["data", "ro"], false],
    [["data", ["fd_read"]], ["data", "ro"], true],
    [["data", ["fd_write"]], ["data", "ro"], false],
    [["data", "ro"], ["data", ["fd_read"]], false],
    [["missing", "rw"], ["missing", "rw"], true],
    [["missing", "rw"], ["missing", "ro"], false],
    [["missing", "ro"], ["data", "rw"], false],
    [["data/sub", "rw"], ["data", "rw"], true],
    [["data/sub", "rw"], ["data", "ro"], false],
    [["data", "rw"], ["data/sub", "rw"], false],
    [["data/sub/..", "rw"], ["data", "rw"], true],
    [["data/sub/../..", "rw"], ["data", "rw"], false],
    [["database", "rw"], ["data", "rw"], false],
    [["data/out", "rw"], ["data", "rw"], false],
    [["in", "rw"], ["data", "rw"], true],
  ];
  const grant = ([host, rights]: Part) => dir(at.at(host), { guest: "/d", rights });
  for (const [inner, outer, expected] of rows) {
    assertEquals(isWithin(grant(inner), grant(outer)), expected, `${inner} in ${outer}`);
  }
  assertEquals(isWithin(grant(["data", "rw"]), dir("/", { guest: "/d" })), true);
});
