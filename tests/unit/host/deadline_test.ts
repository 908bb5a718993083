import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";
import { Deadline } from "../../../lib/host/deadline.ts";

/** Milliseconds of a deadline that is to pass, and of one that is not. */
const [SOON, LATE] = [60, 60_000];

/** As much later as a busy machine may be, in milliseconds. */
const SLACK = 500;

/** Blocks in a call of the system, which nothing interrupts. */
function block(milliseconds: number): void {
  new Deno.Command("sleep", { args: [`${milliseconds / 1000}`] }).outputSync();
}

/** Computes until then. */
function compute(until: number): string {
  while (performance.now() < until);
  return "computed";
}

/** `call` answers undefined, not before the time is over and not much later. */
function endsInTime(call: (deadline: Deadline) => unknown): void {
  const start = performance.now();
  assertStrictEquals(call(new Deadline(SOON)), undefined);
  const took = performance.now() - start;
  assert(took >= SOON && took < SOON + SLACK, `${took} ms`);
}

Deno.test("Deadline.call() is the answer or the failure of what ends in time", () => {
  const deadline = new Deadline(LATE);
  assertEquals(deadline.call(() => 7), 7);
  const error = new RangeError("of the body");
  assertStrictEquals(
    assertThrows(() =>
      deadline.call(() => {
        throw error;
      })
    ),
    error,
  );
  assertEquals(deadline.call(() => "again"), "again");
});

Deno.test("Deadline.call() ends a loop of JavaScript and of WebAssembly, whatever that catches", () => {
  // (module (func (export "spin") (loop (br 0))))
  const spin = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.fromHex(
      "0061736d0100000001040160000003020100070801047370696e00000a0901070003400c000b0b",
    )),
  ).exports.spin as () => void;
  let caught = 0;
  let left = 0;
  const bodies: readonly (() => void)[] = [
    () => {
      for (;;);
    },
    spin,
    () => {
      for (;;) {
        try {
          spin();
        } catch {
          caught++;
        } finally {
          left++;
        }
      }
    },
    () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  ];
  for (const body of bodies) endsInTime((deadline) => deadline.call(body));
  assertEquals([caught, left], [0, 0]);
});

Deno.test("Deadline.call() does not count what comes too late, and what runs next is not ended for it", async () => {
  for (const fails of [false, true]) {
    endsInTime((deadline) =>
      deadline.call(() => {
        block(2 * SOON);
        if (fails) throw new Error("too late");
        return "too late";
      })
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

Deno.test("Deadline.call() does not count what comes a moment too late, before it is ended", () => {
  // The timer of node:vm has whole milliseconds, so that there is nearly one between the two.
  const start = performance.now();
  const answer = new Deadline(SOON - 0.9).call(() => compute(start + SOON - 0.4));
  assertStrictEquals(answer, undefined);
});

Deno.test("Deadline.call() holds back what comes too late, until nothing can be ended for it", async () => {
  for (const late of [1, 20, 40]) {
    const start = performance.now();
    const answer = new Deadline(SOON).call(() => compute(start + SOON + late));
    const took = performance.now() - start;
    assertStrictEquals(answer, undefined);
    // The timer goes off so much later than the deadline.
    assert(took >= SOON + 50, `${took} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

Deno.test("Deadline.call() does not hold back what comes in time", () => {
  let answer: string | undefined;
  let took = Infinity;
  // A busy machine makes it too late, but not each time.
  for (let attempt = 0; took >= SOON && attempt < 100; attempt++) {
    const start = performance.now();
    answer = new Deadline(SOON).call(() => compute(start + SOON - 15));
    took = performance.now() - start;
  }
  assertEquals(answer, "computed");
  assert(took < SOON, `${took} ms`);
});

Deno.test("Deadline.call() does not begin when the time is over", () => {
  const deadline = new Deadline(1);
  block(10);
  let begun = false;
  assertStrictEquals(deadline.call(() => begun = true), undefined);
  assertEquals(begun, false);
});

Deno.test("Deadline.call() leaves nothing behind in the global object", () => {
  const keys = Reflect.ownKeys(globalThis).length;
  let during = 0;
  new Deadline(LATE).call(() => during = Reflect.ownKeys(globalThis).length);
  endsInTime((deadline) =>
    deadline.call(() => {
      for (;;);
    })
  );
  assertEquals([during, Reflect.ownKeys(globalThis).length], [keys, keys]);
});

/** `(module (func (export "run") unreachable))` */
const TRAPPING = new WebAssembly.Module(
  module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0]])),
    section(7, vector([[...name("run"), 0, 0]])),
    section(10, vector([body([0x00])])),
  ) as Uint8Array<ArrayBuffer>,
);

/** `(module (import "m" "f" (func)) (func (export "run") (call 0) (unreachable)))` */
const CALLING = Uint8Array.fromHex(
  "0061736d01000000010401600000020701016d01660000030201000707010372756e00010a070105001000000b",
);

Deno.test("Deadline.promising() leaves no rejection behind when nobody waits for the answer", async () => {
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(event.reason);
  };
  globalThis.addEventListener("unhandledrejection", note);
  try {
    const { exports } = new WebAssembly.Instance(TRAPPING);
    const run = exports.run as () => void;
    const answer = new Deadline(LATE).promising(run)();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assertEquals(unhandled, []);
    await assertRejects(() => answer, WebAssembly.RuntimeError);
  } finally {
    globalThis.removeEventListener("unhandledrejection", note);
  }
});

Deno.test("Deadline.resume() does not hold the thread for a guest that ends by itself when it must", async () => {
  const deadline = new Deadline(1);
  block(10);
  let ended = false;
  void deadline.ended.then(() => ended = true);
  let resumed = false;
  deadline.resume(() => resumed = true);
  await Promise.resolve();
  // Otherwise it would have been waited for its timer to end it.
  assertEquals([resumed, ended], [true, false]);
});

Deno.test("Deadline.call() lets nobody hear of a guest that failed and was ended in one moment", async () => {
  const heard: unknown[] = [];
  const hear = ({ reason }: PromiseRejectionEvent) => heard.push(reason);
  addEventListener("unhandledrejection", hear);
  const failure = new Error("too late");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(CALLING), {
    m: {
      f: () => {
        block(2 * SOON);
        throw failure;
      },
    },
  });
  const deadline = new Deadline(SOON);
  const run = deadline.promising(exports.run as () => unknown);
  assertStrictEquals(deadline.call(run), undefined);
  // A rejection that is not kept back fails the test by now.
  await new Promise((resolve) => setTimeout(resolve, 20));
  removeEventListener("unhandledrejection", hear);
  assertEquals(heard, []);
});

Deno.test("Deadline.promising() leaves other rejections to whoever listens", async () => {
  const heard: unknown[] = [];
  const hear = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    heard.push(event.reason);
  };
  new Deadline(LATE).promising(new WebAssembly.Instance(TRAPPING).exports.run as () => void);
  addEventListener("unhandledrejection", hear);
  const failure = new Error("of the embedder");
  void Promise.reject(failure);
  await new Promise((resolve) => setTimeout(resolve, 20));
  removeEventListener("unhandledrejection", hear);
  assertEquals(heard, [failure]);
});

Deno.test("Deadline.resume() leaves a guest where it is whose end nobody would be told", async () => {
  const { Suspending } = WebAssembly as unknown as {
    Suspending: new (call: () => Promise<void>) => WebAssembly.ImportValue;
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(CALLING), {
    m: {
      f: new Suspending(() => {
        block(2 * SOON);
        return promise;
      }),
    },
  });
  const deadline = new Deadline(SOON);
  const run = deadline.promising(exports.run as () => unknown);
  assertStrictEquals(deadline.call(run), undefined);
  deadline.resume(resolve);
  // A rejection that nobody has taken fails the test by now.
  await new Promise((resolve) => setTimeout(resolve, 5));
});
