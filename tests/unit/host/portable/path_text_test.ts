import { assertEquals } from "@std/assert";
import {
  decodePath,
  encodePath,
  isAbsolute,
  join,
  parentOf,
  prefixes,
} from "../../../../lib/host/portable/path_text.ts";
import { hex, unhex } from "../../outcome.ts";

const UNIX = Deno.build.os !== "windows";

Deno.test("decodePath() and encodePath() lose nothing", () => {
  const rows = ["61", "efbbbf61", "efbfbd", "c3a9", "f09f9880", "0a1b5b"];
  for (const bytes of rows) assertEquals(hex(encodePath(decodePath(unhex(bytes)))), bytes);
});

Deno.test({
  name: "join() and parentOf() undo each other",
  ignore: !UNIX,
  fn() {
    const rows: [directory: string, name: string, path: string][] = [
      ["/", "a", "/a"],
      ["/a", "b", "/a/b"],
      ["/a/b", "c\\d", "/a/b/c\\d"],
    ];
    for (const [directory, name, path] of rows) {
      assertEquals([join(directory, name), parentOf(path)], [path, directory]);
    }
  },
});

Deno.test({
  name: "prefixes() gives each directory from the root down",
  ignore: !UNIX,
  fn() {
    assertEquals([...prefixes("/a/b", "/a/b/c/d")], ["/a/b", "/a/b/c", "/a/b/c/d"]);
    assertEquals([...prefixes("/a/b", "/a/b")], ["/a/b"]);
    assertEquals([...prefixes("/", "/a/b")], ["/", "/a", "/a/b"]);
  },
});

Deno.test("isAbsolute() looks at the beginning", () => {
  assertEquals(["/", "/a", "//a"].map(isAbsolute), [true, true, true]);
  assertEquals(["a/", "./a", "..", "c:".slice(0, 1)].map(isAbsolute), [false, false, false, false]);
});
