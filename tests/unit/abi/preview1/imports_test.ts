import { assertEquals, assertStrictEquals } from "@std/assert";
import type { HostFunction } from "../../../../lib/abi/preview1/context.ts";
import {
  functionsOf,
  MODULE_NAMES,
  WAITING_FUNCTIONS,
} from "../../../../lib/abi/preview1/imports.ts";
import { FUNCTION_NAMES } from "../../../../lib/abi/preview1/signatures.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";
import { FakeFile } from "../../doubles/fake_node.ts";

Deno.test("MODULE_NAMES is preview1 and its predecessor", () => {
  assertEquals([...MODULE_NAMES].sort(), ["wasi_snapshot_preview1", "wasi_unstable"]);
});

Deno.test("functionsOf() provides each function of the specification, in its order", () => {
  const { context } = new FakeGuest();
  for (const module of MODULE_NAMES) {
    const imports = functionsOf(module, context);
    assertEquals(Object.keys(imports), [...FUNCTION_NAMES]);
    assertEquals(Object.values(imports).every((one) => typeof one === "function"), true);
  }
});

Deno.test("WAITING_FUNCTIONS are functions of the specification", () => {
  assertEquals(WAITING_FUNCTIONS.filter((name) => !FUNCTION_NAMES.includes(name)), []);
});

Deno.test("functionsOf() gives each module its own layouts", () => {
  const START = { wasi_snapshot_preview1: 0, wasi_unstable: 2 };
  const SIZES = { wasi_snapshot_preview1: 64, wasi_unstable: 56 };
  for (const module of ["wasi_snapshot_preview1", "wasi_unstable"] as const) {
    const guest = new FakeGuest({ module });
    const fd = guest.open(new FakeFile("0123456789"));
    assertEquals(guest.call("fd_seek", fd, 4n, START[module], 0), 0);
    assertEquals(guest.u64(0), 4n, module);
    assertEquals(guest.call("fd_filestat_get", fd, 64), 0);
    assertEquals(guest.bytes(64 + SIZES[module] - 1, 2).toHex(), "073f", module);
  }
});

Deno.test("functionsOf() hands out the functions themselves when nobody looks on", () => {
  const { context } = new FakeGuest();
  const given: Record<string, HostFunction> = {};
  const wrapped = () => 0;
  for (const module of MODULE_NAMES) {
    const plain = functionsOf(module, context);
    context.observe = (name, call) => {
      given[name] = call;
      return wrapped;
    };
    const observed = functionsOf(module, context);
    delete context.observe;
    assertEquals(Object.keys(given), [...FUNCTION_NAMES]);
    for (const name of FUNCTION_NAMES) {
      assertStrictEquals(observed[name], wrapped);
      // Each is made anew for a guest, so that its text is what can be compared.
      assertEquals(plain[name]!.toString(), given[name]!.toString());
      assertEquals(plain[name]!.name, name);
    }
  }
});
