import { assertEquals } from "@std/assert";
import { FUNCTION_NAMES, signatureOf } from "../../../../../lib/abi/preview1/signatures.ts";
import { FIELDS } from "../../../../../lib/abi/preview1/trace/functions.ts";

Deno.test("FIELDS has a row for each function, and no other", () => {
  assertEquals(Object.keys(FIELDS).sort(), [...FUNCTION_NAMES].sort());
});

Deno.test("FIELDS takes each function's parameters, as their types are", () => {
  for (const name of FUNCTION_NAMES) {
    const letters = FIELDS[name]!.map(({ takes }) => takes).join("");
    const types = Array.from(letters, (letter) => letter === "l" ? "i64" : "i32");
    assertEquals(types, signatureOf(name)!.parameters, name);
  }
});

Deno.test("FIELDS has no name twice in a row", () => {
  for (const [name, fields] of Object.entries(FIELDS)) {
    assertEquals(new Set(fields.map((field) => field.name)).size, fields.length, name);
  }
});
