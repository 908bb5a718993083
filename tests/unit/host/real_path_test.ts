import { assertEquals } from "@std/assert";
import { realPath } from "../../../lib/host/real_path.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";
import { outcomeOf } from "../outcome.ts";

Deno.test("realPath() is the path without a link in it", () => {
  using at = new TemporaryDirectory();
  at.make({ "d/": "", "d/f": "", l: "-> d", "to-f": "-> l/f" });
  const rows = { d: "d", "d/": "d", l: "d", "l/f": "d/f", "to-f": "d/f", "d/../l/.": "d" };
  for (const [path, expected] of Object.entries(rows)) {
    assertEquals(realPath(at.at(path)), at.at(expected), path);
  }
});

Deno.test("realPath() fails as realpath(3) does", () => {
  using at = new TemporaryDirectory();
  at.make({ f: "", loop: "-> loop", dangling: "-> missing" });
  const rows = {
    missing: "no-entry",
    dangling: "no-entry",
    "f/x": "not-directory",
    loop: "loop",
    ["n".repeat(256)]: "name-too-long",
  };
  for (const [path, expected] of Object.entries(rows)) {
    assertEquals(outcomeOf(() => realPath(at.at(path))), expected, path);
  }
});
