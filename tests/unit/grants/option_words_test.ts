import { assertEquals } from "@std/assert";
import { parseDirectoryGrant } from "../../../lib/grants/directory.ts";
import { commandLine, directoryWords } from "../../../lib/grants/option_words.ts";

Deno.test("directoryWords() is read as the same grant", () => {
  for (const text of ["data", "..", "data::/d", "data::/d::ro", "a b::/d::fd_read"]) {
    const grant = parseDirectoryGrant(text);
    assertEquals(parseDirectoryGrant(directoryWords(grant)[1]!), grant, text);
  }
});

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
