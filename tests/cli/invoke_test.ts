/**
 * `--invoke`: numbers as text in, results a line each out.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { type Row, testRows } from "./rows.ts";

const prepare = (place: { readonly path: string }): void => {
  for (const name of ["initialize_once.wasm", "initialize_exits.wasm"]) {
    Deno.copyFileSync(
      fromFileUrl(new URL(`guests/${name}`, import.meta.url)),
      `${place.path}/${name}`,
    );
  }
};

/** A row in which a function of `values.wasm` gives these lines. */
function gives(name: string, args: readonly string[], ...lines: readonly string[]): Row {
  return {
    name: `${name}(${args.join(", ")})`,
    words: ["--invoke", name, "values.wasm", ...args],
    stdout: lines.map((line) => `${line}\n`).join(""),
  };
}

/** A row in which an argument is not of the function's type. */
function refuses(name: string, argument: string): Row {
  const shown = argument.replace("\n", "\\u{a}").replace("\x1b", "\\u{1b}");
  const literal = shown.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return {
    name: `${name}(${JSON.stringify(argument)})`,
    words: ["--invoke", name, "values.wasm", argument],
    status: 2,
    error: new RegExp(`\\b[Aa]rgument .*${literal}.*\\b${name}\\b`),
  };
}

testRows("--invoke reads an i32, signed or unsigned", [
  gives("i32", ["0"], "0"),
  gives("i32", ["-1"], "-1"),
  gives("i32", ["+7"], "7"),
  gives("i32", ["007"], "7"),
  gives("i32", ["2147483647"], "2147483647"),
  gives("i32", ["2147483648"], "-2147483648"),
  gives("i32", ["4294967295"], "-1"),
  gives("i32", ["-2147483648"], "-2147483648"),
  gives("i32", ["0x10"], "16"),
  gives("i32", ["-0x10"], "-16"),
  gives("i32", ["0xFFffFFff"], "-1"),
  ...["4294967296", "-2147483649", "99999999999999999999", "0x100000000", "1.0", "1e3", "", " 1"]
    .map((argument) => refuses("i32", argument)),
  ...["1 ", "1\n", "\x1b[1m", "0x", "0b1", "0o7", "1_0", "nan", "--", "-", "0x-1", "1n", "one"]
    .map((argument) => refuses("i32", argument)),
], { once: true });

testRows("--invoke reads an i64 without a loss", [
  gives("i64", ["-1"], "-1"),
  gives("i64", ["9007199254740993"], "9007199254740993"),
  gives("i64", ["9223372036854775807"], "9223372036854775807"),
  gives("i64", ["-9223372036854775808"], "-9223372036854775808"),
  gives("i64", ["18446744073709551615"], "-1"),
  gives("i64", ["0x7fffffffffffffff"], "9223372036854775807"),
  ...["18446744073709551616", "-9223372036854775809", "1.5", "inf"]
    .map((argument) => refuses("i64", argument)),
], { once: true });

testRows("--invoke reads f32 and f64, and prints what distinguishes them", [
  gives("f32", ["1.5"], "1.5"),
  gives("f32", ["-1e10"], "-10000000000"),
  gives("f32", ["inf"], "Infinity"),
  gives("f32", ["nan"], "NaN"),
  gives("f64", ["0.1"], "0.1"),
  gives("f64", [".5"], "0.5"),
  gives("f64", ["5."], "5"),
  gives("f64", ["+1E-3"], "0.001"),
  gives("f64", ["-1.7976931348623157e308"], "-1.7976931348623157e+308"),
  gives("f64", ["NaN"], "NaN"),
  gives("f64", ["-inf"], "-Infinity"),
  gives("f64", ["Infinity"], "Infinity"),
  gives("is negative", ["-0"], "1"),
  gives("is negative", ["0"], "0"),
  // A zero keeps its sign on the way out, too.
  gives("f64", ["-0"], "-0"),
  gives("f64", ["0x10"], "16"),
  gives("f64", ["-0xff"], "-255"),
  gives("f64", ["-nan"], "NaN"),
  gives("f32", ["-0.0"], "-0"),
  ...["", ".", "e5", "1e", "0x", "1,5", "infinite", "1f", "--1"]
    .map((argument) => refuses("f64", argument)),
], { once: true });

testRows("--invoke prints every result on a line of its own", [
  gives("nothing", []),
  gives("reversed", ["-1", "9007199254740993", "0.5", "-inf"], ...[
    ...["-Infinity", "0.5", "9007199254740993", "-1"],
  ]),
  {
    name: "behind what the guest wrote",
    words: ["--invoke", "greet", "reactor.wasm"],
    stdout: "hello from a reactor\n",
  },
  {
    name: "a module on standard input",
    words: ["--invoke=i32", "-", "-5"],
    stdin: Deno.readFileSync(new URL("guests/values.wasm", import.meta.url)),
    stdout: "-5\n",
  },
  {
    name: "no result of a guest that ended itself",
    words: ["--invoke", "leave", "reactor.wasm", "7"],
    status: 7,
  },
]);

testRows("--invoke initialises a reactor once, before the call, and never calls _start", [
  {
    name: "a reactor with _initialize",
    words: ["--invoke", "is_initialised", "reactor.wasm"],
    stdout: "1\n",
  },
  { name: "once", words: ["--invoke", "calls", "initialize_once.wasm"], stdout: "1\n" },
  {
    name: "also when it is _initialize that is asked for",
    words: ["--invoke", "_initialize", "initialize_once.wasm"],
  },
  {
    name: "a guest that ends while it is initialised",
    words: ["--invoke", "value", "initialize_exits.wasm"],
    status: 3,
  },
  { name: "a reactor without --invoke", words: ["reactor.wasm"] },
  { name: "a reactor without --invoke that ends", words: ["initialize_exits.wasm"], status: 3 },
  {
    name: "_start of a command, as any export",
    words: ["--invoke", "_start", "args.wasm"],
    stdout: "arg[args.wasm]\n",
  },
], { prepare });

testRows("--invoke ends with 126 for what is no function, and with 2 for wrong arguments", [
  ...["missing", "", "I32", "i32 ", "toString", "__proto__", "constructor", "-"].map((
    name,
  ): Row => ({
    name: `export ${JSON.stringify(name)}`,
    words: ["--invoke", name, "values.wasm", "1"],
    status: 126,
    error: new RegExp(`no export.*${name}`),
  })),
  {
    name: "an export with control characters",
    words: ["--invoke", "a\x1b[1m\n\u202eb", "values.wasm"],
    status: 126,
    error: /no export a\\u\{1b\}\[1m\\u\{a\}\\u\{202e\}b$/,
  },
  {
    name: "a global",
    words: ["--invoke", "number", "values.wasm"],
    status: 126,
    error: /number is not a function$/,
  },
  {
    name: "a memory",
    words: ["--invoke", "memory", "reactor.wasm"],
    status: 126,
    error: /memory is not a function$/,
  },
  {
    name: "a vector as parameter",
    words: ["--invoke", "takes a vector", "values.wasm", "1"],
    status: 126,
    error: /takes a vector .*v128/,
  },
  {
    name: "a reference as result",
    words: ["--invoke", "gives a reference", "values.wasm"],
    status: 126,
    error: /gives a reference .*externref/,
  },
  ...[[], ["1", "2", "3"], ["1", "2", "3", "4", "5"], ["--", "1", "2", "3", "4"]].map((
    args,
  ): Row => ({
    name: `${args.length} arguments for 4`,
    words: ["--invoke", "reversed", "values.wasm", ...args],
    status: 2,
    error: new RegExp(`^reversed .*4 arguments.*i32, i64, f32, f64.*\\b${args.length}$`),
  })),
  {
    name: "an argument for none",
    words: ["--invoke", "nothing", "values.wasm", "--stdout"],
    status: 2,
    error: /^nothing .*\b0 arguments/,
  },
], { once: true });
