import { assertEquals } from "@std/assert";
import { commonDirectory, parentOf } from "../../../../lib/runner/audit/common_directory.ts";

Deno.test("commonDirectory() is the nearest one that holds both", () => {
  const rows: readonly [one: string, other: string, expected: string][] = [
    ["a", "a", "a"],
    ["a/b", "a/c", "a"],
    ["a/b", "a/b/c", "a/b"],
    ["ab", "abc", "."],
    ["a", "b", "."],
    [".", "a", "."],
    [".", ".", "."],
  ];
  for (const [one, other, expected] of rows) {
    assertEquals(commonDirectory(one, other), expected);
    assertEquals(commonDirectory(other, one), expected);
  }
});

Deno.test("parentOf() is the directory that holds the last name", () => {
  assertEquals(["a", "a/b", "a/b/c"].map(parentOf), [".", "a", "a/b"]);
});
