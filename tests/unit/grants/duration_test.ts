import { assertEquals, assertStringIncludes } from "@std/assert";
import { formatDuration, MAX_DURATION, parseDuration } from "../../../lib/grants/duration.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseDuration() reads a number and a unit as milliseconds", () => {
  const rows: readonly [text: string, expected: number][] = [
    ["1ms", 1],
    ["500ms", 500],
    ["2s", 2000],
    ["1m", 60_000],
    ["1h", 3_600_000],
    ["0.5s", 500],
    ["1.25m", 75_000],
    ["1.5ms", 2],
    ["007s", 7000],
    ["596h", 596 * 3_600_000],
    [`${MAX_DURATION}ms`, MAX_DURATION],
  ];
  for (const [text, expected] of rows) {
    assertEquals(parseDuration("--timeout", text), expected, text);
  }
});

Deno.test("parseDuration() refuses with status 2 what is no duration, and names the option", () => {
  const rows: readonly [text: string, hint: string | undefined][] = [
    ["5", "--timeout 5s"],
    ["", "--timeout 500ms, 2s or 1m"],
    ...[
      ...["s", "ms", "x", "5x", "5S", "5Ms", "2 s", " 2s", "2s ", "-2s", "+2s", "2s3ms", "1e3s"],
      ...["0x5s", ".5s", "5.s", "5,5s", "1.2.3s", "\u0662s", "Infinitys", "NaNs", "2s\n"],
    ].map((text): [string, string] => [text, "--timeout 500ms, 2s or 1m"]),
    ["0s", undefined],
    ["0.0004s", undefined],
    ["0.4ms", undefined],
    ["597h", undefined],
    [`${MAX_DURATION + 1}ms`, undefined],
    [`${"9".repeat(400)}h`, undefined],
  ];
  for (const [text, hint] of rows) {
    const refusal = refusalOf(() => parseDuration("--timeout", text));
    assertEquals(refusal.status, 2, text);
    assertStringIncludes(refusal.message, `--timeout ${text}`);
    assertEquals(refusal.hint, hint, text);
  }
});

Deno.test("formatDuration() takes the largest unit that is whole", () => {
  const rows: readonly [milliseconds: number, expected: string][] = [
    [1, "1ms"],
    [500, "500ms"],
    [1000, "1s"],
    [1500, "1500ms"],
    [90_000, "90s"],
    [120_000, "2m"],
    [7_200_000, "2h"],
    [0.5, "0.5ms"],
  ];
  for (const [milliseconds, expected] of rows) {
    assertEquals(formatDuration(milliseconds), expected);
    if (milliseconds >= 1) assertEquals(parseDuration("--timeout", expected), milliseconds);
  }
});
