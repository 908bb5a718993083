import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Arguments, parseArguments } from "../../../lib/cli/arguments.ts";
import { refusalOfPromise } from "../outcome.ts";

type Options = Readonly<Record<string, readonly string[]>>;

async function parsed(words: readonly string[]): Promise<[Options, Arguments["module"], string[]]> {
  const { options, module, args } = await parseArguments(words);
  return [Object.fromEntries(options), module, [...args]];
}

Deno.test("parseArguments() splits options, module and the guest's arguments", async () => {
  const rows: readonly [words: readonly string[], Options, module?: string, args?: string[]][] = [
    [[], {}],
    [["m.wasm"], {}, "m.wasm"],
    [["m.wasm", "a", "b"], {}, "m.wasm", ["a", "b"]],
    [["-"], {}, "-"],
    [["-", "-"], {}, "-", ["-"]],
    [[""], {}, ""],
    [["a=b"], {}, "a=b"],
    [["--dir", "d", "m"], { dir: ["d"] }, "m"],
    [["--dir=d", "m"], { dir: ["d"] }, "m"],
    [["--dir", "d"], { dir: ["d"] }],
    [["--dir", "a", "--dir=b", "--dir", "a", "m"], { dir: ["a", "b", "a"] }, "m"],
    [["--dir", "a", "--env", "B=1", "--dir", "c", "m"], { dir: ["a", "c"], env: ["B=1"] }, "m"],
    [["--explain", "m"], { explain: ["true"] }, "m"],
    [["--inherit-env", "--explain"], { "inherit-env": ["true"], explain: ["true"] }],
    // Everything behind the module is the guest's.
    [["m", "--dir", "/"], {}, "m", ["--dir", "/"]],
    [["m", "--help"], {}, "m", ["--help"]],
    [["--dir", "d", "m", "--dir", "e", "--nope", "--"], { dir: ["d"] }, "m", [
      ...["--dir", "e", "--nope", "--"],
    ]],
    [["m", "--", "x"], {}, "m", ["--", "x"]],
    [["m", "run", "--help"], {}, "m", ["run", "--help"]],
    // A module whose name looks like something else.
    [["--", "-m.wasm"], {}, "-m.wasm"],
    [["--", "--dir", "x"], {}, "--dir", ["x"]],
    [["--dir", "d", "--", "m", "--"], { dir: ["d"] }, "m", ["--"]],
    [["--"], {}],
    [["--", "--"], {}, "--"],
    // Values that look like something else.
    [["--argv0", "-x", "m"], { argv0: ["-x"] }, "m"],
    [["--argv0", "--dir", "m"], { argv0: ["--dir"] }, "m"],
    [["--argv0", "--", "m"], { argv0: ["--"] }, "m"],
    [["--argv0", "-", "m"], { argv0: ["-"] }, "m"],
    [["--argv0", "", "m"], { argv0: [""] }, "m"],
    [["--argv0=", "m"], { argv0: [""] }, "m"],
    [["--argv0", "=x", "m"], { argv0: ["=x"] }, "m"],
    [["--argv0==x", "m"], { argv0: ["=x"] }, "m"],
    [["--argv0", "5", "m"], { argv0: ["5"] }, "m"],
    [["--argv0", "007", "m"], { argv0: ["007"] }, "m"],
    [["--argv0", "1e3", "m"], { argv0: ["1e3"] }, "m"],
    [["--argv0", "true", "m"], { argv0: ["true"] }, "m"],
    [["--argv0", "false", "m"], { argv0: ["false"] }, "m"],
    [["--argv0", "a b", "m"], { argv0: ["a b"] }, "m"],
    [["--env", "A=B=C", "m"], { env: ["A=B=C"] }, "m"],
    [["--env=A=B=C", "m"], { env: ["A=B=C"] }, "m"],
    [["--env", "A=1\n2=3", "m"], { env: ["A=1\n2=3"] }, "m"],
    [["--env=\n", "m"], { env: ["\n"] }, "m"],
    [["--env", "__proto__=x", "m"], { env: ["__proto__=x"] }, "m"],
    [["--env", "é=\u{1f642}", "m"], { env: ["é=\u{1f642}"] }, "m"],
    [["--dir", "", "m"], { dir: [""] }, "m"],
    [["--dir", "", "--dir", "", "m"], { dir: ["", ""] }, "m"],
    [["--dir", "a::/b::ro", "m"], { dir: ["a::/b::ro"] }, "m"],
    [["--stdout", "append:a=b", "m"], { stdout: ["append:a=b"] }, "m"],
    [["--invoke", "f", "m", "-1", "2"], { invoke: ["f"] }, "m", ["-1", "2"]],
  ];
  for (const [words, options, module, args = []] of rows) {
    assertEquals(await parsed(words), [options, module, args], words.join(" "));
  }
});

Deno.test("parseArguments() refuses with status 2 what is not an option", async () => {
  const rows: readonly [words: readonly string[], option: string, hint: string | undefined][] = [
    [["--dirs", "d", "m"], "--dirs", "--dir d"],
    [["--stdot=x", "m"], "--stdot", "--stdout=x"],
    [["--evn", "A=1", "m"], "--evn", "--env A=1"],
    [["-dir", "d", "m"], "-dir", "--dir d"],
    [["-x", "m"], "-x", undefined],
    [["--no-help", "m"], "--no-help", undefined],
    [["--no-explain", "m"], "--no-explain", undefined],
    [["--Dir", "d", "m"], "--Dir", undefined],
    [["--constructor", "m"], "--constructor", undefined],
    [["--__proto__", "m"], "--__proto__", undefined],
    [["--dir.x", "m"], "--dir.x", undefined],
    [["---dir", "m"], "---dir", undefined],
    [["--=x", "m"], "--", undefined],
    [["-=x", "m"], "-", undefined],
    [["--dir", "d", "--nonsense-option", "m"], "--nonsense-option", undefined],
  ];
  for (const [words, option, hint] of rows) {
    const refusal = await refusalOfPromise(parseArguments(words));
    assertEquals(refusal.status, 2, words.join(" "));
    assertStringIncludes(refusal.message, `unknown option ${option}`);
    if (hint !== undefined) assertEquals(refusal.hint, hint);
    assertEquals(typeof refusal.hint, "string");
  }
});

Deno.test("parseArguments() refuses with status 2 a value that is missing or not wanted", async () => {
  const rows: readonly [words: readonly string[], option: string][] = [
    [["--dir"], "--dir"],
    [["--explain", "--env"], "--env"],
    [["--dir", "d", "--stdin"], "--stdin"],
    [["--explain=yes", "m"], "--explain"],
    [["--explain=", "m"], "--explain"],
    [["--inherit-env=true", "m"], "--inherit-env"],
  ];
  for (const [words, option] of rows) {
    const refusal = await refusalOfPromise(parseArguments(words));
    assertEquals(refusal.status, 2, words.join(" "));
    assertStringIncludes(refusal.message, option);
  }
  const { hint = "" } = await refusalOfPromise(parseArguments(["--stdin"]));
  assertStringIncludes(hint, "--stdin");
});

Deno.test("parseArguments() refuses with status 2 a single option that is given twice", async () => {
  const rows: readonly (readonly string[])[] = [
    ["--argv0", "a", "--argv0", "b", "m"],
    ["--argv0", "a", "--argv0=a", "m"],
    ["--stdin", "null", "--stdin", "null", "m"],
    ["--explain", "--explain", "m"],
    ["--inherit-env", "--dir", "d", "--inherit-env", "m"],
    ["--argv0", "", "--argv0", "", "m"],
  ];
  for (const words of rows) {
    const refusal = await refusalOfPromise(parseArguments(words));
    assertEquals(refusal.status, 2, words.join(" "));
    assertStringIncludes(refusal.message, "2 times");
  }
});

Deno.test("parseArguments() takes a value that can be left out behind = alone", async () => {
  const rows: readonly [words: string[], trace: string | undefined, module: string][] = [
    [["--trace", "m.wasm"], "", "m.wasm"],
    [["--trace=f=g", "m.wasm"], "f=g", "m.wasm"],
    [["--trace=--", "m.wasm"], "--", "m.wasm"],
    [["--trace", "--env", "A", "m.wasm"], "", "m.wasm"],
    [["m.wasm", "--trace"], undefined, "m.wasm"],
  ];
  for (const [words, trace, module] of rows) {
    const parsed = await parseArguments(words);
    assertEquals(
      [parsed.options.get("trace")?.[0], parsed.module],
      [trace, module],
      words.join(" "),
    );
  }
  assertEquals((await refusalOfPromise(parseArguments(["--trace=", "m.wasm"]))).status, 2);
});
