import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import type { RunOptions } from "../../../lib/runner/options.ts";
import { run } from "../../../lib/runner/run.ts";
import { refusalOfPromise } from "../outcome.ts";

/** A guest that makes the calls which its arguments name. */
const calls = Deno.readFileSync(new URL("../../sandbox/guests/calls.wasm", import.meta.url));

/** Lines for {@linkcode calls} that wait so many milliseconds on the monotonic clock. */
function sleep(milliseconds: number): string[] {
  const view = new DataView(new ArrayBuffer(48));
  view.setUint32(16, 1, true);
  view.setBigUint64(24, BigInt(milliseconds) * 1_000_000n, true);
  return [`poke @0 ${new Uint8Array(view.buffer).toHex()}`, "poll_oneoff @0 >32 1 >4"];
}

/** Counts how often a timer of this program comes while a guest runs. */
async function ticksDuring(args: readonly string[], options: RunOptions = {}): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  try {
    const { status } = await run(calls, { ...options, args });
    assertEquals(status, 0);
  } finally {
    clearInterval(timer);
  }
  return ticks;
}

Deno.test("run() leaves the thread to the timers of the program while a guest waits", async () => {
  assertGreater(await ticksDuring(sleep(100)), 3);
  assertGreater(await ticksDuring(sleep(100), { limits: { timeout: 60_000 } }), 3);
});

Deno.test("run() does not keep timers away with waits that are over at once", async () => {
  const rows: readonly (readonly [what: string, lines: readonly string[]])[] = [
    ["polls", [sleep(0)[0]!, "repeat 20000 1", sleep(0)[1]!]],
    ["sched_yield", ["repeat 20000 1", "sched_yield"]],
  ];
  for (const [what, lines] of rows) assertGreater(await ticksDuring(lines), 3, what);
});

Deno.test("run() does not keep timers away with a source that is never waited for", async () => {
  let isOver = false;
  let reads = 0;
  const stdin = {
    read(into: Uint8Array): Promise<number | null> {
      if (++reads === 1) setTimeout(() => isOver = true, 1);
      into[0] = 0x61;
      // Promises alone, and no turn of the event loop.
      return Promise.resolve(isOver || reads === 300_000 ? null : 1);
    },
  };
  const cat = Deno.readFileSync(new URL("../../cli/guests/cat.wasm", import.meta.url));
  for (const limits of [{}, { timeout: 60_000 }]) {
    isOver = false;
    reads = 0;
    assertEquals((await run(cat, { stdin, limits })).status, 0);
    assert(isOver, `${reads} reads`);
  }
});

Deno.test("run() lets guests wait side by side", async () => {
  const begun = performance.now();
  const results = await Promise.all(
    Array.from({ length: 100 }, () => run(calls, { args: [...sleep(200), "proc_exit 3"] })),
  );
  assertEquals(results.every(({ status, ended }) => status === 3 && ended === "exit"), true);
  assert(performance.now() - begun < 100 * 200 / 2, "one waited for the other");
});

Deno.test("run() ends a guest that waits when it is aborted", async () => {
  for (const limits of [{}, { timeout: 60_000 }]) {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("enough")), 20);
    const { signal } = abort;
    const { status, ended, message } = await run(calls, { args: sleep(60_000), signal, limits });
    assertEquals({ status, ended, message }, {
      status: 143,
      ended: "aborted",
      message: "the run was aborted: enough",
    });
  }
});

Deno.test("run() ends a guest that waits when it is aborted as what it waited for comes", async () => {
  const controller = new AbortController();
  const stdin = {
    async read(into: Uint8Array) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      // Behind the answer, and before the guest is there to see it.
      queueMicrotask(() => queueMicrotask(() => controller.abort()));
      return into.length;
    },
  };
  const { ended, stdout } = await run(calls, {
    args: ["fd_read 0 <8> >4", "fd_write 1 [61] >4"],
    stdin,
    stdout: "capture",
    signal: controller.signal,
  });
  assertEquals([ended, stdout], ["aborted", new Uint8Array()]);
});

Deno.test("run() runs nothing when it has been aborted before", async () => {
  const signal = AbortSignal.abort();
  const result = await run(calls, { args: ["fd_write 1 [61] >4"], signal, stdout: "capture" });
  assertEquals([result.ended, result.stdout], ["aborted", new Uint8Array()]);
  const [stdin, stdout] = [new ReadableStream(), new WritableStream()];
  const { ended } = await run(calls, { signal, stdin, stdout });
  assertEquals([ended, stdin.locked, stdout.locked], ["aborted", false, false]);
});

Deno.test("run() does not notice an abort after its end, nor keep a listener", async () => {
  const signal = AbortSignal.timeout(60_000);
  let listeners = 0;
  const { addEventListener, removeEventListener } = AbortSignal.prototype;
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(removeEventListener, signal, args);
  };
  const { ended } = await run(calls, { args: [...sleep(1), ...sleep(1)], signal });
  assertEquals([ended, listeners], ["exit", 0]);
});

Deno.test("run() refuses with status 2 where the runtime cannot suspend, unless nothing waits", async () => {
  const own = WebAssembly as { promising?: unknown };
  const { promising } = own;
  try {
    delete own.promising;
    const { status, message } = await refusalOfPromise(run(calls));
    assertEquals(status, 2);
    assertStringIncludes(message, "WebAssembly.promising");
    const pure = new URL("../../guests/modules/pure.wasm", import.meta.url);
    assertEquals((await run(Deno.readFileSync(pure))).status, 0);
  } finally {
    own.promising = promising;
  }
});
