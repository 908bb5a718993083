import { assertEquals } from "@std/assert";
import { commandLine } from "../../../lib/grants/command_line.ts";

Deno.test("commandLine() quotes what a shell would take for something else", () => {
  const rows: readonly [words: readonly string[], expected: string][] = [
    [["--dir", "data::/data::ro"], "--dir data::/data::ro"],
    [["--env", "A=b"], "--env A=b"],
    [
      ["a b", "$x", "it's", "~", "", "=a", "*", "a\nb"],
      "'a b' '$x' 'it'\\''s' '~' '' '=a' '*' 'a\nb'",
    ],
    [["caf\u00e9"], "'caf\u00e9'"],
  ];
  for (const [words, expected] of rows) assertEquals(commandLine(words), expected);
});
