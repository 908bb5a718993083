import { assertEquals } from "@std/assert";
import { jsonText } from "../../../lib/cli/json_text.ts";

Deno.test("jsonText() is JSON of the same value, without a character that a terminal acts on", () => {
  const value = { a: "\x1b[1m\x9b31m\u202e\u{e0001}\u2028caf\u00e9\n", b: [1, null] };
  for (const indent of [undefined, 2]) {
    const text = jsonText(value, indent);
    assertEquals(JSON.parse(text), value);
    assertEquals(text.match(/[^\P{C}\n]|[\u2028\u2029]/u), null);
    assertEquals(text.includes("caf\u00e9"), true);
  }
  assertEquals(jsonText({ a: "\u{e0001}\x9b" }), '{"a":"\\udb40\\udc01\\u009b"}');
});
