import { assertEquals, assertMatch } from "@std/assert";
import { escaped, printError, printWarning } from "../../../lib/cli/messages.ts";

Deno.test("escaped() leaves text alone that shows as it is", () => {
  for (
    const text of ["", "plain text", "é字🙂", "a\\b", "\\u{1b}", "`'\"<>&", "e\u0301", "\ufffd"]
  ) {
    assertEquals(escaped(text), text);
  }
});

Deno.test("escaped() shows what a terminal would act on or hide", () => {
  const rows: readonly [text: string, expected: string][] = [
    ["\x1b[2J", "\\u{1b}[2J"],
    ["\x9b2J", "\\u{9b}2J"],
    ["a\nb", "a\\u{a}b"],
    ["a\rb", "a\\u{d}b"],
    ["a\tb", "a\\u{9}b"],
    ["\0", "\\u{0}"],
    ["\x07\x08", "\\u{7}\\u{8}"],
    ["\x7f", "\\u{7f}"],
    ["\x85", "\\u{85}"],
    ["\u202eabc", "\\u{202e}abc"],
    ["\u2066\u2069", "\\u{2066}\\u{2069}"],
    ["\u200b\u200e\u00ad", "\\u{200b}\\u{200e}\\u{ad}"],
    ["\ufeff", "\\u{feff}"],
    ["\u2028\u2029", "\\u{2028}\\u{2029}"],
    ["\ud800", "\\u{d800}"],
    ["x\udfff", "x\\u{dfff}"],
    ["\u{e0041}", "\\u{e0041}"],
    ["🙂\x1b", "🙂\\u{1b}"],
  ];
  for (const [text, expected] of rows) assertEquals(escaped(text), expected);
});

Deno.test("escaped() leaves no control character in any text", () => {
  let all = "";
  for (let code = 0; code < 0x3000; code++) all += String.fromCharCode(code);
  assertMatch(escaped(all), /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u);
});

/** The lines that a call prints on standard error. */
function printed(call: () => void): string[] {
  const lines: string[] = [];
  const { error } = console;
  console.error = (...words: unknown[]) => void lines.push(words.join(" "));
  try {
    call();
  } finally {
    console.error = error;
  }
  return lines;
}

Deno.test("printError() is one line for the error and one for a hint, both escaped", () => {
  assertEquals(printed(() => printError({ message: "no\nway", hint: undefined })), [
    "error: no\\u{a}way",
  ]);
  assertEquals(printed(() => printError({ message: "no", hint: "try\x1b" })), [
    "error: no",
    "hint: try\\u{1b}",
  ]);
});

Deno.test("printWarning() is one line, escaped", () => {
  assertEquals(printed(() => printWarning("a\rb")), ["warning: a\\u{d}b"]);
});

Deno.test("printError() and printWarning() print a text with % as it is", () => {
  assertEquals(printed(() => printError({ message: "100%s %d", hint: "%o" })), [
    "error: 100%s %d",
    "hint: %o",
  ]);
});

Deno.test("printError() and printWarning() do not fail when nobody can be told", () => {
  const { error } = console;
  console.error = () => {
    throw new Error("standard error is gone");
  };
  try {
    printError({ message: "a", hint: "b" });
    printWarning("c");
  } finally {
    console.error = error;
  }
});
