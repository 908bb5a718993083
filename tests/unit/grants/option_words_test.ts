import { assertEquals } from "@std/assert";
import { dir, parseDirectoryGrant } from "../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../lib/grants/environment.ts";
import type { Grant, StreamGrant } from "../../../lib/grants/grant.ts";
import { commandLine, directoryWords, optionsOf } from "../../../lib/grants/option_words.ts";

Deno.test("optionsOf() has the options that give a grant", () => {
  const rows: readonly [
    grant: Exclude<Grant, StreamGrant>,
    options: readonly (readonly string[])[],
  ][] = [
    [dir("data"), [["--dir", "data"]]],
    [dir("data", { guest: "/d" }), [["--dir", "data::/d"]]],
    [dir("data", { rights: "ro" }), [["--dir", "data::data::ro"]]],
    [dir("d", { guest: "/d", rights: ["fd_read", "path_open"] }), [
      ["--dir", "d::/d::fd_read+path_open"],
    ]],
    [env({ A: "1", B: "=" }), [["--env", "A=1"], ["--env", "B=="]]],
    [inheritEnv("A", "B"), [["--env", "A"], ["--env", "B"]]],
    [inheritEnv(), [["--inherit-env"]]],
  ];
  for (const [grant, options] of rows) assertEquals(optionsOf(grant), options);
});

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
