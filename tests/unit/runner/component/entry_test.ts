import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandOf, entryOf } from "../../../../lib/runner/component/entry.ts";
import type { ComponentType, ExternType, FuncType } from "../../../../lib/component/types.ts";
import { refusalOf } from "../../outcome.ts";

const f: FuncType = { kind: "function", parameters: [], result: { kind: "result" } };

function instance(exports: Readonly<Record<string, ExternType>>): ExternType {
  return { kind: "instance", exports: new Map(Object.entries(exports)) };
}

function exporting(exports: Readonly<Record<string, ExternType>>): ComponentType {
  return { kind: "component", imports: new Map(), exports: new Map(Object.entries(exports)) };
}

const COMPONENT = exporting({
  "plain": f,
  "kind": { kind: "type", bound: "equal", type: { kind: "resource" } },
  "inner": instance({ go: f }),
  "docs:calc/add@1.0.0": instance({ add: f, twice: f }),
  "docs:other/add@2.0.0": instance({ add: f }),
  "docs:calc/sub@1.0.0-rc.1": instance({ sub: f, "[method]x.go": f }),
});

Deno.test("entryOf() finds a function by its name, or by a part of its interface's name", () => {
  const rows: readonly [name: string, ...path: string[]][] = [
    ["plain", "plain"],
    ["inner#go", "inner", "go"],
    ["docs:calc/add@1.0.0#twice", "docs:calc/add@1.0.0", "twice"],
    ["docs:calc/add#add", "docs:calc/add@1.0.0", "add"],
    ["docs:other/add#add", "docs:other/add@2.0.0", "add"],
    ["add#twice", "docs:calc/add@1.0.0", "twice"],
    ["sub#sub", "docs:calc/sub@1.0.0-rc.1", "sub"],
    ["sub#[method]x.go", "docs:calc/sub@1.0.0-rc.1", "[method]x.go"],
  ];
  for (const [name, ...path] of rows) assertEquals(entryOf(COMPONENT, name).path, path, name);
});

Deno.test("entryOf() refuses with status 126 what is not there, or is there twice", () => {
  const rows: readonly [name: string, message: string, hint: string][] = [
    ["missing", "no function missing", "it has: plain, inner#go, docs:calc/add@1.0.0#add"],
    ["constructor", "no function", ""],
    ["kind", "no function kind", ""],
    ["inner", "no function inner", ""],
    ["add", "no function add", ""],
    ["docs:calc/add@9.0.0#add", "no function", ""],
    ["calc/add#add", "no function", ""],
    ["#plain", "no function", ""],
    [
      "add#add",
      "more than one function",
      "docs:calc/add@1.0.0#add or docs:other/add@2.0.0#add",
    ],
  ];
  for (const [name, message, hint] of rows) {
    const refusal = refusalOf(() => entryOf(COMPONENT, name));
    assertEquals(refusal.status, 126, name);
    assertStringIncludes(refusal.message, message, name);
    assertStringIncludes(refusal.hint!, hint, name);
  }
  assertEquals(refusalOf(() => entryOf(exporting({}), "x")).hint, "it has none");
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, f]));
  const resource = instance({ "[constructor]x": f, "[method]x.go": f });
  assertEquals(
    refusalOf(() => entryOf(exporting({ resource, ...many }), "x")).hint,
    "it has: f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 2 more",
  );
});

Deno.test("commandOf() finds the function of wasi:cli/run, of whatever version of 0.2", () => {
  for (const version of ["0.2.0", "0.2.6", "0.2.99"]) {
    const name = `wasi:cli/run@${version}`;
    assertEquals(commandOf(exporting({ plain: f, [name]: instance({ run: f }) })).path, [
      name,
      "run",
    ]);
  }
});

Deno.test("commandOf() refuses with status 126 what is no command", () => {
  const u32 = { kind: "u32" } as const;
  const rows: readonly [why: string, exports: Readonly<Record<string, ExternType>>][] = [
    ["nothing", {}],
    ["another version", { "wasi:cli/run@0.3.0": instance({ run: f }) }],
    ["no function in it", { "wasi:cli/run@0.2.0": instance({}) }],
    ["a function alone", { "run": f }],
    ["parameters", {
      "wasi:cli/run@0.2.0": instance({ run: { ...f, parameters: [{ name: "a", type: u32 }] } }),
    }],
    ["another result", { "wasi:cli/run@0.2.0": instance({ run: { ...f, result: u32 } }) }],
  ];
  for (const [why, exports] of rows) {
    const refusal = refusalOf(() => commandOf(exporting(exports)));
    assertEquals(refusal.status, 126, why);
    assertStringIncludes(refusal.hint!, "--invoke", why);
  }
});
