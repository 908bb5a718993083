import { assertEquals, assertStringIncludes } from "@std/assert";
import { WasiError } from "../../../lib/errors.ts";
import { dir } from "../../../lib/grants/directory.ts";
import { env } from "../../../lib/grants/environment.ts";
import { warningsOf } from "../../../lib/runner/warnings.ts";
import { fakeHost as bareHost } from "../doubles/fake_host.ts";
import { refusalOf } from "../outcome.ts";

/** A host of which Sluice itself lies in `/sluice/lib`. */
const fakeHost = (parts: Parameters<typeof bareHost>[0] = {}) =>
  bareHost({ ownPlaces: () => ["/sluice/lib"], ...parts });

Deno.test("warningsOf() is empty for ordinary grants that the kernel confines", () => {
  assertEquals(warningsOf(fakeHost(), {}), []);
  assertEquals(warningsOf(fakeHost(), { grants: [dir("/data"), env({ A: "1" })] }), []);
});

Deno.test("warningsOf() says once that directories are only path-checked", () => {
  const host = fakeHost({ confinement: "path-checked" });
  assertEquals(warningsOf(host, { grants: [env({ A: "1" })] }), []);
  const warnings = warningsOf(host, { grants: [dir("a"), dir("b")] });
  assertEquals(warnings.length, 1);
  assertStringIncludes(warnings[0]!, "--allow-ffi");
});

Deno.test("warningsOf() says what lies within the root, by whatever name it is granted", () => {
  const host = fakeHost({ realPath: (path) => path === "to-root" ? "/" : path });
  for (const path of ["/", "to-root"]) {
    const warnings = warningsOf(host, { grants: [dir(path, { guest: "x" }), dir("/data")] });
    assertEquals(warnings.length, 1, path);
    assertStringIncludes(warnings[0]!, path);
    assertStringIncludes(warnings[0]!, "/proc");
  }
});

Deno.test("warningsOf() says when files of Sluice can be written", () => {
  for (
    const [path, rights, count] of [
      ["/sluice", "rw", 1],
      ["/sluice/lib", "rw", 1],
      ["/sluice/lib/host", "rw", 1],
      ["/sluice", "ro", 0],
      ["/sluice/library", "rw", 0],
      ["/other", "rw", 0],
    ] as const
  ) {
    const warnings = warningsOf(fakeHost(), { grants: [dir(path, { guest: "x", rights })] });
    assertEquals(warnings.length, count, `${path} ${rights}`);
  }
});

Deno.test("warningsOf() refuses with status 2 a directory that has gone from its name", () => {
  const host = fakeHost({
    realPath() {
      throw new WasiError("no-entry");
    },
  });
  const { status, message } = refusalOf(() => warningsOf(host, { grants: [dir("/data")] }));
  assertEquals([status, message], [2, "/data is not there"]);
});
