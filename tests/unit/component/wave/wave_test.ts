import { assertEquals, assertThrows } from "@std/assert";
import type { PrimitiveKind, ValueType } from "../../../../lib/component/types.ts";
import { WaveError } from "../../../../lib/component/wave/cursor.ts";
import { parseInvocation } from "../../../../lib/component/wave/invocation.ts";
import { parseValue } from "../../../../lib/component/wave/parse.ts";
import { printValue } from "../../../../lib/component/wave/print.ts";

const of = (kind: PrimitiveKind): ValueType => ({ kind });
const [BOOL, U8, S8, U32, S64, U64, F32, F64, CHAR, STRING] = [
  of("bool"),
  of("u8"),
  of("s8"),
  of("u32"),
  of("s64"),
  of("u64"),
  of("f32"),
  of("f64"),
  of("char"),
  of("string"),
];
const list = (element: ValueType, length?: number): ValueType => ({
  kind: "list",
  element,
  length,
});
const tuple = (...types: ValueType[]): ValueType => ({ kind: "tuple", types });
const option = (some: ValueType): ValueType => ({ kind: "option", some });
const result = (ok?: ValueType, err?: ValueType): ValueType => ({ kind: "result", ok, err });

const PERSON: ValueType = {
  kind: "record",
  fields: [
    { name: "full-name", type: STRING },
    { name: "age", type: option(U8) },
    { name: "nested", type: option(option(U8)) },
  ],
};
const ALL_OPTIONAL: ValueType = { kind: "record", fields: [{ name: "a", type: option(U8) }] };
const SHAPE: ValueType = {
  kind: "variant",
  cases: [{ name: "circle", type: F64 }, { name: "point" }, { name: "none" }, {
    name: "ok",
    type: U8,
  }],
};
const COLOUR: ValueType = { kind: "enum", names: ["red", "deep-blue", "true"] };
const ACCESS: ValueType = { kind: "flags", names: ["read", "write-all"] };
const RESOURCE: ValueType = { kind: "own", resource: { kind: "resource" } };

/** A text, its value, and how the value is written where that is another text. */
type Row = readonly [text: string, type: ValueType, value: unknown, printed?: string];

const ROWS: readonly Row[] = [
  ["true", BOOL, true],
  [" false // why not", BOOL, false, "false"],
  ["255", U8, 255],
  ["-128", S8, -128],
  ["007", U32, 7, "7"],
  ["4294967295", U32, 4294967295],
  ["-9223372036854775808", S64, -(1n << 63n)],
  ["18446744073709551615", U64, (1n << 64n) - 1n],
  ["1.5", F64, 1.5],
  ["-6.02e+23", F64, -6.02e23, "-6.02e+23"],
  ["3", F64, 3],
  ["-0", F64, -0],
  ["nan", F64, NaN],
  ["inf", F32, Infinity],
  ["-inf", F32, -Infinity],
  ["0.1", F32, Math.fround(0.1)],
  ["16777217", F32, 16777216, "16777216"],
  ["1e-45", F32, 1.401298464324817e-45],
  ["3.4028235e+38", F32, 3.4028234663852886e38],
  ["'x'", CHAR, "x"],
  ["' '", CHAR, " "],
  ["'☃'", CHAR, "☃"],
  ["'\\''", CHAR, "'"],
  ["'\"'", CHAR, '"'],
  ["'\\u{1F600}'", CHAR, "😀", "'😀'"],
  ["'\\u{0}'", CHAR, "\0"],
  ['""', STRING, ""],
  ['"  a // b  "', STRING, "  a // b  "],
  ['"\\t\\n\\r\\\\\\"\'"', STRING, "\t\n\r\\\"'"],
  ['"\\u{1b}[2J"', STRING, "\x1b[2J"],
  ["[]", list(STRING), []],
  ["[1, 2,]", list(U8), new Uint8Array([1, 2]), "[1, 2]"],
  ["[1, 2]", list(U64), new BigUint64Array([1n, 2n])],
  ["[0.5]", list(F32), new Float32Array([0.5])],
  ["[[true], []]", list(list(BOOL)), [[true], []]],
  ["['a', 'b']", list(CHAR, 2), ["a", "b"]],
  ['("a", 1)', tuple(STRING, U8), ["a", 1]],
  [
    '{full-name: "x", age: 3, nested: some(none)}',
    PERSON,
    { fullName: "x", age: 3, nested: { tag: "some", value: undefined } },
    '{full-name: "x", age: some(3), nested: some(none)}',
  ],
  [
    '{ nested: none, full-name: "x" }',
    PERSON,
    { fullName: "x", age: undefined, nested: { tag: "none" } },
    '{full-name: "x"}',
  ],
  ["{:}", ALL_OPTIONAL, { a: undefined }],
  ["{}", ALL_OPTIONAL, { a: undefined }, "{:}"],
  ["circle(1.5)", SHAPE, { tag: "circle", value: 1.5 }],
  ["point", SHAPE, { tag: "point", value: undefined }],
  ["%point", SHAPE, { tag: "point", value: undefined }, "point"],
  ["%none", SHAPE, { tag: "none", value: undefined }],
  ["%ok(1)", SHAPE, { tag: "ok", value: 1 }],
  ["deep-blue", COLOUR, "deep-blue"],
  ["%true", COLOUR, "true"],
  ["none", option(U8), undefined],
  ["some(1)", option(U8), 1],
  ["1", option(U8), 1, "some(1)"],
  ["some(some(1))", option(option(U8)), { tag: "some", value: 1 }],
  ["none", option(option(U8)), { tag: "none" }],
  ["%none", option(SHAPE), { tag: "none", value: undefined }, "some(%none)"],
  ["ok", result(), { tag: "ok", value: undefined }],
  ["err", result(U8), { tag: "err", value: undefined }],
  ["ok(1)", result(U8, STRING), { tag: "ok", value: 1 }],
  ["1", result(U8, STRING), { tag: "ok", value: 1 }, "ok(1)"],
  ['err("no")', result(undefined, STRING), { tag: "err", value: "no" }],
  ["ok(none)", result(option(U8)), { tag: "ok", value: undefined }],
  ["{read, write-all}", ACCESS, { read: true, writeAll: true }],
  ["{write-all,}", ACCESS, { read: false, writeAll: true }, "{write-all}"],
  ["{}", ACCESS, { read: false, writeAll: false }],
];

Deno.test("parseValue() and printValue() are each other's opposite", () => {
  for (const [text, type, value, printed = text] of ROWS) {
    assertEquals(parseValue(text, type), value, text);
    assertEquals(printValue(value, type), printed, text);
    assertEquals(parseValue(printed, type), value, printed);
  }
});

Deno.test("printValue() writes a resource, which cannot be read", () => {
  assertEquals(printValue({}, RESOURCE), "<resource>");
});

const REFUSED: readonly (readonly [text: string, type: ValueType, message: string])[] = [
  ["", U8, "a number (u8) is expected at column 1"],
  ["256", U8, "256 is no u8 at column 1"],
  ["-1", U8, "-1 is no u8 at column 1"],
  ["1.0", U8, "a number (u8) is expected at column 1"],
  ["1x", U8, "a number (u8) is expected at column 1"],
  ["1 2", U8, '"2" is too much at column 3'],
  [`${"9".repeat(100)}`, U64, `${"9".repeat(100)} is no u64 at column 1`],
  ["maybe", BOOL, "true or false is expected at column 1"],
  [".5", F64, "a number (f64) is expected at column 1"],
  ["''", CHAR, "there is no character in the quotes at column 1"],
  ["'ab'", CHAR, "there is more than one character at column 1"],
  ["'\\x'", CHAR, "\\x is no escape at column 4"],
  ["'\\u{d800}'", CHAR, "\\u{d800} is no character at column 10"],
  ["'\\u{1234567}'", CHAR, "\\u{1234567 is no escape at column 12"],
  ['"a', STRING, '" is missing at column 3'],
  ['"a\nb"', STRING, '" is missing before the end of the line at column 4'],
  ["[1, x]", list(U8), "a number (u8) is expected at column 5"],
  ["[1", list(U8), '"," or "]" is expected instead of the end at column 3'],
  ["[1]", list(U8, 2), "a list of 2 is expected, not of 1 at column 1"],
  ["(1)", tuple(U8, U8), "the tuple has 2 values at column 4"],
  ["(1, 2, 3)", tuple(U8, U8), "the tuple has only 2 values at column 8"],
  ["{age: 1}", PERSON, "the field full-name is missing at column 1"],
  ["{size: 1}", PERSON, "a field is expected: full-name, age, nested at column 2"],
  ["{age: 1, age: 2}", PERSON, "the field age is there twice at column 10"],
  ["circle", SHAPE, "circle needs a value: circle(...) at column 7"],
  ["point(1)", SHAPE, "point has no value at column 6"],
  ["none", SHAPE, "one of these is expected: circle, point, none, ok at column 1"],
  ["green", COLOUR, "one of these is expected: red, deep-blue, true at column 1"],
  ["{read, read}", ACCESS, "the flag read is there twice at column 8"],
  ["{run}", ACCESS, "a flag is expected: read, write-all at column 2"],
  ["1", option(option(U8)), "some or none is expected at column 1"],
  ["1", result(), "ok or err is expected at column 1"],
  ["ok", result(U8), "ok needs a value: ok(...) at column 3"],
  ["1", RESOURCE, "a resource cannot be written at column 1"],
  ['("😀", x)', tuple(STRING, U8), "a number (u8) is expected at column 7"],
];

Deno.test("parseValue() says in which column a text goes wrong", () => {
  for (const [text, type, message] of REFUSED) {
    assertThrows(() => parseValue(text, type), WaveError, message, text);
  }
});

Deno.test("parseInvocation() reads a call", () => {
  const parameters = [
    { name: "count", type: U32 },
    { name: "text", type: STRING },
    { name: "limit", type: option(U8) },
  ];
  const type = { kind: "function", parameters } as const;
  const { name, arguments: readArguments } = parseInvocation('do-it(1, "x, )")');
  assertEquals(name, "do-it");
  assertEquals(readArguments(type), [1, "x, )", undefined]);
  assertEquals(parseInvocation('f ( 1 , "" , some(2) , ) ').arguments(type), [1, "", 2]);
  assertEquals(parseInvocation("a:b/c@1.0.0#f()").name, "a:b/c@1.0.0#f");
  const refused: readonly (readonly [string, string])[] = [
    ["f", "the arguments are missing: f(...) at column 2"],
    ["(1)", "the name of a function is missing at column 1"],
    ["f(1)", "the argument text is missing at column 5"],
    ['f(1, "", 2, 3)', "there are more than 3 arguments at column 13"],
    ['f(1, "") g', '"g" is too much at column 10'],
    ["f(1", '"," or ")" is expected instead of the end at column 4'],
  ];
  for (const [text, message] of refused) {
    assertThrows(() => parseInvocation(text).arguments(type), WaveError, message, text);
  }
});

Deno.test("printValue() breaks off what is too long", () => {
  const list = { kind: "list", element: { kind: "u8" } } as const;
  const rows: readonly [value: unknown, type: ValueType, printed: string][] = [
    ["abcdef", { kind: "string" }, '"abcde…'],
    ["abcd", { kind: "string" }, '"abcd"'],
    [Uint8Array.of(1, 2, 3), list, "[1, 2…"],
    [new Uint8Array(2 ** 28), list, "[0, 0…"],
    [{ tag: "ok", value: "abc" }, { kind: "result", ok: { kind: "string" } }, 'ok("ab…'],
  ];
  for (const [value, type, printed] of rows) assertEquals(printValue(value, type, 6), printed);
});
