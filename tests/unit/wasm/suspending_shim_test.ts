import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ENDED,
  type ShimFunction,
  suspendingShim,
  WAITS,
} from "../../../lib/wasm/suspending_shim.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";

type Value = number | bigint;
type Call = (...args: Value[]) => unknown;

const { Suspending, promising } = WebAssembly as unknown as {
  Suspending: new (call: (...args: Value[]) => Promise<unknown>) => WebAssembly.ImportValue;
  promising: (exported: WebAssembly.ExportValue) => (...args: Value[]) => Promise<unknown>;
};

/** A shim for functions whose parts are given by name, and its state. */
function shimOf(
  functions: readonly ShimFunction[],
  parts: Record<string, { attempt: Call; finish: (...args: Value[]) => Promise<unknown> }>,
) {
  const state = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(suspendingShim(functions)), {
    attempt: Object.fromEntries(
      Object.entries(parts).map(([name, { attempt }]) => [name, attempt]),
    ),
    finish: Object.fromEntries(
      Object.entries(parts).map(([name, { finish }]) => [name, new Suspending(finish)]),
    ),
    state: { state },
  });
  return { state, exports };
}

const never = (): Promise<never> => Promise.reject(new Error("was not put off"));

/** Types, what is passed, and what is answered. */
const TYPES:
  readonly (readonly [parameters: string[], args: Value[], results: string[], unknown])[] = [
    [[], [], [], undefined],
    [[], [], ["i32"], 7],
    [["i32"], [-1], ["i64"], -(2n ** 63n)],
    [["i64", "i32"], [2n ** 63n - 1n, 5], ["f32"], 1.5],
    [["f64", "f32", "i64", "i32"], [0.1, 2.5, -3n, 4], ["f64"], 0.2],
    [Array(17).fill("i32"), Array.from({ length: 17 }, (_, i) => i), ["i32"], 1],
    [["i32"], [1], ["i32", "i64"], [2, 3n]],
  ];

Deno.test("suspendingShim() passes arguments and results of a call that does not wait", () => {
  for (const [parameters, args, results, answer] of TYPES) {
    let seen: Value[] = [];
    const attempt = (...given: Value[]) => {
      seen = given;
      return answer;
    };
    const { exports } = shimOf([{ name: "f", type: { parameters, results } }], {
      f: { attempt, finish: never },
    });
    assertEquals((exports.f as Call)(...args), answer);
    assertEquals(seen, args);
  }
});

Deno.test("suspendingShim() passes arguments and results of a call that waits", async () => {
  for (const [parameters, args, results, answer] of TYPES) {
    let seen: Value[] = [];
    const nothing = results.length > 1 ? [0, 0n] : results[0] === "i64" ? 0n : 0;
    const { exports, state } = shimOf([{ name: "f", type: { parameters, results } }], {
      f: {
        attempt() {
          state.value = WAITS;
          return nothing;
        },
        async finish(...given) {
          state.value = 0;
          await new Promise((resolve) => setTimeout(resolve, 1));
          seen = given;
          return answer;
        },
      },
    });
    assertEquals(await promising(exports.f!)(...args), answer);
    assertEquals(seen, args);
  }
});

Deno.test("suspendingShim() stands for several functions, each by its name", () => {
  const type = { parameters: [], results: ["i32"] };
  const { exports } = shimOf([{ name: "a", type }, { name: "b é", type }], {
    "a": { attempt: () => 1, finish: never },
    "b é": { attempt: () => 2, finish: never },
  });
  assertEquals([(exports.a as Call)(), (exports["b é"] as Call)()], [1, 2]);
});

/** `run` calls `m.f` under catch_all, and answers 2 for an exception and 1 for none. */
const CATCHING = new WebAssembly.Module(
  module(
    section(1, vector([functionType([], []), functionType([], [0x7f])])),
    section(2, vector([[...name("m"), ...name("f"), 0, 0]])),
    section(3, vector([[1]])),
    section(7, vector([[...name("run"), 0, 1]])),
    section(
      10,
      vector([body([
        ...[0x02, 0x40, 0x1f, 0x40, 1, 2, 0, 0x10, 0, 0x0b],
        ...[0x41, 1, 0x0f, 0x0b, 0x41, 2],
      ])]),
    ),
  ) as Uint8Array<ArrayBuffer>,
);

function caught(f: WebAssembly.ExportValue): WebAssembly.ExportValue {
  return new WebAssembly.Instance(CATCHING, { m: { f: f as WebAssembly.ImportValue } }).exports
    .run!;
}

const PLAIN = { name: "f", type: { parameters: [], results: [] } };

Deno.test("suspendingShim() traps where the guest ended while it waited, past every catch_all", async () => {
  for (const how of ["told", "rejected"]) {
    const { exports, state } = shimOf([PLAIN], {
      f: {
        attempt: () => void (state.value = WAITS),
        async finish() {
          await undefined;
          state.value = ENDED;
          if (how === "rejected") throw new Error("a bug");
        },
      },
    });
    await assertRejects(() => promising(caught(exports.f!))(), WebAssembly.RuntimeError);
    assertEquals(state.value, ENDED);
  }
});

Deno.test("suspendingShim() traps where its caller cannot be suspended", () => {
  const { exports, state } = shimOf([PLAIN], {
    f: { attempt: () => void (state.value = WAITS), finish: never },
  });
  assertThrows(() => (caught(exports.f!) as Call)(), WebAssembly.RuntimeError, "unreachable");
});

Deno.test("suspendingShim() forgets a call that could not be suspended", () => {
  let waits = true;
  const { exports, state } = shimOf([PLAIN], {
    f: { attempt: () => waits ? void (state.value = WAITS) : undefined, finish: never },
  });
  assertThrows(exports.f as Call, WebAssembly.RuntimeError, "unreachable");
  waits = false;
  // Not made twice: a caller that can be suspended would have `never` go on with it.
  assertEquals((exports.f as Call)(), undefined);
});
