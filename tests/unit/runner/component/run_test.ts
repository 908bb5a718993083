import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dir, run, type RunOptions, type RunResult, SluiceError } from "../../../../mod.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { refusalOfPromise, text, utf8 } from "../../outcome.ts";

const components = new URL("../../../guests/components/", import.meta.url);

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`${name}.wasm`, components));
}

const values = bytesOf("values");
const cat = bytesOf("wasi/cat");

/** A test whose guest waits for a FIFO, which Deno's API alone cannot do. */
function waitingTest(name: string, fn: () => Promise<void>): void {
  const ignore = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";
  Deno.test({ name: ignore ? `${name} (ignored: a FIFO is waited for by ffi)` : name, ignore, fn });
}

Deno.test("run() calls an export with values, and answers values and text", async () => {
  const rows: readonly [name: string, args: unknown[], result: unknown, printed: string][] = [
    ["byte", [200], 200, "200"],
    ["wide", [2n ** 64n - 1n], 2n ** 64n - 1n, "18446744073709551615"],
    ["utf16", ["a\u{1f600}\0"], "a\u{1f600}\0", '"a\u{1f600}\\u{0}"'],
    ["bytes", [new Uint8Array([1, 255])], new Uint8Array([1, 255]), "[1, 255]"],
    ["floats", [[0.5, -0]], new Float64Array([0.5, -0]), "[0.5, -0]"],
    ["strings", [["a", undefined]], ["a", undefined], '[some("a"), none]'],
  ];
  for (const [name, args, result, printed] of rows) {
    const options = { invoke: { name, args: args as never[] } };
    const expected = { status: 0, ended: "exit", results: [result], printed: [printed] };
    assertEquals(await run(values, options), expected as RunResult, name);
    assertEquals(
      await run(values, { ...options, process: { isolation: "basic" } }),
      expected as RunResult,
      name,
    );
  }
  const nothing = { status: 0, ended: "exit", results: [], printed: [] } as const;
  assertEquals(await run(values, { invoke: { name: "nothing", args: [] } }), nothing);
});

Deno.test("run() calls an export as WAVE says", async () => {
  const { results, printed } = await run(values, {
    invoke: 'strings([some("a b"), none])',
    args: ["not", "read"],
  });
  assertEquals(results, [["a b", undefined]]);
  assertEquals(printed, ['[some("a b"), none]']);
});

Deno.test("run() refuses with status 2 arguments that do not fit", async () => {
  const rows: readonly RunOptions["invoke"][] = [
    "byte(256)",
    "byte()",
    "byte",
    'byte("1")',
    { name: "byte", args: [] },
    { name: "byte", args: [1, 2] },
    { name: "utf8", args: [1] },
    { name: "bytes", args: ["abc"] },
    { name: "wide", args: ["x"] },
  ];
  for (const invoke of rows) {
    const refusal = await refusalOfPromise(run(values, { invoke: invoke! }));
    assertEquals(refusal.status, 2, JSON.stringify(invoke));
  }
});

Deno.test("run() refuses with status 126 a call that takes or answers a resource", async () => {
  for (const call of ["[constructor]counter(1)", "[method]counter.value(1)", "take(1)"]) {
    const refusal = await refusalOfPromise(run(bytesOf("guest_resource"), { invoke: call }));
    assertEquals(refusal.status, 126);
    assertStringIncludes(refusal.message, "resource");
  }
});

Deno.test("run() gives a component its streams and captures what it writes", async () => {
  const result = await run(cat, { stdin: utf8("some text"), stdout: "capture", stderr: "capture" });
  assertEquals([result.status, result.ended], [0, "exit"]);
  assertEquals(text(result.stdout!), "some text");
  assertEquals(text(result.stderr!), "");
});

Deno.test("run() feeds a component from a ReadableStream, and drains it into a WritableStream", async () => {
  const chunks = Array.from({ length: 50 }, (_, i) => new Uint8Array(7_000).fill(i));
  const received: Uint8Array[] = [];
  const result = await run(cat, {
    stdin: ReadableStream.from(chunks),
    stdout: new WritableStream({
      async write(chunk: Uint8Array) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        received.push(chunk.slice());
      },
    }),
  });
  assertEquals([result.status, result.ended], [0, "exit"]);
  assertEquals(joined(received), joined(chunks));
});

Deno.test("run() ends a component that has written more than is kept", async () => {
  const { ended, stdout } = await run(cat, {
    stdin: new Uint8Array(200_000),
    stdout: "capture",
    limits: { maxMemory: 100_000 },
  });
  assertEquals([ended, stdout!.length], ["limit", 100_000]);
});

waitingTest(
  "run() runs components beside each other in one thread, and each waits alone",
  async () => {
    using never = new ReadableNever();
    const poll = bytesOf("wasi/poll");
    const running = Array.from({ length: 20 }, () => run(poll, { stdin: never.spec }));
    const results = await Promise.all(running);
    assertEquals(results.map(({ status }) => status), results.map(() => 4));
  },
);

waitingTest("run() ends a component that waits when it is aborted, and in time", async () => {
  const waiting = bytesOf("wasi/poll");
  using never = new ReadableNever();
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error("enough")), 50);
  const rows: readonly [options: RunOptions, ended: string][] = [
    [{ signal: abort.signal }, "aborted"],
    [{ limits: { timeout: 100 } }, "timeout"],
  ];
  for (const [options, ended] of rows) {
    const result = await run(waiting, { ...options, args: ["an hour"], stdin: never.spec });
    assertEquals(result.ended, ended);
  }
});

Deno.test("run() holds all core modules together to the memory that they may have", async () => {
  const rows: readonly [component: string, most: number, refused: boolean][] = [
    ["wasi/copy", 131_071, true],
    ["wasi/copy", 131_072, false],
    ["wasi/hello", 65_536, false],
    ["wasi/hello", 1, true],
  ];
  using at = new TemporaryDirectory();
  at.make({ from: "x" });
  for (const [component, maxMemory, refused] of rows) {
    const running = run(bytesOf(component), {
      grants: [dir(at.path, { guest: "/" })],
      limits: { maxMemory },
    });
    if (refused) assertEquals((await assertRejects(() => running, SluiceError)).status, 126);
    else assertEquals((await running).status, 0);
  }
});

Deno.test("run() refuses with status 126 an import of another type than WASI's", async () => {
  const refusal = await refusalOfPromise(run(bytesOf("wasi/mistyped"), { invoke: "get()" }));
  assertEquals(refusal.status, 126);
  assertStringIncludes(refusal.message, "wasi:random/random@0.2.0.get-random-u64 has another type");
});

Deno.test("run() refuses with status 126 an import that takes one resource for another", async () => {
  const refusal = await refusalOfPromise(run(bytesOf("wasi/confused"), { invoke: "get()" }));
  assertEquals(refusal.status, 126);
  assertStringIncludes(refusal.message, "input-stream is another type than pollable");
});

Deno.test("run() calls an export that is an import, where that has been lifted", async () => {
  const component = bytesOf("wasi/passed_on");
  for (const limits of [{}, { timeout: 20_000 }]) {
    const { ended, results } = await run(component, { invoke: "get()", limits });
    assertEquals([ended, typeof results![0]], ["exit", "bigint"]);
  }
  const refusal = await refusalOfPromise(run(component, { invoke: "import()" }));
  assertEquals(refusal.status, 126);
});

function joined(chunks: readonly Uint8Array[]): string {
  return chunks.map((chunk) => chunk.toHex()).join("");
}

/** A FIFO that nobody writes to, as standard input. */
class ReadableNever implements Disposable {
  readonly #at = new TemporaryDirectory();
  readonly #writer: Deno.FsFile;
  readonly spec: { kind: "file"; path: string };

  constructor() {
    const path = this.#at.at("fifo");
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
    this.#writer = Deno.openSync(path, { read: true, write: true });
    this.spec = { kind: "file", path };
  }

  [Symbol.dispose](): void {
    this.#writer.close();
    this.#at[Symbol.dispose]();
  }
}
