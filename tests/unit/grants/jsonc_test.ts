import { assertEquals, assertThrows } from "@std/assert";
import { type JsonValue, lineAndColumn, parseJsonc, TextError } from "../../../lib/grants/jsonc.ts";

/** The value without its places. */
function plain(value: JsonValue): unknown {
  switch (value.kind) {
    case "object":
      return Object.fromEntries(value.members.map((one) => [one.name, plain(one.value)]));
    case "array":
      return value.items.map(plain);
    case "null":
      return null;
    default:
      return value.value;
  }
}

Deno.test("parseJsonc() reads JSON as JSON.parse() does", () => {
  const rows = [
    ...["null", "true", "false", "0", "-0", "-1.5e+3", "1E2", '""', "[]", "{}", " [ 1 , 2 ] "],
    ...['"\\u00e9\\n\\"\\\\\\/"', '"é🙂\u2028"', '{"a":{"b":[null,{}]},"":1}', "\r\n\t1\n"],
    ...['"//no comment"', '"/* nor this */"'],
  ];
  for (const text of rows) assertEquals(plain(parseJsonc(text)), JSON.parse(text), text);
});

Deno.test("parseJsonc() takes comments, a comma at the end, and a mark of the byte order", () => {
  const rows: readonly [text: string, value: unknown][] = [
    ["// first\n{ /* a */ 'x': 1 }".replaceAll("'", '"'), { x: 1 }],
    ["[1, // one\n 2, /* two */ /**/ ]", [1, 2]],
    ['{"a": 1,}', { a: 1 }],
    ["1 // behind", 1],
    ["1 /* ** / */", 1],
    ["\ufeff1", 1],
  ];
  for (const [text, value] of rows) assertEquals(plain(parseJsonc(text)), value, text);
});

Deno.test("parseJsonc() refuses what is not JSON, and says where", () => {
  const rows: readonly [text: string, at: number, message: string][] = [
    ["", 0, "a value is expected, not the end of the file"],
    ["// only", 7, "a value is expected, not the end of the file"],
    ["/* open", 0, "a value is expected, not /"],
    ["[1 2]", 3, ", or ] is expected, not 2"],
    ["[,]", 1, "a value is expected, not ,"],
    ["[1,,]", 3, "a value is expected, not ,"],
    ["[1", 2, ", or ] is expected, not the end of the file"],
    ['{"a" 1}', 5, ": is expected, not 1"],
    ["{a: 1}", 1, "a name in quotes is expected, not a"],
    ["{'a': 1}", 1, "a name in quotes is expected, not '"],
    ['{"a": 1 "b": 2}', 8, ', or } is expected, not "'],
    ["yes", 0, "a value is expected, not yes"],
    ["01", 1, "the end is expected, not 1"],
    ["+1", 0, "a value is expected, not +"],
    [".5", 0, "a value is expected, not ."],
    ["1 1", 2, "the end is expected, not 1"],
    ["🙂", 0, "a value is expected, not 🙂"],
    ['"open', 0, "a string does not end in its line, or has an escape that JSON does not know"],
    ['"a\nb"', 0, "a string does not end in its line, or has an escape that JSON does not know"],
    ['"\\x"', 0, "a string does not end in its line, or has an escape that JSON does not know"],
    ['{"a": 1, "b": 2, "a": 3}', 17, "a comes twice"],
    ['{"a": 1, "\\u0061": 3}', 9, "a comes twice"],
    ["[".repeat(100), 65, "too many values lie within each other"],
  ];
  for (const [text, at, message] of rows) {
    const error = assertThrows(() => parseJsonc(text), TextError);
    assertEquals([error.at, error.message], [at, message], text);
  }
});

Deno.test("parseJsonc() keeps the place of every value", () => {
  const value = parseJsonc('{\n  "a": [1, "x"]\n}');
  assertEquals(value, {
    kind: "object",
    at: 0,
    members: [{
      name: "a",
      at: 4,
      value: {
        kind: "array",
        at: 9,
        items: [{ kind: "number", at: 10, value: 1 }, { kind: "string", at: 13, value: "x" }],
      },
    }],
  });
});

Deno.test("lineAndColumn() counts lines and characters from 1", () => {
  const rows: readonly [text: string, at: number, line: number, column: number][] = [
    ["", 0, 1, 1],
    ["abc", 2, 1, 3],
    ["a\nbc", 2, 2, 1],
    ["a\nbc", 4, 2, 3],
    ["a\r\nb", 3, 2, 1],
    ["🙂🙂x", 4, 1, 3],
  ];
  for (const [text, at, line, column] of rows) {
    assertEquals(lineAndColumn(text, at), [line, column]);
  }
});
