import { assertEquals, assertStringIncludes } from "@std/assert";
import { type NumberValue, parseInvocation } from "../../../lib/runner/invoke.ts";
import type { ModuleInterface } from "../../../lib/wasm/module_interface.ts";
import { refusalOf } from "../outcome.ts";

/** A module that exports a function `f` of these types. */
function exporting(
  parameters: readonly string[],
  results: readonly string[] = [],
): ModuleInterface {
  return {
    imports: [],
    exports: [
      { name: "memory", kind: "memory" },
      { name: "odd", kind: "function" },
      { name: "f", kind: "function", type: { parameters, results } },
    ],
  };
}

Deno.test("parseInvocation() reads numbers of each type", () => {
  const rows: readonly [type: string, text: string, expected: NumberValue][] = [
    ["i32", "0", 0],
    ["i32", "42", 42],
    ["i32", "-1", -1],
    ["i32", "+7", 7],
    ["i32", "007", 7],
    ["i32", "2147483647", 2 ** 31 - 1],
    ["i32", "-2147483648", -(2 ** 31)],
    ["i32", "4294967295", 2 ** 32 - 1],
    ["i32", "0xff", 255],
    ["i32", "0XFF", 255],
    ["i32", "-0x10", -16],
    ["i32", "0xffffffff", 2 ** 32 - 1],
    ["i64", "0", 0n],
    ["i64", "9007199254740993", 9007199254740993n],
    ["i64", "9223372036854775807", 2n ** 63n - 1n],
    ["i64", "-9223372036854775808", -(2n ** 63n)],
    ["i64", "18446744073709551615", 2n ** 64n - 1n],
    ["i64", "0xffffffffffffffff", 2n ** 64n - 1n],
    ["f32", "1.5", 1.5],
    ["f64", "-0.25", -0.25],
    ["f64", "3", 3],
    ["f64", "1.", 1],
    ["f64", ".5", 0.5],
    ["f64", "+.5", 0.5],
    ["f64", "1e3", 1000],
    ["f64", "1.5E-3", 0.0015],
    ["f64", "-1e+2", -100],
    ["f64", "9007199254740993", 9007199254740992],
    ["f64", "1e400", Infinity],
    ["f64", "inf", Infinity],
    ["f64", "+inf", Infinity],
    ["f64", "-inf", -Infinity],
    ["f64", "infinity", Infinity],
    ["f64", "-Infinity", -Infinity],
    ["f32", "nan", NaN],
    ["f64", "NaN", NaN],
    ["f64", "-nan", NaN],
    ["f64", "0xff", 255],
    ["f64", "-0x10", -16],
    ["f64", "-0", -0],
  ];
  for (const [type, text, expected] of rows) {
    const [value] = parseInvocation(exporting([type]), { name: "f", args: [text] });
    if (!Object.is(value, expected)) assertEquals(value, expected, `${type} ${text}`);
  }
});

Deno.test("parseInvocation() refuses with status 2 what is no number of the type", () => {
  const rows: Readonly<Record<string, readonly string[]>> = {
    i32: [
      ...["", " ", "1.0", "1e3", "x", "0x", "0xg", "--1", "+-1", "1_000", "1 ", " 1", "1n", "nan"],
      ...["4294967296", "-2147483649", "0x100000000", "-0x80000001", "1\n", "٣", "0b1", "0o7"],
    ],
    i64: ["", "1.5", "18446744073709551616", "-9223372036854775809", "0x10000000000000000"],
    f32: ["", ".", "e3", "1e", "1e+", "0xg", "1,5", "--1", "nanx", "1f", "- 1"],
    f64: ["", "-", "+", "--nan", "1__0", "0x1p3", "1.2.3"],
  };
  for (const [type, texts] of Object.entries(rows)) {
    for (const text of texts) {
      const refusal = refusalOf(() =>
        parseInvocation(exporting([type]), { name: "f", args: [text] })
      );
      assertEquals(refusal.status, 2, `${type} ${JSON.stringify(text)}`);
      assertStringIncludes(refusal.message, type);
    }
  }
});

Deno.test("parseInvocation() wants as many arguments as there are parameters", () => {
  const module = exporting(["i32", "i64", "f64"]);
  assertEquals(parseInvocation(module, { name: "f", args: ["1", "2", "3"] }), [1, 2n, 3]);
  assertEquals(parseInvocation(exporting([]), { name: "f", args: [] }), []);
  for (const args of [[], ["1"], ["1", "2"], ["1", "2", "3", "4"]]) {
    const refusal = refusalOf(() => parseInvocation(module, { name: "f", args }));
    assertEquals(refusal.status, 2);
    assertStringIncludes(refusal.message, "i32, i64, f64");
  }
  const saying = (...parameters: string[]) =>
    refusalOf(() => parseInvocation(exporting(parameters), { name: "f", args: ["1", "2"] }))
      .message;
  assertEquals(saying("i32"), "f takes 1 argument (i32), not 2");
  assertEquals(saying(), "f takes 0 arguments, not 2");
});

Deno.test("parseInvocation() refuses with status 126 what cannot be called with text", () => {
  const rows: readonly [why: string, module: ModuleInterface, name: string][] = [
    ["no such export", exporting([]), "missing"],
    ["a name that every object has", exporting([]), "constructor"],
    ["a memory", exporting([]), "memory"],
    ["a function of a type that is not plain", exporting([]), "odd"],
    ["a parameter that is no number", exporting(["i32", "externref"]), "f"],
    ["a vector", exporting(["v128"]), "f"],
    ["a reference", exporting(["ref"]), "f"],
    ["a result that is no number", exporting([], ["funcref"]), "f"],
  ];
  for (const [why, module, name] of rows) {
    for (const args of [[], ["1"]]) {
      assertEquals(refusalOf(() => parseInvocation(module, { name, args })).status, 126, why);
    }
  }
});

Deno.test("parseInvocation() allows results of any number, in any number", () => {
  for (const results of [[], ["i32"], ["i32", "i64", "f32", "f64"]]) {
    assertEquals(parseInvocation(exporting([], results), { name: "f", args: [] }), []);
  }
});
