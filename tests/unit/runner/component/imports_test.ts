import { assertEquals } from "@std/assert";
import type { ComponentType, ExternType } from "../../../../lib/component/types.ts";
import { checkImports } from "../../../../lib/runner/component/imports.ts";
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
    ["wasi:http/types@0.2.0", "this version does not provide wasi:http"],
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
