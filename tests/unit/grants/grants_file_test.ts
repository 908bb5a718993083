import { assert, assertEquals, assertThrows } from "@std/assert";
import { valuesOf } from "../../../lib/cli/option_values.ts";
import { OPTIONS } from "../../../lib/cli/options.ts";
import { FILE_OPTIONS, parseGrantsFile } from "../../../lib/grants/grants_file.ts";
import { TextError } from "../../../lib/grants/jsonc.ts";
import schema from "../../../lib/grants/grants.schema.json" with { type: "json" };

Deno.test("parseGrantsFile() reads options as the command line has them", () => {
  const text = `// A policy.
{
  "$schema": "./grants.schema.json",
  "dir": ["data::/data::ro", "out"],
  "env": ["LANG=C", "HOME"],
  "inherit-env": false,
  "timeout": "2s", "max-handles": 64,
}`;
  assertEquals(
    parseGrantsFile(text).map(({ option, text }) => [option, text]),
    [
      ["dir", "data::/data::ro"],
      ["dir", "out"],
      ["env", "LANG=C"],
      ["env", "HOME"],
      ["timeout", "2s"],
      ["max-handles", "64"],
    ],
  );
  assertEquals(parseGrantsFile('{"inherit-env": true}'), [
    { option: "inherit-env", text: "true", at: 16 },
  ]);
});

Deno.test("parseGrantsFile() refuses what is not an option of a file, and says where", () => {
  const rows: readonly [text: string, at: number, message: string, hint?: string][] = [
    ["[]", 0, "an object is expected, not array"],
    ['{"dirs": []}', 1, "dirs is no option of a file of grants", '"dir"'],
    ['{"__proto__": 1}', 1, "__proto__ is no option of a file of grants"],
    ['{"explain": true}', 1, "explain is no option of a file of grants"],
    ['{"dir": "a"}', 8, "dir must be an array of strings, not string"],
    ['{"dir": ["a", 1]}', 14, "dir must be a string, not number"],
    ['{"timeout": 2}', 12, "timeout must be a string, not number"],
    ['{"max-handles": "2"}', 16, "max-handles must be a number, not string"],
    ['{"inherit-env": "yes"}', 16, "inherit-env must be true or false, not string"],
    ['{"stdin": null}', 10, "stdin must be a string, not null"],
    ['{"$schema": 1}', 12, "$schema must be a string, not number"],
  ];
  for (const [text, at, message, hint] of rows) {
    const error = assertThrows(() => parseGrantsFile(text), TextError);
    assertEquals([error.at, error.message], [at, message], text);
    if (hint !== undefined) assertEquals(error.hint, hint);
  }
});

Deno.test("FILE_OPTIONS are options of run, with a value or without as their shape says", () => {
  for (const [name, shape] of Object.entries(FILE_OPTIONS)) {
    const option = OPTIONS.find((one) => one.name === name);
    assert(option !== undefined, name);
    assertEquals(option.value === undefined, shape === "switch", name);
    assertEquals(option.repeatable ?? false, shape === "texts", name);
    valuesOf(name);
  }
});

/** The part of JSON Schema that the schema makes use of. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
}

function fits(value: unknown, one: Schema): boolean {
  if (one.enum !== undefined && !one.enum.includes(value)) return false;
  switch (one.type) {
    case undefined:
      return true;
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value) && Number(value) >= one.minimum! &&
        Number(value) <= one.maximum!;
    case "string":
      return typeof value === "string" && value.length >= (one.minLength ?? 0) &&
        new RegExp(one.pattern ?? "", "u").test(value);
    case "array":
      return Array.isArray(value) && value.every((item) => fits(item, one.items!));
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value) &&
        Object.entries(value).every(([name, each]) =>
          Object.hasOwn(one.properties!, name) && fits(each, one.properties![name]!)
        );
  }
  throw new Error(`this test knows no type ${one.type}`);
}

function isTaken(value: unknown): boolean {
  try {
    for (const { option, text } of parseGrantsFile(JSON.stringify(value))) {
      valuesOf(option).check(text);
    }
    return true;
  } catch {
    return false;
  }
}

Deno.test("grants.schema.json names the options that a file may have, and takes what is taken", () => {
  assertEquals(Object.keys(schema.properties), ["$schema", ...Object.keys(FILE_OPTIONS)]);
  const values = [
    ...[true, false, null, 0, 1, 64, 1.5, 2 ** 31, "", "x", "inherit", "null", "file:", "file:x"],
    ...["append:x", "a=b", "=b", "2s", "2", "500ms", "1.5h", "2d", "64MiB", "64MB", "1B", "strict"],
    ...["fd:3", "fd:x", "tcp:localhost:80", "tcp:localhost", "listen:127.0.0.1:0", ["web=null"]],
    ...[["web=inherit"], ["web=listen:127.0.0.1:80"], ["web=fd:3"], ["null"], ["a:b=null"]],
    ...["basic", "none", [], ["a"], ["a::/b::ro"], ["A=1", "B"], ["=1"], [""], [1], {}],
  ];
  for (const name of Object.keys(schema.properties)) {
    for (const value of values) {
      const document = { [name]: value };
      assertEquals(fits(document, schema), isTaken(document), JSON.stringify(document));
    }
  }
  for (const document of [[], null, "x", { nope: 1 }, {}]) {
    assertEquals(fits(document, schema), isTaken(document), JSON.stringify(document));
  }
});
