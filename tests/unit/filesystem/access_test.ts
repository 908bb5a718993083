import { assertEquals } from "@std/assert";
import { requireWrite } from "../../../lib/filesystem/access.ts";
import { outcomeOf } from "../outcome.ts";

Deno.test("requireWrite() fails with not-capable when the grant is read-only", () => {
  assertEquals(outcomeOf(() => requireWrite("read-only")), "not-capable");
  assertEquals(outcomeOf(() => requireWrite("read-write")), undefined);
});
