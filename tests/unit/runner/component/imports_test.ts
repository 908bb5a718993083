import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Interface } from "../../../../lib/abi/preview2/interface.ts";
import { socketInterfaces } from "../../../../lib/abi/preview2/sockets/world.ts";
import { provideOf } from "../../../../lib/abi/preview2/world.ts";
import type { ComponentType } from "../../../../lib/component/types.ts";
import { worldOf } from "../../../../lib/runner/component/imports.ts";
import { FakeBackend, networkOf } from "../../doubles/fake_network.ts";
import { INTERFACES } from "../../doubles/observed_component.ts";
import { contextOf } from "../../doubles/preview2.ts";

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
