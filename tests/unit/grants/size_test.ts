import { assertEquals, assertStringIncludes } from "@std/assert";
import { formatSize, parseSize } from "../../../lib/grants/size.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseSize() reads a number and a unit as bytes", () => {
  const rows: readonly [text: string, expected: number][] = [
    ["1B", 1],
    ["65536B", 65_536],
    ["1KiB", 1024],
    ["64MiB", 64 << 20],
    ["4GiB", 2 ** 32],
    ["1.5GiB", 1.5 * 2 ** 30],
    ["0.3KiB", 307],
    ["007MiB", 7 << 20],
    ["8388607GiB", 8_388_607 * 2 ** 30],
  ];
  for (const [text, expected] of rows) {
    assertEquals(parseSize("--max-memory", text), expected, text);
  }
});

Deno.test("parseSize() refuses with status 2 what is no size, and names the option", () => {
  const grammar = "--max-memory 64MiB, or with KiB, GiB or B";
  const rows: readonly [text: string, hint: string | undefined][] = [
    ...["", "64", "MiB", "64TiB", "64 MiB", " 64MiB", "64MiB ", "-1MiB", "+1MiB", "1e3B", "0x1B"]
      .map((text): [string, string] => [text, grammar]),
    ...[".5MiB", "5.MiB", "1.2.3MiB", "64MiB\n", "64i", "Infinity", "unlimited"]
      .map((text): [string, string] => [text, grammar]),
    ["64M", "--max-memory 64MiB"],
    ["64MB", "--max-memory 64MiB"],
    ["64mib", "--max-memory 64MiB"],
    ["2g", "--max-memory 2GiB"],
    ["1.5Gb", "--max-memory 1.5GiB"],
    ["10k", "--max-memory 10KiB"],
    ["10bytes", "--max-memory 10B"],
    ["0MiB", undefined],
    ["0.5B", undefined],
    ["8388608GiB", undefined],
    [`${"9".repeat(400)}B`, undefined],
  ];
  for (const [text, hint] of rows) {
    const refusal = refusalOf(() => parseSize("--max-memory", text));
    assertEquals(refusal.status, 2, text);
    assertStringIncludes(refusal.message, `--max-memory ${text}`);
    assertEquals(refusal.hint, hint, text);
  }
});

Deno.test("formatSize() takes the largest unit that is whole", () => {
  const rows: readonly [bytes: number, expected: string][] = [
    [1, "1B"],
    [1000, "1000B"],
    [1024, "1KiB"],
    [65_536, "64KiB"],
    [64 << 20, "64MiB"],
    [1.5 * 2 ** 30, "1536MiB"],
    [2 ** 32, "4GiB"],
  ];
  for (const [bytes, expected] of rows) {
    assertEquals(formatSize(bytes), expected);
    assertEquals(parseSize("--max-memory", expected), bytes);
  }
});
