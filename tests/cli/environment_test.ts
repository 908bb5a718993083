/**
 * `--env` and `--inherit-env`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { sluice } from "./spawn.ts";
import { type Row, testRows } from "./rows.ts";
import { workspace } from "./workspace.ts";

const HOST = { SLUICE_A: "host a", SLUICE_B: "host b", SLUICE_EMPTY: "" };

/** A row in which the guest has these variables, in any order, and no other. */
function gives(options: readonly string[], ...environ: readonly string[]): Row {
  return {
    name: JSON.stringify(options.join(" ")).slice(0, 80),
    words: [...options, "args.wasm"],
    env: HOST,
    stdout: ["arg[args.wasm]\n", ...environ.map((one) => `env[${one}]\n`)].join(""),
  };
}

function refuses(value: string, error: RegExp): Row {
  return {
    name: JSON.stringify(value),
    words: ["--env", value, "args.wasm"],
    status: 2,
    error,
    hint: /--env NAME=VALUE/,
  };
}

testRows("--env gives a variable, and nothing else", [
  gives([]),
  gives(["--env", "A=1"], "A=1"),
  gives(["--env=A=1"], "A=1"),
  gives(["--env", "A="], "A="),
  gives(["--env", "A=="], "A=="),
  gives(["--env", "A=b=c"], "A=b=c"),
  gives(["--env", "A= two words "], "A= two words "),
  gives(["--env", "A=line\nfeed\x1b[0m"], "A=line\nfeed\x1b[0m"),
  gives(["--env", "A B=1"], "A B=1"),
  gives(["--env", "caf\u00e9=\u{1f600}"], "caf\u00e9=\u{1f600}"),
  gives(["--env", "__proto__=1"], "__proto__=1"),
  gives(["--env", "constructor=1"], "constructor=1"),
  gives(["--env", `A=${"x".repeat(60_000)}`], `A=${"x".repeat(60_000)}`),
  gives(["--env", "A=1", "--env", "B=2"], "A=1", "B=2"),
  gives(["--env", "A=1", "--env", "A=2"], "A=2"),
  gives(["--env", "A=1", "--env", "a=2"], "A=1", "a=2"),
], { once: true });

testRows("--env NAME passes the host's variable on, and one that is unset stays unset", [
  gives(["--env", "SLUICE_A"], "SLUICE_A=host a"),
  gives(["--env", "SLUICE_EMPTY"], "SLUICE_EMPTY="),
  gives(["--env", "SLUICE_UNSET"]),
  gives(["--env", "constructor"]),
  gives(["--env", "SLUICE_UNSET=1", "--env", "SLUICE_UNSET"], "SLUICE_UNSET=1"),
  gives(["--env", "SLUICE_A=1", "--env", "SLUICE_A"], "SLUICE_A=host a"),
  gives(["--env", "SLUICE_A", "--env", "SLUICE_A=1"], "SLUICE_A=1"),
]);

testRows("--env refuses what has no name, and runs nothing", [
  refuses("", /no variable name/),
  refuses("=", /no variable name/),
  refuses("=x", /=x has no variable name/),
  refuses("=\x1b\n\u2066", /=\\u\{1b\}\\u\{a\}\\u\{2066\} has no variable name/),
], { once: true });

Deno.test("--inherit-env passes all on, and gives way to --env wherever that stands", async () => {
  using place = workspace();
  const environ = async (...options: string[]): Promise<string[]> => {
    const { status, stdout, stderr } = await sluice([...options, "args.wasm"], {
      cwd: place.path,
      env: { ...HOST, SLUICE_C: "three\nlines\n" },
    });
    assertEquals({ status, stderr }, { status: 0, stderr: "" });
    assertEquals(stdout.match(/^env\[PATH=/gm)?.length, 1);
    return stdout.match(/^env\[SLUICE_([ABC]|EMPTY)=[^\]]*\]/gm)!.sort();
  };
  const [b, c, empty] = [
    "env[SLUICE_B=host b]",
    "env[SLUICE_C=three\nlines\n]",
    "env[SLUICE_EMPTY=]",
  ];
  assertEquals(await environ("--inherit-env"), ["env[SLUICE_A=host a]", b, c, empty]);
  const set = ["env[SLUICE_A=1]", b, c, empty];
  assertEquals(await environ("--inherit-env", "--env", "SLUICE_A=1"), set);
  assertEquals(await environ("--env", "SLUICE_A=1", "--inherit-env"), set);
  assertEquals(await environ("--env", "SLUICE_A=1", "--inherit-env", "--env", "SLUICE_B"), set);
});
