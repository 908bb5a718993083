import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { Boundary, type Ending } from "../../../../lib/abi/preview1/boundary.ts";
import { type Context, SUSPEND } from "../../../../lib/abi/preview1/context.ts";
import type { Wait } from "../../../../lib/io/wait.ts";
import { type ErrorCode, ProcExit, Trap, WasiError } from "../../../../lib/errors.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  vector,
} from "../../../guests/modules/binary.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";

/** A boundary, and what its calls have waited for. */
function boundaryOf(
  onWait: (wait: Wait) => void = () => {},
): { boundary: Boundary; context: Context; waits: Wait[]; waitFor: (wait: Wait) => void } {
  const waits: Wait[] = [];
  const { context } = new FakeGuest();
  const waitFor = (wait: Wait): void => {
    waits.push(wait);
    onWait(wait);
  };
  return { boundary: new Boundary(context), context, waits, waitFor };
}

/** A call with a number of parameters of its own, each a number. */
type Call = (...args: number[]) => number;

/** `call` with the `length` that a function of so many parameters has. */
function withParameters(count: number, call: Call): Call {
  return Object.defineProperty(call, "length", { value: count });
}

function guard(boundary: Boundary, call: Call, waitFor?: (wait: Wait) => void): Call {
  return boundary.guard(call as (...args: never[]) => number, waitFor) as Call;
}

/** What a call of an import throws; wasm sees a trap only in a RuntimeError of the engine. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const COUNTS = [0, 1, 2, 3, 4, 5, 6, 7, 9];

Deno.test("Boundary.guard() passes the arguments on and gives the answer back", () => {
  for (const count of COUNTS) {
    const { boundary, waits } = boundaryOf();
    let seen: number[] = [];
    const call = guard(
      boundary,
      withParameters(count, (...args) => {
        seen = args;
        return 20 + count;
      }),
    );
    const args = Array.from({ length: count }, (_, i) => i + 1);
    assertEquals([call(...args), seen], [20 + count, args]);
    assertEquals([boundary.ending, waits], [undefined, []]);
  }
});

Deno.test("Boundary.guard() turns a WasiError into its errno, and the guest goes on", () => {
  const rows: readonly [ErrorCode, number][] = [
    ["no-entry", 44],
    ["not-capable", 76],
    ["would-block", 6],
    ["bad-descriptor", 8],
  ];
  for (const count of COUNTS) {
    const { boundary } = boundaryOf();
    for (const [code, errno] of rows) {
      const call = guard(
        boundary,
        withParameters(count, () => {
          throw new WasiError(code);
        }),
      );
      assertEquals(call(), errno, code);
    }
    assertStrictEquals(boundary.ending, undefined);
    assertEquals(guard(boundary, () => 0)(), 0);
  }
});

/** Failures that end the guest, and how. */
const ENDINGS: readonly (readonly [failure: unknown, ending: Ending])[] = [
  [new ProcExit(0), { kind: "exit", status: 0 }],
  [new ProcExit(2 ** 32 - 1), { kind: "exit", status: 2 ** 32 - 1 }],
  [new Trap("pointer out of bounds"), { kind: "trap", message: "pointer out of bounds" }],
  ...[
    new TypeError("x is not a function"),
    new Error("unexpected errno 99"),
    new RangeError("Invalid typed array length"),
    new SyntaxError("Cannot convert x to a BigInt"),
    "a text",
    undefined,
    null,
  ].map((cause) => [cause, { kind: "bug", cause }] as const),
];

Deno.test("Boundary.guard() notes how the guest ends, and raises a real trap", () => {
  for (const count of COUNTS) {
    for (const [failure, ending] of ENDINGS) {
      const { boundary } = boundaryOf();
      const call = guard(
        boundary,
        withParameters(count, () => {
          throw failure;
        }),
      );
      assertInstanceOf(thrownBy(call), WebAssembly.RuntimeError);
      assertEquals(boundary.ending, ending);
    }
  }
});

Deno.test("Boundary.guard() never answers INVAL for a failure that is a bug of ours", () => {
  for (const failure of [new TypeError("x"), new RangeError("Invalid count value"), "x", 28]) {
    const { boundary } = boundaryOf();
    const call = guard(boundary, () => {
      throw failure;
    });
    thrownBy(call);
    assertEquals(boundary.ending, { kind: "bug", cause: failure });
  }
});

Deno.test("Boundary.guard() refuses every later call, and the first ending counts", () => {
  for (const [failure, ending] of ENDINGS) {
    const { boundary } = boundaryOf();
    const ends = guard(boundary, () => {
      throw failure;
    });
    let ran = 0;
    const others = COUNTS.map((count) => guard(boundary, withParameters(count, () => ran++)));
    thrownBy(ends);
    for (const other of [...others, ends]) {
      assertInstanceOf(thrownBy(other), WebAssembly.RuntimeError);
    }
    assertEquals([ran, boundary.ending], [0, ending]);
  }
});

Deno.test("Boundary.guard() takes an exhausted stack for the guest's trap", () => {
  for (const count of COUNTS) {
    const { boundary } = boundaryOf();
    const forever = (): number => forever() + 1;
    assertInstanceOf(
      thrownBy(guard(boundary, withParameters(count, forever))),
      WebAssembly.RuntimeError,
    );
    assertEquals(boundary.ending, { kind: "trap", message: "call stack exhausted" });
  }
});

Deno.test("Boundary.guard() ends the guest when a call begins before another has ended", () => {
  const { boundary } = boundaryOf();
  const inner = guard(boundary, () => 0);
  const outer = guard(boundary, () => inner());
  assertInstanceOf(thrownBy(outer), WebAssembly.RuntimeError);
  assertEquals(boundary.ending, { kind: "trap", message: "call stack exhausted" });
});

Deno.test("Boundary.guard() waits and tries again with the same arguments while a call suspends", () => {
  for (const count of COUNTS) {
    const { boundary, context, waits, waitFor } = boundaryOf();
    const seen: number[][] = [];
    const call = guard(
      boundary,
      withParameters(count, (...args) => {
        seen.push(args);
        if (seen.length === 4) return 7;
        context.wait = { pollables: [], timeout: BigInt(seen.length) };
        return SUSPEND;
      }),
      waitFor,
    );
    const args = Array.from({ length: count }, (_, i) => i + 1);
    assertEquals(call(...args), 7);
    assertEquals(seen, [args, args, args, args]);
    assertEquals(waits.map(({ timeout }) => timeout), [1n, 2n, 3n]);
    assertStrictEquals(context.wait, undefined);
    assertEquals(guard(boundary, () => 0)(), 0, "it is outside again");
  }
});

Deno.test("Boundary.guard() answers a failure of the wait as one of the call", () => {
  const rows: readonly [failure: unknown, errno: number | undefined, ending: unknown][] = [
    [new WasiError("interrupted"), 27, undefined],
    [new TypeError("x"), undefined, "bug"],
    [new ProcExit(3), undefined, "exit"],
  ];
  for (const [failure, errno, ending] of rows) {
    const { boundary, context, waitFor } = boundaryOf(() => {
      throw failure;
    });
    const call = guard(boundary, () => {
      context.wait = { pollables: [] };
      return SUSPEND;
    }, waitFor);
    if (errno !== undefined) assertEquals(call(), errno);
    else assertInstanceOf(thrownBy(call), WebAssembly.RuntimeError);
    assertEquals(boundary.ending?.kind, ending);
  }
});

/** `(import "m" "f" (func (param i32) (result i32)))`, type 0, and `run` of type 1 around a call. */
function guestOf(code: number[]): (f: Call) => number {
  const bytes = module(
    section(1, vector([functionType([0x7f], [0x7f]), functionType([], [0x7f])])),
    section(2, vector([[...name("m"), ...name("f"), 0, 0]])),
    section(3, vector([[1]])),
    section(7, vector([[...name("run"), 0, 1]])),
    section(10, vector([body(code)])),
  );
  const compiled = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  return (f) => {
    const { exports } = new WebAssembly.Instance(compiled, { m: { f } });
    return (exports.run as () => number)();
  };
}

const [BLOCK, TRY, TRY_TABLE, CATCH_ALL] = [0x02, 0x06, 0x1f, 0x19] as const;
const [CONST, CALL, DROP, RETURN, END] = [0x41, 0x10, 0x1a, 0x0f, 0x0b] as const;
const NO_RESULT = 0x40;
const CALL_IT = [CONST, 5, CALL, 0, DROP];

/** Each answers 1 when the import returns and 2 when the exception was swallowed. */
const SWALLOWERS: Readonly<Record<string, (f: Call) => number>> = {
  "try and catch_all": guestOf([
    ...[TRY, NO_RESULT, ...CALL_IT],
    ...[CATCH_ALL, CONST, 2, RETURN, END],
    ...[CONST, 1],
  ]),
  "try_table and catch_all": guestOf([
    ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, 2, 0, ...CALL_IT, END],
    ...[CONST, 1, RETURN, END],
    ...[CONST, 2],
  ]),
  "try_table and catch_all, twice": guestOf([
    ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, 2, 0, ...CALL_IT, END],
    ...[CONST, 1, RETURN, END],
    ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, 2, 0, ...CALL_IT, END],
    ...[CONST, 1, RETURN, END],
    ...[CONST, 2],
  ]),
};

Deno.test("Boundary.guard() ends a guest that catches everything", () => {
  for (const [kind, run] of Object.entries(SWALLOWERS)) {
    assertEquals(run(() => 0), 1, kind);
    const swallowed = run(() => {
      throw new ProcExit(3);
    });
    assertEquals(swallowed, 2, `${kind} must swallow a plain exception, or this proves nothing`);

    for (const [failure, ending] of ENDINGS) {
      const { boundary } = boundaryOf();
      let calls = 0;
      const f = guard(boundary, (_argument: number) => {
        calls++;
        throw failure;
      });
      assertThrows(() => run(f), WebAssembly.RuntimeError, "unreachable", kind);
      assertEquals([calls, boundary.ending], [1, ending], kind);
    }
  }
});

Deno.test("Boundary.guard() ends a guest that catches everything when the stack runs out", () => {
  for (const [kind, run] of Object.entries(SWALLOWERS)) {
    const { boundary } = boundaryOf();
    const forever = (argument: number): number => forever(argument) + 1;
    assertThrows(() => run(guard(boundary, forever)), WebAssembly.RuntimeError, undefined, kind);
    assertEquals(boundary.ending, { kind: "trap", message: "call stack exhausted" });
  }
});

Deno.test("Boundary shares nothing with another one", () => {
  const [one, other] = [boundaryOf().boundary, boundaryOf().boundary];
  thrownBy(guard(one, () => {
    throw new ProcExit(1);
  }));
  assertEquals(guard(other, () => 0)(), 0);
  assert(one.ending !== undefined && other.ending === undefined);
});

/** A call in two parts, and what its suspension was told and asked. */
function divided(
  call: (context: Context) => number,
  onWait: (wait: Wait) => Promise<void> = () => Promise.resolve(),
) {
  const { boundary, context } = boundaryOf();
  const log: unknown[] = [];
  const { attempt, finish } = boundary.divide(() => call(context), {
    async wait(wait) {
      log.push(wait);
      await onWait(wait);
    },
    tell: (state) => void log.push(state),
  });
  return {
    boundary,
    context,
    log,
    attempt: attempt as Call,
    finish: finish as () => Promise<number>,
  };
}

Deno.test("Boundary.divide() answers at once what does not wait", () => {
  const rows: readonly (readonly [call: () => number, answer: number])[] = [
    [() => 7, 7],
    [() => {
      throw new WasiError("no-entry");
    }, 44],
  ];
  for (const [call, answer] of rows) {
    const { attempt, log, boundary } = divided(call);
    assertEquals([attempt(), log, boundary.ending], [answer, [], undefined]);
  }
});

Deno.test("Boundary.divide() puts a call off, and goes on with it until it is done", async () => {
  const waits: Wait[] = [1n, 2n, 3n].map((timeout) => ({ pollables: [], timeout }));
  const resumed: (Wait | undefined)[] = [];
  const { attempt, finish, log, context, boundary } = divided((context) => {
    const next = waits[resumed.push(context.resumed) - 1];
    if (next === undefined) return 7;
    context.wait = next;
    return SUSPEND;
  });
  assertEquals([attempt(), log], [0, ["waits"]]);
  assertEquals(guard(boundary, () => 3)(), 3, "a call of another entry in between");
  assertEquals(await finish(), 7);
  assertEquals(log, ["waits", "done", ...waits]);
  assertEquals(resumed, [undefined, ...waits]);
  assertEquals([context.wait, boundary.ending], [undefined, undefined]);
  assertEquals(guard(boundary, () => 0)(), 0, "it is outside again");
});

Deno.test("Boundary.divide() notes how the guest ends that waits, and refuses every later call", async () => {
  for (const where of ["the wait", "the call"]) {
    for (const [failure, ending] of ENDINGS) {
      const { attempt, finish, log, boundary } = divided((context) => {
        if (where === "the call" && context.resumed !== undefined) throw failure;
        context.wait = { pollables: [] };
        return SUSPEND;
      }, () => where === "the wait" ? Promise.reject(failure) : Promise.resolve());
      attempt();
      await finish();
      assertEquals([log.at(-1), boundary.ending], ["ended", ending]);
      assertInstanceOf(thrownBy(attempt), WebAssembly.RuntimeError);
    }
  }
});

Deno.test("Boundary.divide() answers a failure that the guest may know of, after a wait too", async () => {
  const { attempt, finish, log, boundary } = divided((context) => {
    if (context.resumed !== undefined) throw new WasiError("pipe");
    context.wait = { pollables: [] };
    return SUSPEND;
  });
  attempt();
  assertEquals(await finish(), 64);
  assertEquals([log.at(-1), boundary.ending], [{ pollables: [] }, undefined]);
});

Deno.test("Boundary.divide() ends a call that waited while another one ended the guest", async () => {
  const { attempt, finish, log, boundary } = divided((context) => {
    context.wait = { pollables: [] };
    return SUSPEND;
  });
  attempt();
  const finished = finish();
  thrownBy(guard(boundary, () => {
    throw new ProcExit(3);
  }));
  await finished;
  assertEquals([log.at(-1), boundary.ending], ["ended", { kind: "exit", status: 3 }]);
});

Deno.test("Boundary tells of each failure by the function's name and its arguments", async () => {
  const { boundary, context } = boundaryOf();
  const told: unknown[] = [];
  context.failed = (...failure) => void told.push(failure);
  const calls = {
    fails(which: number, _other: number): number {
      if (which === 2 && context.resumed === undefined) {
        context.wait = { pollables: [] };
        return SUSPEND;
      }
      if (which > 0) throw new WasiError("not-capable");
      return 76;
    },
  };
  const guarded = guard(boundary, calls.fails) as Call;
  assertEquals([0, 1].map((which) => guarded(which, 5)), [76, 76]);
  const suspension = { wait: () => Promise.resolve(), tell: () => {} };
  const { attempt, finish } = boundary.divide(calls.fails, suspension);
  (attempt as Call)(2, 6);
  await (finish as (...args: number[]) => Promise<number>)(2, 6);
  assertEquals(told, [["fails", "not-capable", [1, 5]], ["fails", "not-capable", [2, 6]]]);
});
