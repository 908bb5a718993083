import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FUNCTION_NAMES, signatureOf } from "../../../lib/abi/preview1/signatures.ts";
import { checkLinks } from "../../../lib/runner/link.ts";
import type {
  FunctionType,
  ModuleExport,
  ModuleImport,
  ModuleInterface,
} from "../../../lib/wasm/module_interface.ts";
import { refusalOf } from "../outcome.ts";

const PREVIEW1 = "wasi_snapshot_preview1";
const UNSTABLE = "wasi_unstable";
const NOTHING: FunctionType = { parameters: [], results: [] };

const MEMORY: ModuleExport = {
  name: "memory",
  kind: "memory",
  memory: { shared: false, addresses: "i32" },
};

function exported(name: string, type: FunctionType | undefined = NOTHING): ModuleExport {
  return { name, kind: "function", type };
}

const START = exported("_start");
const INITIALIZE = exported("_initialize");

function imported(name: string, module = PREVIEW1, type = signatureOf(name)): ModuleImport {
  return { module, name, kind: "function", type };
}

const EXIT = imported("proc_exit");

function moduleOf(
  imports: readonly ModuleImport[],
  exports: readonly ModuleExport[],
): ModuleInterface {
  return { imports, exports };
}

Deno.test("checkLinks() tells a command from a reactor", () => {
  const rows: readonly [exports: readonly ModuleExport[], invoke: string | undefined, string][] = [
    [[MEMORY, START], undefined, "command"],
    [[MEMORY, INITIALIZE], undefined, "reactor"],
    [[MEMORY, exported("f")], "f", "reactor"],
    [[MEMORY, START, exported("f")], "f", "reactor"],
    [[MEMORY, START, INITIALIZE], "f", "reactor"],
    [[MEMORY, START], "_start", "reactor"],
  ];
  for (const [exports, invoke, expected] of rows) {
    assertEquals(checkLinks(moduleOf([EXIT], exports), invoke), expected);
  }
});

Deno.test("checkLinks() provides every function of preview1, and all but one of its predecessor", () => {
  const preview1 = FUNCTION_NAMES.map((name) => imported(name));
  assertEquals(checkLinks(moduleOf(preview1, [MEMORY, START]), undefined), "command");
  const older = FUNCTION_NAMES.filter((name) => name !== "sock_accept");
  const unstable = older.map((name) => imported(name, UNSTABLE));
  assertEquals(
    checkLinks(moduleOf([...preview1, ...unstable], [MEMORY, START]), undefined),
    "command",
  );
  const refusal = refusalOf(() =>
    checkLinks(moduleOf([imported("sock_accept", UNSTABLE)], [MEMORY, START]), undefined)
  );
  assertStringIncludes(refusal.message, "wasi_unstable.sock_accept");
});

Deno.test("checkLinks() refuses with status 126 an import that nothing provides", () => {
  const type = signatureOf("fd_read");
  const rows: readonly ModuleImport[] = [
    imported("fd_dup", PREVIEW1, type),
    imported("", PREVIEW1, type),
    imported("FD_READ", PREVIEW1, type),
    imported("constructor", PREVIEW1, type),
    imported("__proto__", PREVIEW1, type),
    imported("fd_read", "wasi_snapshot_preview2", type),
    imported("fd_read", "", type),
    imported("fd_read", "constructor", type),
    imported("fd_read", "env", type),
    { module: PREVIEW1, name: "fd_read", kind: "global" },
    { module: PREVIEW1, name: "fd_read", kind: "tag" },
    { module: "env", name: "memory", kind: "memory" },
    { module: PREVIEW1, name: "memory", kind: "memory" },
    { module: "env", name: "__indirect_function_table", kind: "table" },
  ];
  for (const one of rows) {
    const refusal = refusalOf(() => checkLinks(moduleOf([EXIT, one], [MEMORY, START]), undefined));
    assertEquals(refusal.status, 126, `${one.module}.${one.name} ${one.kind}`);
    assertStringIncludes(refusal.message, `${one.module}.${one.name}`);
  }
});

Deno.test("checkLinks() names ten of the missing imports and counts the others", () => {
  for (
    const [count, rest] of [[10, ""], [11, " and 1 more"], [100_000, " and 99990 more"]] as const
  ) {
    const imports = Array.from({ length: count }, (_, i) => imported(`f${i}`, "m", NOTHING));
    const { message } = refusalOf(() => checkLinks(moduleOf(imports, [MEMORY, START]), undefined));
    assertMatch(message, new RegExp(`m\\.f0, .*m\\.f9${rest}$`));
    assertEquals(message.includes("m.f10"), false);
  }
});

Deno.test("checkLinks() hints at the system that a foreign import comes from", () => {
  const rows: readonly [module: string, hint: RegExp][] = [
    ["env", /Emscripten/],
    ["wasix_32v1", /WASIX/],
    ["wasi", /threads/],
  ];
  for (const [module, hint] of rows) {
    const { hint: found = "" } = refusalOf(() =>
      checkLinks(moduleOf([EXIT, imported("f", module, NOTHING)], [MEMORY, START]), undefined)
    );
    assertMatch(found, hint);
  }
});

Deno.test("checkLinks() refuses with status 126 an import of another type", () => {
  const rows: readonly [name: string, type: FunctionType | undefined][] = [
    ["fd_write", { parameters: ["i32", "i32", "i32"], results: ["i32"] }],
    ["fd_write", { parameters: ["i32", "i32", "i32", "i64"], results: ["i32"] }],
    ["fd_write", { parameters: ["i32", "i32", "i32", "i32"], results: [] }],
    ["fd_write", { parameters: ["i32", "i32", "i32", "i32"], results: ["i64"] }],
    ["fd_write", { parameters: ["i32", "i32", "i32", "i32", "i32"], results: ["i32"] }],
    ["fd_seek", { parameters: ["i32", "i32", "i32", "i32"], results: ["i32"] }],
    ["proc_exit", { parameters: ["i32"], results: ["i32"] }],
    ["sched_yield", { parameters: [], results: ["ref"] }],
    ["fd_close", undefined],
  ];
  for (const [name, type] of rows) {
    const one: ModuleImport = { module: PREVIEW1, name, kind: "function", type };
    const refusal = refusalOf(() => checkLinks(moduleOf([one], [MEMORY, START]), undefined));
    assertEquals(refusal.status, 126);
    assertStringIncludes(refusal.message, `${PREVIEW1}.${name} has another type`);
  }
});

Deno.test("checkLinks() refuses with status 126 a memory that no call can use", () => {
  const memory = (of: Partial<ModuleExport>): ModuleExport => ({ ...MEMORY, ...of });
  const rows: readonly [exports: readonly ModuleExport[], message: RegExp][] = [
    [[], /no memory/],
    [[memory({ name: "mem" })], /no memory/],
    [[{ name: "memory", kind: "table" }], /is a table/],
    [[{ name: "memory", kind: "global" }], /is a global/],
    [[exported("memory")], /is a function/],
    [[memory({ memory: { shared: true, addresses: "i32" } })], /shared/],
    [[memory({ memory: { shared: false, addresses: "i64" } })], /64-bit/],
  ];
  for (const [exports, message] of rows) {
    const refusal = refusalOf(() => checkLinks(moduleOf([EXIT], [...exports, START]), undefined));
    assertEquals(refusal.status, 126);
    assertMatch(refusal.message, message);
  }
});

Deno.test("checkLinks() wants no memory of a module that calls nothing", () => {
  assertEquals(checkLinks(moduleOf([], [START]), undefined), "command");
  assertEquals(checkLinks(moduleOf([], [exported("f")]), "f"), "reactor");
});

Deno.test("checkLinks() refuses with status 126 what cannot be started", () => {
  const takes = { parameters: ["i32"], results: [] };
  const gives = { parameters: [], results: ["i32"] };
  const rows: readonly [exports: readonly ModuleExport[], invoke: string | undefined, RegExp][] = [
    [[], undefined, /neither _start nor _initialize/],
    [[exported("main")], undefined, /neither/],
    [[START, INITIALIZE], undefined, /both/],
    [[exported("_start", takes)], undefined, /_start is not a function of no parameters/],
    [[exported("_start", gives)], undefined, /_start is not a function of no parameters/],
    [[{ name: "_start", kind: "memory" }], undefined, /_start is not a function/],
    [[{ name: "_start", kind: "function", type: undefined }], undefined, /_start is not a func/],
    [[exported("_initialize", takes)], undefined, /_initialize is not a function/],
    [[exported("_initialize", takes)], "f", /_initialize is not a function/],
  ];
  for (const [exports, invoke, message] of rows) {
    const refusal = refusalOf(() => checkLinks(moduleOf([EXIT], [MEMORY, ...exports]), invoke));
    assertEquals(refusal.status, 126);
    assertMatch(refusal.message, message);
  }
  const callable = moduleOf([], [MEMORY, exported("a b")]);
  assertEquals(refusalOf(() => checkLinks(callable, undefined)).hint, "--invoke 'a b'");
  assertEquals(refusalOf(() => checkLinks(moduleOf([], []), undefined)).hint, undefined);
});
