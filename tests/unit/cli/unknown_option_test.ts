import { assertEquals } from "@std/assert";
import { FOREIGN_OPTIONS } from "../../../lib/cli/foreign_options.ts";
import { INSPECT_OPTIONS, OPTIONS } from "../../../lib/cli/options.ts";
import { unknownOption } from "../../../lib/cli/unknown_option.ts";

Deno.test("unknownOption() names the option, and what was probably meant", () => {
  const rows: readonly [words: readonly string[], message: string, hint: string][] = [
    [["--timout", "5s", "m"], "--timout", "--timeout 5s"],
    [["--timout=5s", "m"], "--timout", "--timeout=5s"],
    [["--timout"], "--timout", "--timeout DURATION"],
    [["--env-file", ".env", "m"], "--env-file", "--env NAME=VALUE for each line of .env"],
    [["--env-file=a b", "m"], "--env-file", "--env NAME=VALUE for each line of a b"],
    [["--volume", "a b:/c", "m"], "--volume", "--dir 'a b::/c'"],
    [["--volume=/c"], "--volume", "--dir /c"],
    [["--volume"], "--volume", "sluice --help lists the options"],
    [["--mapdir", "/g::h", "m"], "--mapdir", "--dir h::/g"],
    [["-Stcp", "m"], "-Stcp", "nothing grants the whole network: leave it out"],
    [["-S", "inherit-env,cli", "m"], "-S", "what a module imports decides that: leave it out"],
    [["-W", "timeout=1s,gc", "m"], "-W", "the engine decides that: leave it out"],
    [["-m", "1.5g", "m"], "-m", "--max-memory 1.5GiB"],
    [["-v", "m.wasm"], "-v", "--version"],
    [["--zzzzzzzz", "m"], "--zzzzzzzz", "sluice --help lists the options"],
  ];
  for (const [words, name, hint] of rows) {
    const refusal = unknownOption(words, OPTIONS);
    assertEquals([refusal.status, refusal.message, refusal.hint], [
      2,
      `unknown option ${name}`,
      hint,
    ]);
  }
  assertEquals(unknownOption(["--jsn"], INSPECT_OPTIONS).hint, "--json");
});

Deno.test("FOREIGN_OPTIONS has each spelling once, and none that is an option here", () => {
  const names = FOREIGN_OPTIONS.flatMap((one) => one.names);
  assertEquals(new Set(names).size, names.length);
  assertEquals(OPTIONS.filter(({ name }) => names.includes(`--${name}`)), []);
});
