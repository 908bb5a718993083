import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  compileModule,
  type LoadedModule,
  readSource,
} from "../../../../lib/runner/modules/load_module.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  vector,
} from "../../../guests/modules/binary.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { refusalOf, unhex, utf8 } from "../../outcome.ts";

/** `(module (func (export "_start")))` */
const SMALLEST = module(
  section(1, vector([functionType([], [])])),
  section(3, vector([[0]])),
  section(7, vector([[...name("_start"), 0, 0]])),
  section(10, vector([body([])])),
);

const load = (source: string | Uint8Array): LoadedModule => compileModule(readSource(source));

Deno.test("compileModule() compiles bytes and the file that they are in", () => {
  using at = new TemporaryDirectory();
  Deno.writeFileSync(at.at("m.wasm"), SMALLEST);
  for (const source of [SMALLEST, at.at("m.wasm")]) {
    const loaded = load(source);
    assert(loaded.module instanceof WebAssembly.Module);
    assertEquals(loaded.interface.exports.map((one) => one.name), ["_start"]);
  }
});

Deno.test("readSource() and compileModule() refuse with status 126 what is no core module", () => {
  const rows: readonly [bytes: Uint8Array, message: string][] = [
    [new Uint8Array(), "not a WebAssembly module"],
    [unhex("00"), "not a WebAssembly module"],
    [unhex("0061736d"), "version"],
    [unhex("0061736d 010000"), "version"],
    [unhex("0061736d 02000000"), "version"],
    [unhex("7f454c46 02010100"), "not a WebAssembly module"],
    [unhex("1f8b0800 00000000"), "not a WebAssembly module"],
    [utf8("#!/bin/sh\n"), "not a WebAssembly module"],
    [utf8("(module)"), "not a WebAssembly module"],
    [utf8("\0asm"), "version"],
    [unhex("0061736d 01000000 ff"), "not a valid"],
  ];
  for (const [bytes, message] of rows) {
    const refusal = refusalOf(() => load(bytes));
    assertEquals(refusal.status, 126, bytes.toHex());
    assertStringIncludes(refusal.message, message, bytes.toHex());
  }
});

Deno.test("compileModule() refuses with status 126 a module that is cut off, at whatever byte", () => {
  for (let length = 0; length < SMALLEST.length; length++) {
    const cut = SMALLEST.slice(0, length);
    if (WebAssembly.validate(cut)) continue;
    assertEquals(refusalOf(() => load(cut)).status, 126, `${length}`);
  }
});

Deno.test("compileModule() refuses with status 126 or loads a module with a changed byte", () => {
  const changed = SMALLEST.slice();
  for (let at = 0; at < changed.length; at++) {
    const right = changed[at]!;
    for (let bit = 0; bit < 8; bit++) {
      changed[at] = right ^ 1 << bit;
      if (WebAssembly.validate(changed)) load(changed);
      else assertEquals(refusalOf(() => load(changed)).status, 126, `${at} ${bit}`);
    }
    changed[at] = right;
  }
});

Deno.test("compileModule() names the file in its message, and not the engine's own function", () => {
  using at = new TemporaryDirectory();
  Deno.writeFileSync(at.at("bad.wasm"), unhex("0061736d 01000000 ff"));
  const { message } = refusalOf(() => load(at.at("bad.wasm")));
  assertStringIncludes(message, "bad.wasm");
  assertEquals(message.includes("WebAssembly.Module()"), false);
});

Deno.test("readSource() refuses with status 127 a file that is missing, 126 a directory", () => {
  using at = new TemporaryDirectory();
  assertEquals(refusalOf(() => load(at.at("missing.wasm"))).status, 127);
  assertEquals(refusalOf(() => load(at.path)).status, 126);
});
