import { assertEquals } from "@std/assert";
import { describe } from "../../../../lib/runner/inspect/describe.ts";
import { module } from "../../../guests/modules/binary.ts";
import { component, section, types } from "../../component/component_binary.ts";
import { refusalOf } from "../../outcome.ts";

const guests = new URL("../../../guests/", import.meta.url).pathname;

Deno.test("describe() describes a core module", () => {
  const description = describe(`${guests}modules/wrong_signature.wasm`);
  assertEquals(description, {
    kind: "module",
    imports: [
      {
        module: "wasi_snapshot_preview1",
        name: "proc_exit",
        kind: "function",
        signature: "(i32) -> ()",
      },
      {
        module: "wasi_snapshot_preview1",
        name: "fd_write",
        kind: "function",
        signature: "(i32, i64, i32, i32) -> (i32)",
      },
    ],
    exports: [
      { name: "memory", kind: "memory", signature: undefined },
      { name: "_start", kind: "function", signature: "() -> ()" },
    ],
  });
});

Deno.test("describe() describes a component", () => {
  const description = describe(`${guests}components/everything.wasm`);
  assertEquals(description.kind, "component");
  assertEquals(description.imports.length, 10);
});

Deno.test("describe() refuses what is neither, and says why", () => {
  const rows: readonly (readonly [source: string | Uint8Array, status: number, message: RegExp])[] =
    [
      [`${guests}missing.wasm`, 127, /missing\.wasm/],
      [new Uint8Array(), 126, /the module is not a valid WebAssembly module/],
      [module([1, 1]), 126, /the module is not a valid WebAssembly module/],
      [component(section(13, [])), 126, /the module is not a valid component: unknown section 13/],
      [component(types([0x66, 0])), 126, /the module uses async \(WASI 0\.3\), which this version/],
    ];
  for (const [source, status, message] of rows) {
    const refusal = refusalOf(() => describe(source));
    assertEquals([refusal.status, message.test(refusal.message)], [status, true], refusal.message);
  }
});
