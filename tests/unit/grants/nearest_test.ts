import { assertEquals } from "@std/assert";
import { nearest } from "../../../lib/grants/nearest.ts";

const OPTIONS = ["--dir", "--env", "--inherit-env", "--stdin", "--stdout", "--stderr", "--help"];

Deno.test("nearest() is the candidate that takes the fewest changes", () => {
  const rows: readonly [word: string, expected: string | undefined][] = [
    ["--dir", "--dir"],
    ["--dirs", "--dir"],
    ["--di", "--dir"],
    ["-dir", "--dir"],
    ["--dri", "--dir"],
    ["--evn", "--env"],
    ["--stdot", "--stdout"],
    ["--stdoutt", "--stdout"],
    ["--std-err", "--stderr"],
    ["--inheritenv", "--inherit-env"],
    ["--inherit_environ", "--inherit-env"],
    ["--HELP", undefined],
    ["--network", undefined],
    ["--verbose-output", undefined],
    ["", undefined],
    ["-", undefined],
  ];
  for (const [word, expected] of rows) assertEquals(nearest(word, OPTIONS), expected, word);
});

Deno.test("nearest() allows two changes in a short word, and a third of a long one", () => {
  const rows: readonly [word: string, candidate: string, near: boolean][] = [
    ["ab", "cd", true],
    ["abc", "abcde", true],
    ["abc", "abcdef", false],
    ["abcdefghi", "abcdefxyz", true],
    ["abcdefghi", "abcdewxyz", false],
    ["abcdefghijkl", "abcdefghwxyz", true],
  ];
  for (const [word, candidate, near] of rows) {
    assertEquals(nearest(word, [candidate]), near ? candidate : undefined, `${word} ${candidate}`);
  }
});

Deno.test("nearest() takes the first of several that are equally near, and none of none", () => {
  assertEquals(nearest("--stdxx", ["--stdin", "--stdio"]), "--stdin");
  assertEquals(nearest("--dir", []), undefined);
});

Deno.test("nearest() is quick about a word that is long", () => {
  assertEquals(nearest("x".repeat(20_000), OPTIONS), undefined);
});
