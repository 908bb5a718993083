import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import { Guest } from "../../../lib/runner/guest.ts";
import { checkIsolation, isolate, nameOf } from "../../../lib/runner/isolation.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { FakeDirectory } from "../doubles/fake_node.ts";
import { refusalOf } from "../outcome.ts";

const OBSTACLE = "the kernel has no Landlock";

/** A host with or without an obstacle, which notes around what a wall is raised. */
function host(obstacle: string | undefined) {
  const raised: unknown[][] = [];
  return {
    raised,
    host: fakeHost({
      openAmbientDirectory: (_, access) => new FakeDirectory(access),
      wallObstacle: () => obstacle,
      raiseWall(directories) {
        raised.push([...directories]);
        return obstacle;
      },
    }),
  };
}

Deno.test("checkIsolation() refuses with status 2 only where a wall is insisted on and impossible", () => {
  for (const wanted of ["strict", "basic", undefined] as const) {
    checkIsolation(host(undefined).host, wanted);
    if (wanted !== "strict") checkIsolation(host(OBSTACLE).host, wanted);
  }
  const refusal = refusalOf(() => checkIsolation(host(OBSTACLE).host, "strict"));
  assertEquals(refusal.status, 2);
  assertStringIncludes(refusal.message, OBSTACLE);
  assertMatch(refusal.hint ?? "", /--isolation basic/);
});

Deno.test("isolate() raises the wall around the guest's directories", () => {
  for (const wanted of ["strict", undefined] as const) {
    const { host: given, raised } = host(undefined);
    using guest = new Guest(given, [], { grants: [dir("a"), dir("b", { rights: "ro" })] }, "own");
    assertEquals(isolate(given, guest, wanted), undefined);
    const accesses = raised.map((directories) =>
      directories.map((one) => (one as FakeDirectory).access)
    );
    assertEquals(accesses, [["read-write", "read-only"]]);
  }
});

Deno.test("isolate() raises none where basic is asked for", () => {
  const { host: given, raised } = host(undefined);
  using guest = new Guest(given, [], {}, "own");
  assertEquals([isolate(given, guest, "basic"), raised], ["as asked for", []]);
});

Deno.test("isolate() says why no wall stands, and refuses with status 2 where one must", () => {
  const { host: given } = host(OBSTACLE);
  using guest = new Guest(given, [], {}, "own");
  assertEquals(isolate(given, guest, undefined), OBSTACLE);
  assertEquals(refusalOf(() => isolate(given, guest, "strict")).status, 2);
});

Deno.test("nameOf() is the wall that stands, in words", () => {
  assertEquals(nameOf(undefined), "strict");
  assertEquals(nameOf(OBSTACLE), `basic (${OBSTACLE})`);
});
