import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeComponent, isComponent } from "../../../../lib/component/decode/component.ts";
import {
  MalformedComponent,
  UnsupportedComponent,
} from "../../../../lib/component/decode/errors.ts";
import { Chance } from "../../../attack/chance.ts";
import { module } from "../../../guests/modules/binary.ts";
import {
  aliases,
  canons,
  component,
  componentType,
  coreInstances,
  coreModule,
  coreTypes,
  exported,
  exports,
  func,
  imports,
  instances,
  instanceType,
  name,
  named,
  nested,
  section,
  STRING,
  types,
  U8,
  unsigned,
  vector,
} from "../component_binary.ts";

const everything = Deno.readFileSync(
  new URL("../../../guests/components/everything.wasm", import.meta.url),
);

const [FUNCTION, TYPE, INSTANCE] = [0x01, 0x03, 0x05];
const SUB_RESOURCE = [TYPE, 1];

const EMPTY = module();
/** Exports a function of no parameters and one of an i32, and a memory. */
const LIBRARY = module(
  section(1, [2, 0x60, 0, 0, 0x60, 1, 0x7f, 0]),
  section(3, [2, 0, 1]),
  section(5, [1, 0, 1]),
  section(7, [3, ...name("f"), 0, 0, ...name("g"), 0, 1, ...name("m"), 2, 0]),
  section(10, [2, 2, 0, 0x0b, 2, 0, 0x0b]),
);
/** Imports the function "f" of "env". */
const CLIENT = module(
  section(1, [1, 0x60, 0, 0]),
  section(2, [1, ...name("env"), ...name("f"), 0, 0]),
);

/** Imports the function "f" without parameters. */
const IMPORTER = component(types(func([])), imports(named("f", FUNCTION, 0)));

/** The library instantiated, and its functions and its memory in the spaces. */
const LIBRARY_HERE = [
  coreModule(LIBRARY),
  coreInstances([0, 0, 0]),
  aliases(
    [0, 0, 1, 0, ...name("f")],
    [0, 0, 1, 0, ...name("g")],
    [0, 2, 1, 0, ...name("m")],
  ),
];

/** A resource type, its export as type 1, and a function that takes one by this name of it exported. */
const exportsFunction = (resource: number): Uint8Array<ArrayBuffer> =>
  component(
    ...LIBRARY_HERE,
    types([0x3f, 0x7f, 0]),
    exports(exported("r", TYPE, 0)),
    types([0x69, resource], func([["a", 2]])),
    canons([0, 0, 1, 0, 3]),
    exports(exported("f", FUNCTION, 0)),
  );

/** Two instances that each bring a resource type, and a component that wants one twice. */
const instantiatesTwice = (...given: [first: number, second: number]): Uint8Array<ArrayBuffer> =>
  component(
    nested(component(types([0x3f, 0x7f, 0]), exports(exported("r", TYPE, 0)))),
    instances([0, 0, 0], [0, 0, 0]),
    aliases([TYPE, 0, 0, ...name("r")], [TYPE, 0, 1, ...name("r")]),
    nested(component(imports(named("a", ...SUB_RESOURCE), named("b", TYPE, 0, 0)))),
    instances([
      ...[0, 1, 2],
      ...[...name("a"), TYPE, given[0]],
      ...[...name("b"), TYPE, given[1]],
    ]),
  );

const VALID: readonly (readonly [why: string, bytes: Uint8Array])[] = [
  ["nothing", component()],
  ["a custom section", component(section(0, [...name("x"), 1, 2]))],
  ["a module twice", component(coreModule(LIBRARY), coreInstances([0, 0, 0], [0, 0, 0]))],
  [
    "a module that gets an instance",
    component(
      coreModule(LIBRARY),
      coreModule(CLIENT),
      coreInstances([0, 0, 0], [0, 1, 1, ...name("env"), 0x12, 0]),
    ),
  ],
  ["a resource with a destructor", component(...LIBRARY_HERE, types([0x3f, 0x7f, 1, 1]))],
  [
    "a function lifted",
    component(
      ...LIBRARY_HERE,
      types(func([], undefined), func([["a", U8]], undefined)),
      canons([0, 0, 0, 0, 0], [0, 0, 1, 0, 1]),
      exports(exported("f", FUNCTION, 0), exported("g", FUNCTION, 1, FUNCTION, 1)),
    ),
  ],
  [
    "types that share all their parts",
    component(
      types(...Array.from({ length: 16 }, (_, at) => at === 0 ? [0x70, U8] : pairOf(at - 1))),
    ),
  ],
];

Deno.test("decodeComponent() takes what is valid", () => {
  for (const [why, bytes] of VALID) {
    assert(decodeComponent(bytes), why);
  }
});

const REFUSED: readonly (readonly [why: string, bytes: Uint8Array, message: RegExp])[] = [
  ["no bytes", new Uint8Array(), /no component of a known version at byte 0/],
  ["a module", EMPTY, /no component of a known version at byte 0/],
  ["another version", Uint8Array.of(0, 97, 115, 109, 12, 0, 1, 0), /known version/],
  ["an unknown section", component([13, 0]), /unknown section 13/],
  ["a section beyond the end", component([7, 5, 0]), /unexpected end at byte 11/],
  ["a section that goes on", component(section(7, [0, 0])), /a section goes on at byte 11/],
  [
    "more items than bytes",
    component(section(7, [0xff, 0xff, 0xff, 0xff, 0x0f])),
    /unexpected end/,
  ],
  ["a custom section without a name", component(section(0, [5, 97])), /unexpected end/],
  [
    "a module of another version",
    component(section(1, [0, 97, 115, 109, 2, 0, 0, 0])),
    /core module/,
  ],
  ["a component in the place of a module", component(coreModule(component())), /core module/],
  [
    "a module in the place of a component",
    component(nested(EMPTY)),
    /component of a known version/,
  ],
  [
    "a broken module",
    component(coreModule(module([1, 9, 0]))),
    /a core module: unexpected end.*, in the definition at byte 10/,
  ],

  ["an unknown code of a type", component(types([0x60])), /0x60 is no type at byte 11/],
  [
    "a type that is not there",
    component(types([0x70, 3])),
    /there is no type 3, in the definition at byte 11/,
  ],
  ["a negative index", component(types([0x70, 0xff, 0x7f])), /malformed index/],
  [
    "a function as an element",
    component(types(func([]), [0x70, 0])),
    /a function is no type of values/,
  ],
  ["an empty record", component(types([0x72, 0])), /no fields/],
  ["an empty variant", component(types([0x71, 0])), /no cases/],
  ["an empty tuple", component(types([0x6f, 0])), /no types/],
  ["no flags", component(types([0x6e, 0])), /no names/],
  ["33 flags", component(types([0x6e, ...vector(labels(33))])), /more than 32 flags/],
  ["an empty enum", component(types([0x6d, 0])), /no cases/],
  ["a list of length 0", component(types([0x67, U8, 0])), /length 0/],
  [
    "a list of 2^28 bytes",
    component(types([0x67, U8, ...unsigned(2 ** 28)])),
    /more than 268435456 bytes/,
  ],
  [
    "two fields alike",
    component(types([0x72, 2, ...name("a-b"), U8, ...name("A-B"), U8])),
    /there twice/,
  ],
  [
    "a field that is no label",
    component(types([0x72, 1, ...name("aB"), U8])),
    /"aB" is no name of a field/,
  ],
  [
    "a case that goes on",
    component(types([0x71, 1, ...name("a"), 0, 1])),
    /0x01 is no end of a case/,
  ],
  ["a choice that is none", component(types([0x6a, 2, 0])), /0x02 is no start of an optional type/],
  [
    "own of what is no resource",
    component(types([0x70, U8], [0x69, 0])),
    /a list is no resource type/,
  ],
  [
    "a borrow in a result",
    component(imports(named("r", ...SUB_RESOURCE)), types([0x68, 0], func([], 1))),
    /cannot be borrowed/,
  ],
  [
    "two parameters alike",
    component(types(func([["a", U8], ["a", U8]]))),
    /parameter "a" is there twice/,
  ],
  ["two results", component(types([0x40, 0, 1, 1])), /0x01 is no end of results/],
  [
    "a resource in a type",
    component(types(instanceType([1, 0x3f, 0x7f, 0]))),
    /cannot define resources/,
  ],
  ["a resource of i64", component(types([0x3f, 0x7e, 0])), /0x7e is no representation/],
  [
    "a destructor of another type",
    component(...LIBRARY_HERE, types([0x3f, 0x7f, 1, 0])),
    /destructor of a resource has another type/,
  ],
  [
    "a destructor that is not there",
    component(types([0x3f, 0x7f, 1, 0])),
    /there is no core function 0/,
  ],
  [
    "an import in the type of an instance",
    component(types(instanceType([3]))),
    /0x03 is no declaration/,
  ],
  [
    "two exports alike in a type",
    component(
      types(
        func([]),
        instanceType([2, 3, 2, 1, 0], [1, ...func([])], exportOf("a", 1, 1), exportOf("A", 1, 1)),
      ),
    ),
    /the export "A" is there twice/,
  ],

  ["an unknown core type", component(coreTypes([0x61])), /unknown form of type 0x61/],
  [
    "a module type in one",
    component(coreTypes([0x50, 1, 1, 0x50, 0])),
    /a module type within another one/,
  ],
  [
    "an index beyond a module type",
    component(coreTypes([0x50, 1, 3, ...name("f"), 0, 0])),
    /no core type 0/,
  ],
  [
    "two imports alike in a module type",
    component(coreTypes([0x50, 2, ...coreImport("a"), ...coreImport("a")])),
    /"a" of "" is imported twice/,
  ],
  [
    "a memory beyond all addresses",
    component(coreTypes([0x50, 1, 3, ...name("m"), 2, 0, ...unsigned(70_000)])),
    /more than 65536 pages/,
  ],
  [
    "a maximum below the minimum",
    component(coreTypes([0x50, 1, 3, ...name("m"), 2, 1, 2, 1])),
    /less than/,
  ],

  ["a module that is not there", component(coreInstances([0, 0, 0])), /there is no core module 0/],
  [
    "an unknown form of core instance",
    component(coreInstances([2])),
    /0x02 is no form of a core instance/,
  ],
  [
    "a core import without argument",
    component(coreModule(CLIENT), coreInstances([0, 0, 0])),
    /the import "f" of "env" is missing/,
  ],
  [
    "a core import of another type",
    component(
      coreModule(LIBRARY),
      coreModule(CLIENT),
      coreInstances([0, 0, 0]),
      aliases([0, 0, 1, 0, ...name("g")]),
      coreInstances([1, 1, ...name("f"), 0, 0], [0, 1, 1, ...name("env"), 0x12, 1]),
    ),
    /the import "f" of "env" has another type/,
  ],
  [
    "an argument twice",
    component(coreModule(EMPTY), coreInstances([0, 0, 0], [0, 0, 2, 0, 0x12, 0, 0, 0x12, 0])),
    /the argument "" is there twice/,
  ],
  [
    "an export of a core instance twice",
    component(...LIBRARY_HERE, coreInstances([1, 2, 0, 0, 0, 0, 0, 0])),
    /twice/,
  ],

  ["a component that is not there", component(instances([0, 0, 0])), /there is no component 0/],
  [
    "a missing argument",
    component(nested(IMPORTER), instances([0, 0, 0])),
    /the import "f" is missing/,
  ],
  [
    "an argument of another sort",
    component(nested(IMPORTER), types([0x70, U8]), instances([0, 0, 1, ...name("f"), 3, 0])),
    /the import "f" has another type: a function is expected instead of a type/,
  ],
  [
    "an argument of another type",
    component(
      nested(IMPORTER),
      types(func([["a", U8]])),
      imports(named("f", FUNCTION, 0)),
      instances([0, 0, 1, ...name("f"), 1, 0]),
    ),
    /the import "f" has another type: the parameters are others/,
  ],

  ["an alias of nothing", component(aliases([1, 0, 0, 0])), /there is no instance 0/],
  [
    "an alias of an export that is not there",
    component(
      types(instanceType()),
      imports(named("i", INSTANCE, 0)),
      aliases([1, 0, 0, ...name("f")]),
    ),
    /instance 0 exports no function "f"/,
  ],
  [
    "an alias out of all",
    component(aliases([3, 2, 1, 0])),
    /there are not 1 scopes around this one/,
  ],
  [
    "an alias too far out",
    component(aliases([3, 2, ...unsigned(2 ** 32 - 1), 0])),
    /not 4294967295 scopes/,
  ],
  [
    "an alias of a function outwards",
    component(aliases([1, 2, 0, 0])),
    /cannot be an outer alias of a function/,
  ],
  [
    "an alias of a resource out of a component",
    component(imports(named("r", ...SUB_RESOURCE)), nested(component(aliases([3, 2, 1, 0])))),
    /resources of another component/,
  ],
  ["an unknown target", component(aliases([1, 3, 0, 0])), /0x03 is no target of an alias/],
  ["an unknown sort", component(aliases([6, 0, 0, 0])), /0x06 is no sort/],

  ["an unknown canonical definition", component(canons([0x50])), /0x50 is no canonical definition/],
  [
    "a lift of nothing",
    component(types(func([])), canons([0, 0, 0, 0, 0])),
    /there is no core function 0/,
  ],
  [
    "a lift to another type",
    component(...LIBRARY_HERE, types(func([["a", U8]])), canons([0, 0, 0, 0, 0])),
    /has not the type \(i32\) -> \(\)/,
  ],
  ...["shared", "64 bits"].map((why, at): [string, Uint8Array, RegExp] => [
    `a memory that is not one of components: ${why}`,
    component(
      coreModule(
        module(
          section(5, [1, ...at === 0 ? [3, 0, 1] : [4, 0]]),
          section(7, [1, ...name("m"), 2, 0]),
        ),
      ),
      coreInstances([0, 0, 0]),
      aliases([0, 2, 1, 0, ...name("m")]),
      types(func([])),
      imports(named("f", FUNCTION, 0)),
      canons([1, 0, 0, 1, 3, 0]),
    ),
    /a memory of 32 bits that is not shared/,
  ]),
  [
    "a lift without memory",
    component(...LIBRARY_HERE, types(func([["a", STRING]])), canons([0, 0, 1, 0, 0])),
    /the option memory is needed/,
  ],
  [
    "a lift without realloc",
    component(...LIBRARY_HERE, types(func([["a", STRING]])), canons([0, 0, 1, 1, 3, 0, 0])),
    /the option realloc is needed/,
  ],
  [
    "an option twice",
    component(...LIBRARY_HERE, types(func([])), canons([0, 0, 0, 2, 0, 1, 0])),
    /encoding is there twice/,
  ],
  [
    "realloc without memory",
    component(...LIBRARY_HERE, canons([0, 0, 0, 1, 4, 0, 0])),
    /realloc has another type/,
  ],
  ["an unknown option", component(canons([0, 0, 0, 1, 9])), /0x09 is no option/],
  [
    "a post-return on the way down",
    component(
      ...LIBRARY_HERE,
      types(func([])),
      imports(named("f", FUNCTION, 0)),
      canons([1, 0, 0, 1, 5, 0]),
    ),
    /has no post-return/,
  ],
  [
    "resource.new of what is imported",
    component(imports(named("r", ...SUB_RESOURCE)), canons([2, 0])),
    /does not implement the resource type/,
  ],

  [
    "a name that is none",
    component(types(func([])), imports(named("A:b/c", FUNCTION, 0))),
    /"A:b\/c" is no name of an import/,
  ],
  ["a name that is no UTF-8", component(imports([0, 1, 0xff])), /not UTF-8/],
  [
    "two imports alike",
    component(types(func([])), imports(named("a", FUNCTION, 0), named("A", FUNCTION, 0))),
    /the import "A" is there twice/,
  ],
  [
    "an unknown sort of import",
    component(imports(named("a", 6, 0))),
    /0x06 is no sort of an import or export/,
  ],
  [
    "a method of no resource",
    component(types(func([])), imports(named("[method]a.b", FUNCTION, 0))),
    /belongs to no resource/,
  ],
  [
    "an export of nothing",
    component(exports(exported("a", FUNCTION, 0))),
    /there is no function 0/,
  ],
  [
    "an export of another type",
    component(
      types(func([]), func([["a", U8]])),
      imports(named("a", FUNCTION, 0)),
      exports(exported("a", FUNCTION, 0, FUNCTION, 1)),
    ),
    /the parameters are others/,
  ],
  [
    "a function with a type that has no name",
    component(types([0x6d, 1, ...name("a")], func([], 0)), imports(named("f", FUNCTION, 1))),
    /refers to a type that is not imported or exported before it/,
  ],
  [
    "a resource by a name that is not seen outside",
    exportsFunction(0),
    /refers to a type that is not imported or exported before it/,
  ],
  [
    "the resource types of two instances for one",
    instantiatesTwice(0, 1),
    /the import "b" has another type: the resource types are not the same/,
  ],
  [
    "an attribute twice",
    component(
      types(instanceType()),
      imports([2, ...name("a"), 2, 0, ...name("a:b/c"), 0, ...name("a:b/c"), INSTANCE, 0]),
    ),
    /has an attribute twice/,
  ],
];

Deno.test("decodeComponent() refuses what breaks a rule, and says where", () => {
  for (const [why, bytes, message] of REFUSED) {
    const error = assertThrows(() => decodeComponent(bytes), MalformedComponent, undefined, why);
    assert(message.test(error.message), `${why}: ${error.message}`);
  }
});

const UNSUPPORTED: readonly (readonly [why: string, bytes: Uint8Array, uses: string])[] = [
  ["an async function", component(types([0x43, 0, 1, 0])), "async (WASI 0.3)"],
  ["a stream", component(types([0x66, 0])), "async (WASI 0.3)"],
  ["a future", component(types([0x65, 0])), "async (WASI 0.3)"],
  ["an error context", component(types([0x64])), "async (WASI 0.3)"],
  ["an async lift", component(canons([0, 0, 0, 1, 6])), "async (WASI 0.3)"],
  ["a callback", component(canons([0, 0, 0, 1, 7, 0])), "async (WASI 0.3)"],
  ["the end of a task", component(canons([9, 1, 0, 0])), "async (WASI 0.3)"],
  ["a thread", component(canons([0x40, 0, 0])), "async (WASI 0.3)"],
  ["a map", component(types([0x63, U8, U8])), "the type map"],
  ["a start", component(section(9, [0, 0, 0])), "values"],
  ["a value", component(section(12, [0])), "values"],
  ["an import of a value", component(imports(named("v", 2, 1, U8))), "values"],
];

Deno.test("decodeComponent() says what it does not run", () => {
  for (const [why, bytes, uses] of UNSUPPORTED) {
    assertThrows(
      () => decodeComponent(bytes),
      UnsupportedComponent,
      `uses ${uses}, which this version does not run`,
      why,
    );
  }
});

/** Binaries that are small beside what they describe. */
const BOUNDED: readonly (readonly [why: string, bytes: () => Uint8Array, message: RegExp])[] = [
  [
    "components within components",
    () =>
      Array.from({ length: 200 }).reduce<Uint8Array>(
        (inner) => component(nested(inner)),
        component(),
      ),
    /nested too deeply/,
  ],
  [
    "types of components within each other",
    () =>
      component(
        types(
          Array.from({ length: 200 }).reduce<number[]>(
            (inner) => componentType([1, ...inner]),
            componentType(),
          ),
        ),
      ),
    /nested too deeply/,
  ],
  [
    "a list of lists",
    () =>
      component(
        types(...Array.from({ length: 200 }, (_, at) =>
          at === 0 ? [0x70, U8] : [0x70, ...typeIndex(at - 1)])),
      ),
    /nested too deeply/,
  ],
  [
    "a tree of pairs",
    () =>
      component(
        types(...Array.from({ length: 40 }, (_, at) => at === 0 ? [0x70, U8] : pairOf(at - 1))),
      ),
    /the type is too large/,
  ],
  [
    "an enum of very many names",
    () => component(types([0x6d, ...vector(labels(20_000))])),
    /more than 10000 parts/,
  ],
  [
    "a name of a megabyte",
    () => component(section(10, [1, 0, ...name("!".repeat(1 << 20)), ...SUB_RESOURCE])),
    /^"!{499}…, in the definition at byte 13$/,
  ],
  [
    "very many types",
    () =>
      component(section(7, [...unsigned(500_000), ...Array.from({ length: 500_000 }, () => U8)])),
    /too much in the component to be checked/,
  ],
  [
    "one large instance again and again",
    () =>
      component(
        types(instanceType(
          exportOf("r", ...SUB_RESOURCE),
          [1, 0x69, 0],
          [1, ...func([["a", 1]])],
          ...labels(2000).map((label) => [4, 0, ...label, FUNCTION, 2]),
        )),
        imports(...labels(5000).map((label) => [0, ...label, INSTANCE, 0])),
      ),
    /too much in the component to be checked/,
  ],
  [
    "a variant of very many cases again and again",
    () =>
      component(
        types(manyCases()),
        imports(...labels(2000).map((label) => [0, ...label, TYPE, 0, 0])),
      ),
    /too much in the component to be checked/,
  ],
  [
    "a variant of very many cases in the type of an instance again and again",
    () =>
      component(
        types(
          manyCases(),
          instanceType(
            [2, 3, 2, 1, 0],
            ...labels(2000).map((label) => [4, 0, ...label, TYPE, 0, 0]),
          ),
        ),
      ),
    /too much in the component to be checked/,
  ],
  [
    "a variant of very many cases compared again and again",
    () =>
      component(
        nested(component(types(manyCases()), imports(named("a", TYPE, 0, 0)))),
        types(manyCases()),
        instances(...Array.from({ length: 2000 }, () => [0, 0, 1, ...name("a"), TYPE, 0])),
      ),
    /too much in the component to be checked/,
  ],
];

Deno.test("decodeComponent() takes groups of more types than a call has arguments", () => {
  const group = [0x4e, ...unsigned(200_000), ...new Array(200_000).fill([0x60, 0, 0]).flat()];
  const { definitions } = decodeComponent(component(coreTypes(group)));
  assertEquals(definitions, []);
  decodeComponent(component(coreTypes([0x50, ...vector([[1, ...group]])])));
});

Deno.test("decodeComponent() bounds what small binaries can ask for", () => {
  for (const [why, bytes, message] of BOUNDED) {
    const error = assertThrows(() => decodeComponent(bytes()), MalformedComponent, undefined, why);
    assert(message.test(error.message), `${why}: ${error.message}`);
  }
});

Deno.test("decodeComponent() reads the definitions of a component in their order", () => {
  const { type, definitions } = decodeComponent(everything);
  const kinds = definitions.map(({ kind }) => kind);
  // An alias outwards is only in the component within.
  assertEquals(new Set(kinds).size, 16);
  assertEquals(kinds.filter((kind) => kind === "component").length, 2);
  assertEquals([...type.exports.keys()], [
    "kind",
    "[method]kind.measure",
    "bag",
    "test:things/out@0.1.0",
    "text",
    "sub",
    "libc",
    "maybe",
  ]);
  const lowered = definitions.find(({ kind }) => kind === "lower");
  assert(lowered?.kind === "lower");
  assertEquals(lowered.options, { encoding: "utf16", memory: 0, realloc: 0 });
  const kind = type.exports.get("kind");
  const measure = type.exports.get("[method]kind.measure");
  assert(kind?.kind === "type" && kind.bound === "sub-resource" && measure?.kind === "function");
  assert(measure.parameters[0]?.type.kind === "borrow");
  assertEquals(measure.parameters[0].type.resource, kind.type);
});

Deno.test("a component that breaks off is refused, wherever it breaks off", () => {
  let whole = 0;
  for (let end = 0; end < everything.length; end++) {
    if (isDecoded(everything.subarray(0, end))) whole++;
  }
  // Between two sections it may end, unless one is missing that another needs.
  assert(whole > 5 && whole < 60, `${whole}`);
});

Deno.test("a component with a wrong bit is decoded or refused", () => {
  const chance = new Chance(1);
  for (let count = 0; count < 2000; count++) {
    const bytes = everything.slice();
    bytes[chance.below(bytes.length)]! ^= 1 << chance.below(8);
    isDecoded(bytes);
  }
});

Deno.test("isComponent() tells components from modules by the first eight bytes", () => {
  assert(isComponent(component()));
  assert(isComponent(Uint8Array.of(0, 97, 115, 109, 99, 0, 1, 0)), "another version");
  assert(!isComponent(EMPTY));
  assert(!isComponent(component().subarray(0, 7)));
});

function isDecoded(bytes: Uint8Array): boolean {
  try {
    decodeComponent(bytes);
    return true;
  } catch (error) {
    if (error instanceof MalformedComponent || error instanceof UnsupportedComponent) return false;
    throw error;
  }
}

/** An index below 8192, which must not look like the code of a type. */
function typeIndex(index: number): number[] {
  return index < 0x40 ? [index] : [(index & 0x7f) | 0x80, index >> 7];
}

function pairOf(index: number): number[] {
  return [0x6f, 2, ...typeIndex(index), ...typeIndex(index)];
}

function labels(count: number): number[][] {
  return Array.from({ length: count }, (_, at) => name(`a${at}`));
}

function manyCases(): number[] {
  return [0x71, ...vector(labels(10_000).map((label) => [...label, 0, 0]))];
}

function exportOf(label: string, ...type: number[]): number[] {
  return [4, ...named(label, ...type)];
}

function coreImport(label: string): number[] {
  return [0, ...name(""), ...name(label), 3, 0x7f, 0];
}
