import { assert, assertEquals, assertFalse, assertStrictEquals } from "@std/assert";
import { ProcExit, SluiceError, Trap, WasiError } from "../../lib/errors.ts";

Deno.test("WasiError() holds its code and captures no stack", () => {
  const error = new WasiError("no-entry");
  assertEquals(error.code, "no-entry");
  assertFalse(error instanceof Error);
  assertFalse("stack" in error);
});

Deno.test("Trap() is an Error that says why", () => {
  const trap = new Trap("pointer out of bounds");
  assert(trap instanceof Error);
  assertEquals(String(trap), "Trap: pointer out of bounds");
});

Deno.test("ProcExit() keeps the status as the guest gave it", () => {
  for (const status of [0, 1, 255, 256, 2 ** 32 - 1]) {
    const exit = new ProcExit(status);
    assertEquals(exit.status, status);
    assertFalse(exit instanceof Error);
  }
});

Deno.test("SluiceError() has a status, and a hint and a cause only where they are given", () => {
  const bare = new SluiceError(126, "it cannot be run");
  assertEquals(String(bare), "SluiceError: it cannot be run");
  assertEquals(bare.status, 126);
  assertStrictEquals(bare.hint, undefined);
  assertFalse("cause" in bare);

  const cause = new WasiError("io");
  const full = new SluiceError(125, "it failed", { hint: "report it", cause });
  assertEquals(full.hint, "report it");
  assertStrictEquals(full.cause, cause);
});

Deno.test("SluiceError() keeps a cause that is undefined", () => {
  assert("cause" in new SluiceError(125, "something threw nothing", { cause: undefined }));
});
