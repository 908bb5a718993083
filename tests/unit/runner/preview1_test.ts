import { assertEquals } from "@std/assert";
import { preview1 } from "../../../lib/runner/preview1.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";
import { refusalOfPromise } from "../outcome.ts";
import { FUNCTION_NAMES } from "../../../lib/abi/preview1/signatures.ts";

const I32 = 0x7f;
const MEMORY = section(5, vector([[0, 1]]));
const exported = (what: string, kind: number, index: number) => [...name(what), kind, index];
const MEMORY_EXPORT = exported("memory", 2, 0);

/** A module that imports proc_exit and exports what is given here, function 1 with this code. */
function guest(exports: number[][], code: number[] = []): Uint8Array<ArrayBuffer> {
  return module(
    section(1, vector([functionType([], []), functionType([I32], [])])),
    section(
      2,
      vector([[...name("wasi_snapshot_preview1"), ...name("proc_exit"), 0, 1]]),
    ),
    section(3, vector([[0]])),
    MEMORY,
    section(7, vector(exports)),
    section(10, vector([body(code)])),
  ) as Uint8Array<ArrayBuffer>;
}

const START = exported("_start", 0, 1);
const INITIALIZE = exported("_initialize", 0, 1);
const EXIT_3 = [0x41, 3, 0x10, 0];
const UNREACHABLE = [0x00];

async function instantiate(bytes: Uint8Array<ArrayBuffer>) {
  const wasi = await preview1({ args: ["guest"] });
  const { instance } = await WebAssembly.instantiate(bytes, wasi.imports);
  return { wasi, instance };
}

Deno.test("preview1() provides both import modules with every function", async () => {
  using wasi = await preview1();
  assertEquals(Object.keys(wasi.imports).sort(), ["wasi_snapshot_preview1", "wasi_unstable"]);
  for (const functions of Object.values(wasi.imports)) {
    assertEquals(Object.keys(functions).sort(), [...FUNCTION_NAMES].sort());
  }
});

Deno.test("Preview1.start() calls _start, and an exit and a trap are results", async () => {
  for (
    const [code, status, ended] of [
      [[], 0, "exit"],
      [EXIT_3, 3, "exit"],
      [UNREACHABLE, 134, "trap"],
    ] as const
  ) {
    const { wasi, instance } = await instantiate(guest([MEMORY_EXPORT, START], [...code]));
    const result = await wasi.start(instance);
    assertEquals([result.status, result.ended], [status, ended]);
    wasi[Symbol.dispose]();
  }
});

Deno.test("Preview1.initialize() calls _initialize where there is one", async () => {
  for (
    const [exports, status] of [[[MEMORY_EXPORT, INITIALIZE], 3], [[MEMORY_EXPORT], 0]] as const
  ) {
    const { wasi, instance } = await instantiate(guest([...exports], EXIT_3));
    assertEquals((await wasi.initialize(instance)).status, status);
    wasi[Symbol.dispose]();
  }
});

Deno.test("Preview1 refuses with status 126 to start without memory or _start, or twice", async () => {
  const noMemory = await instantiate(guest([START]));
  assertEquals((await refusalOfPromise(noMemory.wasi.start(noMemory.instance))).status, 126);
  assertEquals((await refusalOfPromise(noMemory.wasi.initialize(noMemory.instance))).status, 126);
  const noStart = await instantiate(guest([MEMORY_EXPORT]));
  assertEquals((await refusalOfPromise(noStart.wasi.start(noStart.instance))).status, 126);
  const twice = await instantiate(guest([MEMORY_EXPORT, START]));
  await twice.wasi.start(twice.instance);
  assertEquals((await refusalOfPromise(twice.wasi.start(twice.instance))).status, 126);
  assertEquals((await refusalOfPromise(twice.wasi.initialize(twice.instance))).status, 126);
  for (const { wasi } of [noMemory, noStart, twice]) wasi[Symbol.dispose]();
});

Deno.test("preview1() refuses with status 2 a wrong grant", async () => {
  assertEquals((await refusalOfPromise(preview1({ args: ["a\0"] }))).status, 2);
});

Deno.test("Preview1 refuses with status 126 a memory that threads share", async () => {
  const shared = module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0]])),
    section(5, vector([[3, 1, 1]])),
    section(7, vector([MEMORY_EXPORT, exported("_start", 0, 0)])),
    section(10, vector([body([])])),
  ) as Uint8Array<ArrayBuffer>;
  const { wasi, instance } = await instantiate(shared);
  using _ = wasi;
  for (const start of [wasi.start(instance), wasi.initialize(instance)]) {
    const { status, message } = await refusalOfPromise(start);
    assertEquals([status, message], [126, "the module's memory is shared by threads"]);
  }
});
