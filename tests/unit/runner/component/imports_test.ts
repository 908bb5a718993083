import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Interface } from "../../../../lib/abi/preview2/interface.ts";
import { socketInterfaces } from "../../../../lib/abi/preview2/sockets/world.ts";
import { provideOf } from "../../../../lib/abi/preview2/world.ts";
import type { ComponentType, ExternType } from "../../../../lib/component/types.ts";
import { checkImports, worldOf } from "../../../../lib/runner/component/imports.ts";
import { FakeBackend, networkOf } from "../../doubles/fake_network.ts";
import { INTERFACES } from "../../doubles/observed_component.ts";
import { contextOf } from "../../doubles/preview2.ts";
import { refusalOf } from "../../outcome.ts";

/** A component that imports interfaces of these names. */
function importing(...names: readonly string[]): ComponentType {
  const instance = { kind: "instance", exports: new Map() } as unknown as ExternType;
  return {
    imports: new Map(names.map((name) => [name, instance])),
    exports: new Map(),
  } as unknown as ComponentType;
}

Deno.test("checkImports() names what nothing provides, and says why", () => {
  const versions = "WASI is provided in the versions 0.2.0 to 0.2.12";
  const packages = "of WASI, this version provides cli, clocks, filesystem, io, random and sockets";
  const rows: readonly [name: string, hint: string][] = [
    ["wasi:cli/environment@0.2.13", versions],
    ["wasi:cli/environment@0.3.0", versions],
    ["wasi:cli/environment@0.2.0-rc-2023-11-10", "the component was built for a draft of WASI 0.2"],
    ["wasi:clocks/timezone@0.2.0", "wasi:clocks/timezone is not stable yet, and not provided"],
    [
      "wasi:http/types@0.2.0",
      "this version does not provide wasi:http; JavaScript that has no need of it is built without " +
      "by jco componentize --disable http fetch-event",
    ],
    ["wasi:keyvalue/store@0.2.0-draft2", packages],
    ["wasi:nn/tensor@0.2.0", packages],
    ["wasi:clix/environment@0.2.0", packages],
    [
      "docs:adder/add",
      "what is not of WASI has to come from another component, composed with this one",
    ],
  ];
  for (const [name, hint] of rows) {
    const refusal = refusalOf(() => checkImports(importing("wasi:cli/exit@0.2.0", name)));
    assertEquals([refusal.status, refusal.message, refusal.hint], [
      ...[126, `nothing provides the import ${name}`, hint],
    ]);
  }
  checkImports(importing("wasi:cli/environment@0.2.12", "wasi:sockets/tcp@0.2.0"));
});

Deno.test("checkImports() names ten, and tells first of a version that is too new", () => {
  const names = Array.from({ length: 12 }, (_, i) => `a:b/c${i}`);
  const { message, hint } = refusalOf(() =>
    checkImports(importing(...names, "wasi:io/poll@0.2.99"))
  );
  assertEquals(message, `nothing provides the import ${names.slice(0, 10).join(", ")} and 3 more`);
  assertEquals(hint, "WASI is provided in the versions 0.2.0 to 0.2.12");
});

const context = contextOf({ sockets: socketInterfaces(networkOf(new FakeBackend())) });
const names = INTERFACES.map((path) => `wasi:${path}@0.2.0`);

/** A component that imports all there is. */
const TYPE: ComponentType = {
  kind: "component",
  imports: new Map(names.map((name) => [name, { kind: "instance", exports: new Map() }])),
  exports: new Map(),
};

Deno.test("worldOf() hands out the functions themselves when nobody looks on", () => {
  const given = new Map<string, Interface>();
  const observed = worldOf(TYPE, context, (name, provided) => {
    given.set(name, provided);
    return { ...provided, functions: {} };
  });
  const plain = worldOf(TYPE, context);
  assertEquals(Object.keys(plain.interfaces!), names);
  for (const name of names) {
    assertEquals(observed.interfaces![name]!.functions, {});
    const functions = plain.interfaces![name]!.functions!;
    const [one, other] = [given.get(name)!.functions, provideOf(name)!(context).functions];
    assertEquals(Object.keys(functions), Object.keys(one));
    for (const called of Object.keys(one)) {
      // Each is made anew for a guest, so that its text is what can be compared.
      assertEquals(functions[called]!.toString(), one[called]!.toString(), called);
      assertEquals(functions[called]!.toString(), other[called]!.toString(), called);
    }
  }
});

Deno.test("worldOf() has the same types of resources, whoever looks on", () => {
  const plain = worldOf(TYPE, context);
  const observed = worldOf(TYPE, context, (_, provided) => provided);
  assertEquals(Object.keys(plain.resources!).length > 10, true);
  for (const [name, type] of Object.entries(plain.resources!)) {
    assertStrictEquals(observed.resources![name], type);
  }
});
