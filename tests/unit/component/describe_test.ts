import { assertEquals, assertThrows } from "@std/assert";
import { MalformedComponent } from "../../../lib/component/decode/errors.ts";
import { describeComponent } from "../../../lib/component/describe.ts";
import {
  aliases,
  component,
  exported,
  exports,
  func,
  imports,
  instanceType,
  name,
  named,
  STRING,
  types,
  U8,
  vector,
} from "./component_binary.ts";

const [FUNCTION, TYPE, INSTANCE] = [0x01, 0x03, 0x05];

const everything = Deno.readFileSync(
  new URL("../../guests/components/everything.wasm", import.meta.url),
);

Deno.test("describeComponent() lists imports with versions, and exports with signatures", () => {
  const { kind, imports, exports } = describeComponent(everything);
  assertEquals(kind, "component");
  assertEquals(imports.map(({ name, kind }) => [name, kind]), [
    ["point", "type"],
    ["shape", "type"],
    ["colour", "type"],
    ["access", "type"],
    ["test:things/store@1.2.3-rc.1+build", "interface"],
    ["test:things/user", "interface"],
    ["plain", "interface"],
    ["give", "function"],
    ["late", "function"],
    ["given", "core module"],
  ]);
  assertEquals(imports.filter(({ kind }) => kind === "interface").map(({ version }) => version), [
    "1.2.3-rc.1+build",
    undefined,
    undefined,
  ]);
  assertEquals(imports[4]?.functions, [
    { name: "[constructor]item", signature: "func(name: string) -> item" },
    {
      name: "[method]item.read",
      signature: "func(self: borrow<item>, at: u64) -> result<list<u8>, error>",
    },
    { name: "[static]item.merge", signature: "func(a: item, b: item)" },
  ]);
  assertEquals(exports.find(({ name }) => name === "text"), {
    name: "text",
    kind: "function",
    signature: "func(flag: u32) -> string",
  });
});

Deno.test("describeComponent() writes WIT", () => {
  assertEquals(
    describeComponent(everything).wit,
    `package root:component;

world root {
  record point {
    x: s8,
    y: u16,
  }

  variant shape {
    circle(f32),
    square(point),
    none,
  }

  enum colour {
    red,
    deep-blue,
  }

  flags access {
    read,
    write,
  }

  import test:things/store@1.2.3-rc.1+build;
  import test:things/user;

  import plain: interface {
    f: func(a: bool, b: s16);
  }

  import give: func(shape: shape, access: access) -> result<list<u8>, colour>;
  import late: func() -> tuple<s32, s64, f64>;
  // import given: module

  resource kind {
    measure: func() -> u32;
  }

  export bag: interface {
    text: func(flag: u32) -> string;
    // nested: instance
  }

  export test:things/out@0.1.0;
  export text: func(flag: u32) -> string;
  // export sub: component
  // export libc: module
  type maybe = option<tuple<char, string>>;
}

package test:things@1.2.3-rc.1+build {
  interface store {
    resource item {
      constructor(name: string);
      read: func(at: u64) -> result<list<u8>, error>;
      merge: static func(a: item, b: item);
    }

    type again = item;

    variant error {
      gone,
      other(string),
    }
  }
}

package test:things {
  interface user {
    use test:things/store@1.2.3-rc.1+build.{item, error};
    take: func(item: item) -> option<error>;
  }
}

package test:things@0.1.0 {
  interface out {
    text: func(flag: u32) -> string;
  }
}
`,
  );
});

Deno.test("describeComponent() marks names that are words of WIT, and names what is not in reach", () => {
  const { wit } = describeComponent(component(
    types(
      instanceType(
        [1, 0x6d, 1, ...name("record")],
        [4, ...named("type", TYPE, 0, 0)],
        [1, ...func([["use", 1]])],
        [4, ...named("func", FUNCTION, 2)],
      ),
    ),
    imports(named("a:b/interface", INSTANCE, 0)),
    aliases([TYPE, 0, 0, ...name("type")]),
    types(
      [0x6a, 0, 1, 1],
      [0x6a, 1, U8, 0],
      [0x67, STRING, 3],
      func([["a", 2], ["b", 3], ["c", 4]], 1),
    ),
    imports(named("f", FUNCTION, 5)),
    exports(exported("world", FUNCTION, 0)),
  ));
  assertEquals(
    wit,
    `package root:component;

world root {
  use a:b/%interface.{%type};
  import a:b/interface;
  import f: func(a: result<_, %type>, b: result<u8>, c: list<string, 3>) -> %type;
  export %world: func(a: result<_, %type>, b: result<u8>, c: list<string, 3>) -> %type;
}

package a:b {
  interface %interface {
    enum %type {
      %record,
    }

    %func: func(%use: %type);
  }
}
`,
  );
});

Deno.test("describeComponent() ends where types that share their parts would fill the memory", () => {
  // 2^14 types of which each is written again in each of the functions.
  const pairs = Array.from(
    { length: 14 },
    (_, at) => [0x6f, 2, ...at === 0 ? [U8, U8] : [at - 1, at - 1]],
  );
  const functions = Array.from({ length: 1000 }, (_, at) => named(`f${at}`, FUNCTION, 14));
  const bytes = component(types(...pairs, func([["a", 13]])), imports(...functions));
  assertThrows(() => describeComponent(bytes), MalformedComponent, "too much");
});

Deno.test("describeComponent() ends where long names would fill the memory", () => {
  const long = "a".repeat(100_000);
  const parameters = Array.from({ length: 2000 }, (_, at): [string, number] => [`p${at}`, 1]);
  const medium = Array.from({ length: 5000 }, (_, at) => `n${at}${long.slice(0, 50)}`);
  const many = (count: number, what: number) =>
    imports(...Array.from({ length: count }, (_, at) => named(`i${at}`, INSTANCE, what)));
  const rows: Readonly<Record<string, Uint8Array>> = {
    "one name in each of many places": component(
      types([0x6e, ...vector([name("x")])]),
      imports(named(long, TYPE, 0, 0)),
      types(func(parameters)),
      imports(named("f", FUNCTION, 2)),
    ),
    "one list of functions in each of many interfaces": component(
      types(
        func([]),
        instanceType(
          [2, 3, 2, 1, 0],
          ...medium.slice(0, 1000).map((one) => [4, ...named(one, FUNCTION, 0)]),
        ),
      ),
      many(500, 1),
    ),
    "one list of names in each of many interfaces": component(
      types(instanceType([1, 0x6d, ...vector(medium.map(name))], [4, ...named("e", TYPE, 0, 0)])),
      many(200, 0),
    ),
  };
  for (const [why, bytes] of Object.entries(rows)) {
    const message = "too much in it to be written in WIT";
    assertThrows(() => describeComponent(bytes), MalformedComponent, message, why);
  }
});
