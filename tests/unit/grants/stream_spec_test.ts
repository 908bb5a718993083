import { assertEquals, assertStringIncludes } from "@std/assert";
import type { StreamSpec } from "../../../lib/grants/grant.ts";
import { formatStreamSpec, parseStreamSpec } from "../../../lib/grants/stream_spec.ts";
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
    ["fd:0", { kind: "fd", number: 0 }],
    ["fd:2147483647", { kind: "fd", number: 2147483647 }],
    ["tcp:localhost:80", { kind: "tcp", host: "localhost", port: 80 }],
    ["tcp:[::1]:80", { kind: "tcp", host: "::1", port: 80 }],
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
  assertEquals(refusal.hint, "--stdin inherit, null, file:PATH, fd:N or tcp:HOST:PORT");
});

Deno.test("parseStreamSpec() refuses with status 2 what is malformed, and names the option", () => {
  const rows = [
    ...["", "inherit:", "null:", "null:x", "Inherit", "NULL", " null", "file", "file:", "append"],
    ...["append:", ":x", ":", "out.txt", "File:x", "fd:", "fd:x", "tcp:localhost", "file;x"],
    ...["listen:127.0.0.1:80", "tcp:x:0", "udp:localhost:80"],
  ];
  for (const text of rows) {
    for (const option of ["--stdin", ...OUTPUTS]) {
      const refusal = refusalOf(() => parseStreamSpec(option, text));
      assertEquals(refusal.status, 2, `${option} ${text}`);
      assertStringIncludes(refusal.message, option);
      assertStringIncludes(refusal.hint ?? "", option);
      if (option === "--stdin") assertEquals(refusal.hint?.includes("append:"), false);
      assertEquals(refusal.hint?.includes("listen:"), false);
    }
  }
});

Deno.test("formatStreamSpec() writes what parseStreamSpec() reads", () => {
  const texts = ["null", "file:a b", "append:x:y", "fd:7", "tcp:a.b:1", "listen:[::]:0"];
  for (const text of texts) {
    assertEquals(formatStreamSpec(parseStreamSpec("--stream", text)), text);
  }
});
