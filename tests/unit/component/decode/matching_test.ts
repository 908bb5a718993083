import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { BrokenRule } from "../../../../lib/component/decode/errors.ts";
import { Matching } from "../../../../lib/component/decode/matching.ts";
import { freshInstance, instantiated } from "../../../../lib/component/decode/substitution.ts";
import { Types } from "../../../../lib/component/decode/types.ts";
import type {
  ComponentType,
  ExternType,
  FuncType,
  InstanceType,
  ModuleType,
  ResourceType,
  TypeBound,
  ValueType,
} from "../../../../lib/component/types.ts";
import type { ExternalType } from "../../../../lib/wasm/external_type.ts";

const U8: ValueType = { kind: "u8" };
const STRING: ValueType = { kind: "string" };

const func = (parameters: Record<string, ValueType> = {}, result?: ValueType): FuncType => ({
  kind: "function",
  parameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
  result,
});
const instance = (exports: Record<string, ExternType> = {}): InstanceType => ({
  kind: "instance",
  exports: new Map(Object.entries(exports)),
});
const component = (
  imports: Record<string, ExternType>,
  exports: Record<string, ExternType>,
): ComponentType => ({
  kind: "component",
  imports: new Map(Object.entries(imports)),
  exports: new Map(Object.entries(exports)),
});
const core = (
  imports: Record<string, ExternalType>,
  exports: Record<string, ExternalType>,
): ModuleType => ({
  kind: "module",
  imports: Object.entries(imports).map(([name, type]) => ({ module: "env", name, type })),
  exports: new Map(Object.entries(exports)),
});
const equal = (type: TypeBound["type"]): TypeBound => ({ kind: "type", bound: "equal", type });
const abstract = (type: ResourceType): TypeBound => ({ kind: "type", bound: "sub-resource", type });
const own = (resource: ResourceType): ValueType => ({ kind: "own", resource });
const resource = (): ResourceType => ({ kind: "resource" });

const memory = (minimum: bigint, maximum?: bigint, more = {}): ExternalType => ({
  kind: "memory",
  minimum,
  maximum,
  shared: false,
  addresses: "i32",
  ...more,
});
const table = (minimum: bigint, element = "funcref"): ExternalType => ({
  ...memory(minimum) as ExternalType & { kind: "memory" },
  kind: "table",
  element,
});
const global = (mutable: boolean): ExternalType => ({ kind: "global", type: "i32", mutable });
const coreFunction = (...parameters: string[]): ExternalType => ({
  kind: "function",
  type: { parameters, results: [] },
});

const record = (...names: string[]): ValueType => ({
  kind: "record",
  fields: names.map((name) => ({ name, type: U8 })),
});
const variant = (type?: ValueType): ValueType => ({
  kind: "variant",
  cases: [{ name: "a", type }],
});
const list = (element: ValueType, length?: number): ValueType => ({
  kind: "list",
  element,
  length,
});

const [R, S] = [resource(), resource()];

/** What is there, what is expected, and why it does not fit where it does not. */
type Row = readonly [actual: ExternType, expected: ExternType, message?: string];

const ROWS: readonly Row[] = [
  [func(), func()],
  [func({ a: U8 }, STRING), func({ a: { kind: "u8" } }, { kind: "string" })],
  [func({ a: U8 }), func({ b: U8 }), "the parameters are others"],
  [func({ a: U8 }), func(), "the parameters are others"],
  [func({ a: U8 }), func({ a: STRING }), "a string is expected instead of a u8"],
  [func({}, U8), func(), "only one has a type for result"],
  [func(), instance(), "a instance is expected instead of a function"],

  [equal(record("a", "b")), equal(record("a", "b"))],
  [equal(record("a", "b")), equal(record("b", "a")), "the fields are others"],
  [equal(variant(U8)), equal(variant(U8))],
  [equal(variant(U8)), equal(variant()), 'only one has a type for case "a"'],
  [equal({ kind: "enum", names: ["a"] }), equal({ kind: "enum", names: ["a"] })],
  [
    equal({ kind: "flags", names: ["a"] }),
    equal({ kind: "flags", names: ["b"] }),
    "the names of the flags are others",
  ],
  [equal({ kind: "tuple", types: [U8] }), equal({ kind: "tuple", types: [U8] })],
  [
    equal({ kind: "tuple", types: [U8] }),
    equal({ kind: "tuple", types: [U8, U8] }),
    "a tuple of 2 is expected",
  ],
  [equal(list(U8, 3)), equal(list(U8, 3))],
  [equal(list(U8, 3)), equal(list(U8)), "the lengths of lists differ"],
  [equal({ kind: "option", some: U8 }), equal({ kind: "option", some: U8 })],
  [
    equal({ kind: "result", ok: U8 }),
    equal({ kind: "result", err: U8 }),
    "only one has a type for ok",
  ],
  [equal(own(R)), equal(own(R))],
  [equal(own(R)), equal(own(S)), "the resource types are not the same"],
  [equal(own(R)), equal({ kind: "borrow", resource: R }), "a borrow is expected instead of a own"],
  [equal(R), equal(R)],
  [equal(R), equal(S), "the resource types are not the same"],
  [equal(R), abstract(S)],
  [equal(U8), abstract(S), "a resource type is expected instead of a u8"],
  [equal(R), equal(U8), "a u8 is expected instead of a resource"],
  [equal(func()), equal(func())],
  [equal(instance({ f: func() })), equal(instance()), 'the export "f" is missing'],

  [instance({ f: func(), g: func() }), instance({ f: func() })],
  [instance(), instance({ f: func() }), 'the export "f" is missing'],
  [
    instance({ i: instance({ f: func() }) }),
    instance({ i: instance({ f: instance() }) }),
    'the export "i" has another type: the export "f" has another type: a instance is expected',
  ],
  [
    instance({ r: equal(R), f: func({ a: own(R) }) }),
    instance({ r: abstract(S), f: func({ a: own(S) }) }),
  ],
  [
    instance({ r: equal(R), f: func({ a: own(resource()) }) }),
    instance({ r: abstract(S), f: func({ a: own(S) }) }),
    "the resource types are not the same",
  ],

  [component({}, { f: func() }), component({ g: func() }, {})],
  [component({ g: func() }, {}), component({}, {}), 'the import "g" is missing'],
  [component({}, {}), component({}, { f: func() }), 'the export "f" is missing'],
  [
    component({ r: abstract(R) }, { f: func({ a: own(R) }) }),
    component({ r: abstract(S) }, { f: func({ a: own(S) }) }),
  ],
  [
    component({ r: abstract(R) }, { f: func({ a: own(R) }) }),
    component({ r: abstract(resource()) }, { f: func({ a: own(S) }) }),
    "the resource types are not the same",
  ],

  [core({}, { m: memory(2n, 3n) }), core({ f: coreFunction() }, { m: memory(1n, 3n) })],
  [core({}, { m: memory(1n) }), core({}, { m: memory(2n) }), 'the export "m" has another type'],
  [core({}, { m: memory(1n) }), core({}, { m: memory(1n, 2n) }), "another type"],
  [core({}, { m: memory(1n, 3n) }), core({}, { m: memory(1n, 2n) }), "another type"],
  [core({}, { m: memory(1n, 1n, { shared: true }) }), core({}, { m: memory(1n) }), "another type"],
  [core({}, { m: memory(1n, 1n, { addresses: "i64" }) }), core({}, { m: memory(1n) }), "another"],
  [core({ m: memory(1n) }, {}), core({ m: memory(2n) }, {})],
  [core({ m: memory(2n) }, {}), core({ m: memory(1n) }, {}), 'the import "m" of "env" has another'],
  [core({ f: coreFunction() }, {}), core({}, {}), 'the import "f" of "env" is missing'],
  [core({}, { f: coreFunction("i32") }), core({}, { f: coreFunction() }), "another type"],
  [core({}, { f: coreFunction() }), core({}, { f: global(true) }), "another type"],
  [core({}, { g: global(true) }), core({}, { g: global(false) }), "another type"],
  [core({}, { t: table(1n) }), core({}, { t: table(1n, "externref") }), "another type"],
];

Deno.test("Matching knows what can stand where something else is expected", () => {
  for (const [at, [actual, expected, message]] of ROWS.entries()) {
    const finding = findingOf(actual, expected);
    if (message === undefined) assertEquals(finding, undefined, `row ${at}`);
    else assert(finding?.includes(message), `row ${at}: ${finding}`);
  }
});

function findingOf(actual: ExternType, expected: ExternType): string | undefined {
  try {
    new Matching(new Types()).extern(actual, expected);
    return undefined;
  } catch (error) {
    if (error instanceof BrokenRule) return error.message;
    throw error;
  }
}

Deno.test("Matching takes one type of components for several arguments", () => {
  const expected = component({ r: abstract(R) }, { s: abstract(S), f: func({ a: own(S) }) });
  const matching = new Matching(new Types());
  for (let count = 0; count < 2; count++) {
    const [r, s] = [resource(), resource()];
    matching.extern(
      component({ r: abstract(r) }, { s: equal(s), f: func({ a: own(s) }) }),
      expected,
    );
  }
  matching.extern(expected, expected);
});

Deno.test("freshInstance() gives each instance abstract resource types of its own", () => {
  const types = new Types();
  const shared = record("a");
  const type = instance({ r: abstract(R), f: func({ a: own(R), b: shared }), s: equal(S) });
  const [one, other] = [freshInstance(type, types), freshInstance(type, types)];
  const ofR = (from: InstanceType) => (from.exports.get("r") as TypeBound).type;
  assert(ofR(one) !== R && ofR(one) !== ofR(other));
  const { parameters } = one.exports.get("f") as FuncType;
  assertEquals(parameters[0]!.type.kind, "own");
  assertStrictEquals((parameters[0]!.type as { resource?: unknown }).resource, ofR(one));
  assertStrictEquals(parameters[1]!.type, shared, "what has no resource in it is not copied");
  assertStrictEquals((one.exports.get("s") as TypeBound).type, S);
  const closed = instance({ f: func() });
  assertStrictEquals(freshInstance(closed, types), closed);
});

Deno.test("instantiated() puts what is given in the place of what is imported", () => {
  const types = new Types();
  const given = resource();
  const imported = record("a");
  const other = record("a");
  const type = component(
    { r: abstract(R), t: equal(imported) },
    { r: equal(R), s: abstract(S), f: func({ a: own(R), b: own(S), c: imported }) },
  );
  const matching = new Matching(types);
  matching.extern(equal(given), type.imports.get("r")!);
  matching.extern(equal(other), type.imports.get("t")!);
  const { exports } = instantiated(type, matching.replacements, types);
  assertStrictEquals((exports.get("r") as TypeBound).type, given);
  const fresh = (exports.get("s") as TypeBound).type;
  assert(fresh !== S);
  const { parameters } = exports.get("f") as FuncType;
  assertEquals(parameters.map((one) => (one.type as { resource?: unknown }).resource), [
    given,
    fresh,
    undefined,
  ]);
  assertStrictEquals(parameters[2]!.type, other, "it keeps the name that it has here");
});
