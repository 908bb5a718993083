/**
 * The words of the command line: what belongs to Sluice, what to the guest, and what is wrong.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { shell, sluice } from "./spawn.ts";
import { type Row, testRows } from "./rows.ts";
import { workspace } from "./workspace.ts";

/** What `args.wasm` prints for these arguments. */
function printed(args: readonly string[], environ: readonly string[] = []): string {
  return [...args.map((one) => `arg[${one}]\n`), ...environ.map((one) => `env[${one}]\n`)].join("");
}

/** A row in which the guest gets `args` behind its own name. */
function passes(words: readonly string[], args: readonly string[], name = words.join(" ")): Row {
  return { name, words, stdout: printed(args) };
}

/** A row in which the command line is refused. */
function refuses(words: readonly string[], error: RegExp, hint?: RegExp | null): Row {
  const name = JSON.stringify(words.join(" "));
  return { name, words, status: 2, error, ...hint !== undefined && { hint } };
}

testRows("everything behind MODULE is the guest's", [
  passes(["args.wasm"], ["args.wasm"]),
  passes(["./args.wasm", "a", "", "two words"], ["args.wasm", "a", "", "two words"]),
  passes(["args.wasm", "--dir", "/"], ["args.wasm", "--dir", "/"]),
  passes(["args.wasm", "--help"], ["args.wasm", "--help"]),
  passes(["args.wasm", "--version", "-x", "-"], ["args.wasm", "--version", "-x", "-"]),
  passes(["args.wasm", "--", "b"], ["args.wasm", "--", "b"]),
  passes(["args.wasm", "--", "--", "--env"], ["args.wasm", "--", "--", "--env"]),
  passes(["args.wasm", "run", "args.wasm"], ["args.wasm", "run", "args.wasm"]),
  passes(["--", "args.wasm", "--", "b"], ["args.wasm", "--", "b"]),
  passes(["run", "args.wasm", "a"], ["args.wasm", "a"]),
  passes(["run", "--", "args.wasm", "--bogus"], ["args.wasm", "--bogus"]),
  passes(["run", "--argv0", "run", "args.wasm"], ["run"]),
  passes(["--stdin", "null", "--", "args.wasm"], ["args.wasm"]),
  passes(["--", "run"], ["run"], "a module that is called run"),
  passes(["--", "-m.wasm", "-n"], ["-m.wasm", "-n"], "a module whose name begins with -"),
  passes(["./help"], ["help"], "a module that is called help"),
  passes(["a b%s%%c.wasm"], ["a b%s%%c.wasm"], "a module with blanks and percents in its name"),
  passes(["args.wasm", "line\nfeed", "\x1b[31m", "caf\u00e9 \u{1f600}"], [
    "args.wasm",
    "line\nfeed",
    "\x1b[31m",
    "caf\u00e9 \u{1f600}",
  ], "no character of an argument is changed"),
  passes(["args.wasm", ...Array(60).fill("x".repeat(1000))], [
    "args.wasm",
    ...Array(60).fill("x".repeat(1000)),
  ], "many long arguments"),
], {
  prepare(place) {
    for (const name of ["run", "-m.wasm", "help", "a b%s%%c.wasm"]) {
      Deno.copyFileSync(`${place.path}/args.wasm`, `${place.path}/${name}`);
    }
  },
});

testRows("the value of an option is the next word, whatever it is", [
  passes(["--argv0", "--dir", "args.wasm"], ["--dir"]),
  passes(["--argv0", "--", "args.wasm"], ["--"]),
  passes(["--argv0", "-", "args.wasm"], ["-"]),
  passes(["--argv0=a=b", "args.wasm"], ["a=b"]),
  passes(["--argv0", "--no-color", "args.wasm"], ["--no-color"]),
  passes(["--argv0", "args.wasm", "args.wasm"], ["args.wasm"]),
  passes(["--argv0", "", "args.wasm"], [""]),
  passes(["--argv0=", "args.wasm"], [""]),
  passes(["--argv0", "a\nb", "args.wasm"], ["a\nb"], "--argv0 with a line feed"),
  passes(["--argv0", "1e3", "args.wasm"], ["1e3"], "--argv0 with what looks like a number"),
  passes(["--argv0", "true", "args.wasm"], ["true"], "--argv0 with what looks like a switch"),
  {
    name: "--env with values that look like options",
    words: ["--env", "-x=--y", "--env=--dir=--", "args.wasm"],
    stdout: printed(["args.wasm"], ["-x=--y", "--dir=--"]),
  },
], { once: true });

testRows("a wrong option ends with 2, and nothing is run", [
  refuses([], /no module/, /^sluice \[OPTIONS\] MODULE/),
  refuses(["run"], /no module/),
  refuses(["--"], /no module/),
  refuses(["--env", "A=1"], /no module/),
  refuses(["--bogus", "args.wasm"], /unknown option --bogus$/, /--help/),
  refuses(["--bogus=x", "args.wasm"], /unknown option --bogus$/),
  refuses(["--expain", "args.wasm"], /unknown option --expain$/, /--explain/),
  refuses(["--dirr=data", "args.wasm"], /unknown option --dirr$/, /--dir\b/),
  refuses(["--std-out", "null", "args.wasm"], /unknown option --std-out$/, /--stdout/),
  refuses(["-env", "A=1", "args.wasm"], /unknown option -env$/, /--env/),
  refuses(["--inherit_env", "args.wasm"], /unknown option --inherit_env$/, /--inherit-env/),
  refuses(["--no-help"], /unknown option --no-help$/),
  refuses(["--toString"], /unknown option --toString$/),
  refuses(["--__proto__=x", "args.wasm"], /unknown option --__proto__$/),
  refuses(["-h"], /unknown option -h$/, /--help/),
  refuses(["-d", "data", "args.wasm"], /unknown option -d$/),
  refuses(["--=x", "args.wasm"], /unknown option --$/),
  refuses(
    ["--\x1b[31m\u202e\n", "args.wasm"],
    /unknown option --\\u\{1b\}\[31m\\u\{202e\}\\u\{a\}$/,
  ),
  refuses(["--help=1"], /--help takes no value/),
  refuses(["--explain=", "args.wasm"], /--explain takes no value/),
  refuses(["--inherit-env=A", "args.wasm"], /--inherit-env takes no value/),
  ...[
    ...["--dir", "--env", "--stdin", "--stdout", "--stderr", "--argv0", "--invoke"],
    ...["--timeout", "--max-memory", "--max-handles"],
  ].map((option) =>
    refuses([option], new RegExp(`^${option} has no value$`), new RegExp(`^${option} [A-Z]`))
  ),
  ...["--stdin", "--stdout", "--stderr", "--argv0", "--invoke"].map((option) =>
    refuses([option, "null", option, "null", "args.wasm"], new RegExp(`${option}\\b.* 2 times`))
  ),
  refuses(["--argv0=a", "--argv0", "a", "args.wasm"], /--argv0\b.* 2 times/),
  refuses(["--explain", "--explain"], /--explain\b.* 2 times/),
  refuses(["--inherit-env", "--inherit-env", "args.wasm"], /--inherit-env\b.* 2 times/),
  // What is wrong is said, although only a text is asked for.
  refuses(["--bogus", "--help"], /unknown option --bogus/),
], { once: true });

const help: Row["stdout"] = /^usage: sluice \[run\] \[OPTIONS\] MODULE \[ARGS\.\.\.\]$/m;
testRows("--help and --version print and end, and run nothing", [
  { name: "--help", words: ["--help"], stdout: help },
  { name: "help", words: ["help"], stdout: help },
  { name: "help run", words: ["help", "run"], stdout: help },
  { name: "run --help", words: ["run", "--help"], stdout: help },
  { name: "--help with a module", words: ["--help", "exit.wasm", "3"], stdout: help },
  { name: "--version", words: ["--version"], stdout: /^sluice \d+\.\d+\.\d+\n$/ },
  { name: "run --version", words: ["run", "--version"], stdout: /^sluice / },
  { name: "--version with a module", words: ["--version", "exit.wasm", "3"], stdout: /^sluice / },
], { once: true });

Deno.test("--help names every option and every status, in lines that fit", async () => {
  const { stdout } = await sluice(["--help"]);
  const options = [
    ...["--dir", "--env", "--inherit-env", "--stdin", "--stdout", "--stderr"],
    ...["--argv0", "--invoke", "--timeout", "--max-memory", "--max-handles"],
    ...["--explain", "--help", "--version"],
  ];
  for (const option of options) {
    assertEquals(new RegExp(`^  ${option}\\b`, "m").test(stdout), true, option);
  }
  for (const status of [2, 124, 125, 126, 127, 134]) {
    assertEquals(new RegExp(`\\b${status}\\b`).test(stdout), true, `${status}`);
  }
  assertEquals(stdout.split("\n").filter((line) => line.length > 120), []);
});

testRows("MODULE - is standard input", [
  {
    name: "with arguments",
    words: ["-", "a", "--", "b"],
    stdin: Deno.readFileSync(new URL("../guests/process/arguments.wasm", import.meta.url)),
    stdout: printed(["-", "a", "--", "b"]),
  },
  {
    name: "behind --",
    words: ["--argv0", "name", "--", "-"],
    stdin: Deno.readFileSync(new URL("../guests/process/arguments.wasm", import.meta.url)),
    stdout: printed(["name"]),
  },
  { name: "that is empty", words: ["-"], status: 126, error: /not a WebAssembly module/ },
  {
    name: "that is text",
    words: ["-"],
    stdin: "print('hello')\n",
    status: 126,
    error: /not a WebAssembly module/,
  },
  { name: "a file of that name", words: ["./-"], stdout: printed(["-"]) },
], {
  once: true,
  prepare: (place) => Deno.copyFileSync(`${place.path}/args.wasm`, `${place.path}/-`),
});

Deno.test("bytes that are not UTF-8 are passed on as they are, or refused, never replaced", async () => {
  using place = workspace();
  // What such bytes are replaced by is a name of its own, which must not be taken for them.
  Deno.copyFileSync(`${place.path}/args.wasm`, `${place.path}/\ufffd`);
  const { stdout } = await shell(
    `
      odd=$(printf 'a\\377b')
      check() { LC_ALL=C tr -d 'a-z.[]\\n=' | od -An -to1; }
      sluice args.wasm "$odd" 2>/dev/null | check
      sluice --argv0 "$odd" args.wasm 2>/dev/null | check
      sluice --env "odd=$odd" args.wasm 2>/dev/null | check
      sluice "$(printf '\\377')" 2>/dev/null | check
      odd=$odd; export odd
      sluice --env odd args.wasm > out 2>/dev/null; [ $? = 2 ] || grep -c odd out
    `,
    { cwd: place.path },
  );
  assertMatch(stdout, /^( 377\n)*(1\n)?$/);
});
