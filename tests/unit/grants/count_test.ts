import { assertEquals, assertStringIncludes } from "@std/assert";
import { MAX_COUNT, parseCount } from "../../../lib/grants/count.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseCount() reads a whole number", () => {
  const rows: readonly [text: string, expected: number][] = [
    ["1", 1],
    ["1024", 1024],
    ["0064", 64],
    [`${MAX_COUNT}`, MAX_COUNT],
  ];
  for (const [text, expected] of rows) {
    assertEquals(parseCount("--max-handles", text), expected, text);
  }
});

Deno.test("parseCount() refuses with status 2 what is no count, and names the option", () => {
  const rows = [
    ...["", "0", "00", "-1", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "1\n", "x", "1k", "\u0661"],
    ...["Infinity", "NaN", `${MAX_COUNT + 1}`, "9".repeat(400)],
  ];
  for (const text of rows) {
    const refusal = refusalOf(() => parseCount("--max-handles", text));
    assertEquals(refusal.status, 2, text);
    assertStringIncludes(refusal.message, `--max-handles ${text}`);
  }
});
