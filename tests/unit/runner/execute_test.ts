import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { ProcExit, SluiceError, Trap } from "../../../lib/errors.ts";
import { bug, execute } from "../../../lib/runner/execute.ts";
import { TRAP_STATUS } from "../../../lib/runner/statuses.ts";
import { Guest } from "../../../lib/runner/guest.ts";
import type { Outcome } from "../../../lib/runner/options.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { refusalOfPromise } from "../outcome.ts";

function newGuest(): Guest {
  return new Guest(fakeHost(), ["guest"], {}, "own");
}

/** Runs `body` in a guest of its own; the failure is one that a host call of the guest meets. */
async function outcomeOfCall(failure: unknown, swallow: "swallow" | "let pass"): Promise<Outcome> {
  using guest = newGuest();
  const call = guest.boundary.guard(() => {
    throw failure;
  });
  return await execute(guest.boundary, () => {
    try {
      call();
    } catch (error) {
      if (swallow === "let pass") throw error;
    }
    return [1];
  });
}

/** An export `run` with this code, in a module with a tag of its own. */
function wasm(...code: number[]): () => void {
  const bytes = module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0]])),
    section(13, vector([[0, 0]])),
    section(7, vector([[...name("run"), 0, 0]])),
    section(10, vector([body(code)])),
  );
  const compiled = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  return new WebAssembly.Instance(compiled).exports.run as () => void;
}

Deno.test("execute() ends with status 0 and the results when the body returns", async () => {
  using guest = newGuest();
  assertEquals(await execute(guest.boundary, () => undefined), { status: 0, ended: "exit" });
  assertEquals(await execute(guest.boundary, () => []), { status: 0, ended: "exit", results: [] });
  assertEquals(await execute(guest.boundary, () => [1, 2n]), {
    status: 0,
    ended: "exit",
    results: [1, 2n],
  });
});

Deno.test("execute() ends with the status of the guest's exit, also when the guest goes on", async () => {
  for (const status of [0, 1, 255, 256, 2 ** 32 - 1]) {
    for (const swallow of ["swallow", "let pass"] as const) {
      assertEquals(await outcomeOfCall(new ProcExit(status), swallow), { status, ended: "exit" });
    }
  }
});

Deno.test("execute() ends with a trap when a host call has trapped, also when the guest goes on", async () => {
  for (const swallow of ["swallow", "let pass"] as const) {
    assertEquals(await outcomeOfCall(new Trap("pointer out of bounds"), swallow), {
      status: TRAP_STATUS,
      ended: "trap",
      message: "pointer out of bounds",
    });
  }
});

Deno.test("execute() ends with status 125 when a host call has met a bug, whatever the guest does", async () => {
  const cause = new TypeError("x is not a function");
  for (const swallow of ["swallow", "let pass"] as const) {
    const refusal = await refusalOfPromise(outcomeOfCall(cause, swallow));
    assertEquals(refusal.status, 125);
    assertStrictEquals(refusal.cause, cause);
  }
});

Deno.test("execute() ends with a trap when the guest traps by itself", async () => {
  const UNREACHABLE = [0x00];
  const THROW = [0x08, 0];
  const RECURSE = [0x10, 0];
  const DIVIDE = [0x41, 1, 0x41, 0, 0x6d, 0x1a];
  const rows: readonly [code: number[], message: string][] = [
    [UNREACHABLE, "unreachable"],
    [DIVIDE, "divide by zero"],
    [THROW, "uncaught exception"],
    [RECURSE, "call stack exhausted"],
  ];
  for (const [code, message] of rows) {
    using guest = newGuest();
    const run = wasm(...code);
    const outcome = await execute(guest.boundary, () => {
      run();
      return undefined;
    });
    assertEquals([outcome.status, outcome.ended, outcome.message], [134, "trap", message]);
  }
});

Deno.test("execute() ends with status 125 when anything else is thrown", async () => {
  for (const cause of [new TypeError("x"), new RangeError("Invalid count"), "a text", undefined]) {
    using guest = newGuest();
    const refusal = await refusalOfPromise(
      execute(guest.boundary, () => {
        throw cause;
      }),
    );
    assertEquals(refusal.status, 125);
    assertStrictEquals(refusal.cause, cause);
  }
});

Deno.test("execute() passes a refusal on as it is", async () => {
  using guest = newGuest();
  const refusal = new SluiceError(126, "cannot be linked");
  const thrown = await assertRejects(() =>
    execute(guest.boundary, () => {
      throw refusal;
    })
  );
  assertStrictEquals(thrown, refusal);
});

Deno.test("bug() says what failed and asks for a report", () => {
  const rows: readonly [cause: unknown, detail: string][] = [
    [new TypeError("x is not a function"), "TypeError: x is not a function"],
    ["a text", "a text"],
    [undefined, "undefined"],
  ];
  for (const [cause, detail] of rows) {
    const { status, message, hint = "" } = bug(cause);
    assertEquals([status, message.endsWith(detail), hint.includes("report")], [125, true, true]);
  }
});

Deno.test("bug() is none of ours where Deno cannot load what we are made of", () => {
  const cause = Object.assign(
    new TypeError(
      "Failed caching package 'p'\n    0: cannot create '/d': Denied\n    at file:///f:1",
    ),
    { code: "ERR_MODULE_NOT_FOUND" },
  );
  const { status, message, hint = "" } = bug(cause);
  assertEquals(message.split(": ").slice(1), [
    "Failed caching package 'p'",
    "cannot create '/d'",
    "Denied",
  ]);
  assertEquals([status, hint.includes("DENO_DIR")], [2, true]);
});
