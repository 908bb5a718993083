import { assertEquals } from "@std/assert";
import { FACTS, factsOf } from "../../../../../lib/runner/component/trace/functions.ts";
import { ObservedComponent } from "../../../doubles/observed_component.ts";

const types = new ObservedComponent().types;

Deno.test("FACTS has no function that WASI has not", () => {
  assertEquals(Object.keys(FACTS).filter((name) => !types.has(name)), []);
});

Deno.test("factsOf() knows nothing of a function that uses no grant, whatever its name", () => {
  for (const name of ["now", "constructor", "toString", "[method]descriptor.get-flags"]) {
    assertEquals(factsOf(name), {});
  }
});

Deno.test("FACTS says of each function that takes a path where that is", () => {
  const paths = [...types].flatMap(([name, { parameters }]) => {
    const isOfDescriptor = name.startsWith("[method]descriptor.");
    const strings = parameters.flatMap(({ type }, i) => type.kind === "string" ? [i] : []);
    return isOfDescriptor && strings.length > 0 ? [[name, strings] as const] : [];
  });
  assertEquals(paths.length, 11);
  for (const [name, strings] of paths) {
    const known = factsOf(name).paths!.map(([, path]) => path);
    // What a link is to say is any text.
    assertEquals(name.endsWith("symlink-at") ? [1, ...known] : known, strings, name);
    for (const [base] of factsOf(name).paths!) {
      assertEquals(types.get(name)!.parameters[base]!.type.kind, "borrow", name);
    }
  }
});

Deno.test("FACTS says of each function that moves bytes how many", () => {
  const bytes = /list<u8>|datagram|skip|splice|zeroes/;
  for (const [name, facts] of Object.entries(FACTS)) {
    if (facts.moves === undefined) continue;
    const { parameters, result } = types.get(name)!;
    const text = `${name} ${JSON.stringify([parameters, result])}`.replaceAll(
      '{"kind":"list","element":{"kind":"u8"}}',
      "list<u8>",
    );
    assertEquals(bytes.test(text), true, text);
  }
});
