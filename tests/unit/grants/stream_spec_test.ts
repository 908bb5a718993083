import { assertEquals, assertStringIncludes } from "@std/assert";
import type { StreamSpec } from "../../../lib/grants/grant.ts";
import { parseStreamSpec } from "../../../lib/grants/stream_spec.ts";
import { refusalOf } from "../outcome.ts";

const OUTPUTS = ["--stdout", "--stderr"];

Deno.test("parseStreamSpec() reads what every standard stream can be", () => {
  const rows: readonly [text: string, expected: StreamSpec][] = [
    ["inherit", { kind: "inherit" }],
    ["null", { kind: "null" }],
    ["file:out.txt", { kind: "file", path: "out.txt" }],
    ["file:/a/b", { kind: "file", path: "/a/b" }],
    ["file:null", { kind: "file", path: "null" }],
    ["file:a:b", { kind: "file", path: "a:b" }],
    ["file::", { kind: "file", path: ":" }],
    ["file:append:x", { kind: "file", path: "append:x" }],
    ["file: x", { kind: "file", path: " x" }],
    ["file:a\nb", { kind: "file", path: "a\nb" }],
  ];
  for (const [text, expected] of rows) {
    for (const option of ["--stdin", ...OUTPUTS]) {
      assertEquals(parseStreamSpec(option, text), expected, `${option} ${text}`);
    }
  }
});

Deno.test("parseStreamSpec() appends to outputs, and refuses to append to the input", () => {
  for (const option of OUTPUTS) {
    assertEquals(parseStreamSpec(option, "append:log"), { kind: "append", path: "log" });
  }
  const refusal = refusalOf(() => parseStreamSpec("--stdin", "append:log"));
  assertEquals(refusal.status, 2);
  assertEquals(refusal.hint, "--stdin inherit, null or file:PATH");
});

Deno.test("parseStreamSpec() refuses with status 2 what is malformed, and names the option", () => {
  const rows = [
    ...["", "inherit:", "null:", "null:x", "Inherit", "NULL", " null", "file", "file:", "append"],
    ...["append:", ":x", ":", "out.txt", "File:x", "fd:1", "tcp:localhost:80", "file;x"],
  ];
  for (const text of rows) {
    for (const option of ["--stdin", ...OUTPUTS]) {
      const refusal = refusalOf(() => parseStreamSpec(option, text));
      assertEquals(refusal.status, 2, `${option} ${text}`);
      assertStringIncludes(refusal.message, option);
      assertStringIncludes(refusal.hint ?? "", option);
      assertEquals(refusal.hint?.includes("append:"), option !== "--stdin");
    }
  }
});
