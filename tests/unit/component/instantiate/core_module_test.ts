import { assertEquals, assertThrows } from "@std/assert";
import {
  compileModule,
  compileUnstarted,
  instantiateModule,
} from "../../../../lib/component/instantiate/core_module.ts";
import { SluiceError } from "../../../../lib/errors.ts";
import { exportStart } from "../../../../lib/wasm/start_section.ts";

const HEADER = "0061736d01000000";

/** Modules that cannot be run, in hexadecimal. */
const REFUSED: readonly (readonly [hex: string, message: string])[] = [
  ["00", "a core module of the component is not valid"],
  [`${HEADER}0105`, "a core module of the component is not valid"],
  // (func (result i32))
  [`${HEADER}0105016000017f03020100 0a040102000b`, "a core module of the component is not valid"],
  // (import "a" "f" (func))
  [`${HEADER}010401600000 0207010161016600 00`, "a core module of the component is not valid"],
];

const compile = (bytes: Uint8Array) => new WebAssembly.Module(bytes as BufferSource);

const unstarted: typeof compileModule = (bytes, compile) =>
  compileUnstarted(bytes, compile, { exportStart });

Deno.test("modules that cannot be run are refused", () => {
  for (const [hex, message] of REFUSED) {
    const bytes = Uint8Array.fromHex(hex.replaceAll(" ", ""));
    for (const prepare of [compileModule, unstarted]) {
      const error = assertThrows(
        () => instantiateModule(prepare(bytes, compile), { a: {} }),
        SluiceError,
        message,
        hex,
      );
      assertEquals(error.status, 126);
    }
  }
});

Deno.test("a module that wants more memory than there is is refused", () => {
  const noMemory = () => {
    throw new RangeError("WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory");
  };
  const error = assertThrows(
    () => compileModule(new Uint8Array(), noMemory),
    SluiceError,
    "more memory than there is",
  );
  assertEquals(error.status, 126);
});
