import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FUNCTION_NAMES } from "../../../../lib/abi/preview1/signatures.ts";
import { CAPABILITIES, capabilityOf } from "../../../../lib/runner/inspect/import_capabilities.ts";
import { inspect, type ModuleInspection } from "../../../../lib/runner/inspect/inspect.ts";
import { leastOptions } from "../../../../lib/runner/inspect/least_options.ts";
import type { ModuleExport, ModuleImport } from "../../../../lib/wasm/module_interface.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  vector,
} from "../../../guests/modules/binary.ts";
import { refusalOfPromise, unhex } from "../../outcome.ts";

const PREVIEW1 = "wasi_snapshot_preview1";

/** A module that imports functions of no parameters and exports one under each of the names. */
function moduleOf(
  imports: readonly (readonly [module: string, name: string])[],
  exports: readonly string[],
): Uint8Array {
  return module(
    section(1, vector([functionType([], [])])),
    section(2, vector(imports.map(([from, what]) => [...name(from), ...name(what), 0, 0]))),
    section(3, vector([[0]])),
    section(5, vector([[1, 1, 2]])),
    section(
      7,
      vector([
        [...name("memory"), 2, 0],
        ...exports.map((one) => [...name(one), 0, imports.length]),
      ]),
    ),
    section(10, vector([body([0x41, 0, 0xc0, 0x1a])])),
  );
}

async function inspectModule(bytes: Uint8Array): Promise<ModuleInspection> {
  const inspection = await inspect(bytes);
  assert(inspection.kind !== "component");
  return inspection;
}

Deno.test("inspect() says what a component is, in WIT", async () => {
  const path = new URL("../../../guests/components/wasi/hello.wasm", import.meta.url);
  const bytes = Deno.readFileSync(path);
  const inspection = await inspect(bytes);
  assert(inspection.kind === "component");
  assertEquals([inspection.size, inspection.options], [bytes.length, []]);
  assert(inspection.exports.some(({ name }) => name.startsWith("wasi:cli/run@")));
  assertStringIncludes(inspection.wit, "world root");
});

Deno.test("inspect() says what a module is and how it is run", async () => {
  const bytes = moduleOf([], ["_start"]);
  assertEquals(await inspect(bytes), {
    kind: "command",
    size: bytes.length,
    features: ["sign-extension"],
    featuresComplete: true,
    memories: [{ minimum: 65_536, maximum: 131_072, shared: false, addresses: "i32" }],
    imports: [],
    exports: [
      { name: "memory", kind: "memory", type: undefined },
      { name: "_start", kind: "function", type: { parameters: [], results: [] } },
    ],
    options: [],
  });
});

Deno.test("inspect() tells commands, reactors and libraries apart", async () => {
  const rows: readonly [exports: readonly string[], kind: string, options: readonly string[]][] = [
    [["_start"], "command", []],
    [["_initialize", "f"], "reactor", []],
    [["f", "g"], "library", ["--invoke", "f"]],
    [[], "library", []],
  ];
  for (const [exports, kind, options] of rows) {
    const inspection = await inspect(moduleOf([], exports));
    assertEquals([inspection.kind, inspection.options], [kind, options]);
  }
});

Deno.test("inspect() says why a module cannot be run, and still what it is", async () => {
  const foreign = await inspectModule(
    moduleOf([["env", "log"], [PREVIEW1, "proc_exit"]], ["_start"]),
  );
  assertEquals(foreign.problem, "nothing provides the import env.log");
  assertEquals(foreign.imports.map(({ capability }) => capability), ["foreign", "process"]);
  const invalid = await inspectModule(module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0]])),
    section(10, vector([body([0x1a])])),
  ));
  assertStringIncludes(invalid.problem ?? "", "not a valid WebAssembly module");
});

Deno.test("inspect() refuses with status 126 what is neither module nor component", async () => {
  for (const bytes of ["", "00", "0061736d 0d000100 01", "0061736d 01000000 01 05", "7f454c46"]) {
    assertEquals((await refusalOfPromise(inspect(unhex(bytes)))).status, 126, bytes);
  }
});

Deno.test("inspect() answers or refuses with status 126, whatever the bytes are", async () => {
  const sound = moduleOf([[PREVIEW1, "fd_write"]], ["_start"]);
  let state = 1;
  const chance = () => (state = state * 48_271 % 0x7fffffff);
  for (let round = 0; round < 1000; round++) {
    const changed = sound.slice();
    for (let i = chance() % 3; i >= 0; i--) changed[chance() % changed.length] = chance() & 0xff;
    try {
      await inspect(changed);
    } catch (error) {
      assertEquals((error as { status?: number }).status, 126, changed.toHex());
    }
  }
});

Deno.test("capabilityOf() knows every function of preview1, and what is not one", () => {
  for (const one of FUNCTION_NAMES) assert(capabilityOf(PREVIEW1, one) !== "foreign", one);
  const rows = [
    ["fd_write", "streams"],
    ["path_open", "files"],
    ["fd_readdir", "files"],
    ["sock_recv", "sockets"],
    ["args_get", "arguments"],
    ["environ_get", "environment"],
    ["clock_time_get", "clocks"],
    ["random_get", "random"],
    ["poll_oneoff", "poll"],
    ["proc_exit", "process"],
    ["sched_yield", "process"],
    ["fd_teleport", "foreign"],
    ["__proto__", "foreign"],
  ] as const;
  for (const [one, capability] of rows) {
    assertEquals(capabilityOf(PREVIEW1, one), capability);
    assertEquals(capabilityOf("env", one), "foreign");
  }
  assertEquals(new Set(rows.map((row) => row[1])), new Set(CAPABILITIES));
});

Deno.test("leastOptions() grants a directory where one is needed, and writing where only that helps", () => {
  const imported = (one: string): ModuleImport => ({
    module: PREVIEW1,
    name: one,
    kind: "function",
  });
  const start: ModuleExport = { name: "_start", kind: "function" };
  const rows: readonly [imports: readonly string[], options: readonly string[]][] = [
    [[], []],
    [["fd_write", "fd_prestat_get", "environ_get", "random_get"], []],
    [["path_open", "fd_read"], ["--dir", ".::/::ro"]],
    [["path_filestat_get", "fd_readdir"], ["--dir", ".::/::ro"]],
    [["path_open", "path_unlink_file"], ["--dir", ".::/"]],
    [["path_open", "fd_filestat_set_size"], ["--dir", ".::/"]],
  ];
  for (const [imports, options] of rows) {
    assertEquals(leastOptions({ imports: imports.map(imported), exports: [start] }), options);
  }
});
