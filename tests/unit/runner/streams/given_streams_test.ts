import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { toBytes, toText } from "@std/streams";
import { createHash } from "node:crypto";
import { pipe } from "../../../../lib/runner/streams/pipe.ts";
import type { RunOptions, RunResult } from "../../../../lib/runner/options.ts";
import { preview1 } from "../../../../lib/runner/preview1.ts";
import { run } from "../../../../lib/runner/run.ts";
import { settled } from "../../doubles/scripted.ts";
import { refusalOfPromise, text, utf8 } from "../../outcome.ts";

/** A guest that copies standard input to standard output. */
const cat = Deno.readFileSync(new URL("../../../cli/guests/cat.wasm", import.meta.url));

/** A guest that makes the calls which its arguments name. */
const calls = Deno.readFileSync(new URL("../../../sandbox/guests/calls.wasm", import.meta.url));

const [BADF, INVAL, IO, NOTCAPABLE, PIPE, SPIPE] = [8, 28, 29, 76, 64, 70] as const;

/** What comes of these calls, a line each, without what they tell. */
async function errnosOf(lines: readonly string[], options: RunOptions): Promise<number[]> {
  const { stdout } = await run(calls, { stdout: "capture", ...options, args: lines });
  return text(stdout!).trimEnd().split("\n").map((line) => Number(line.split(" ")[1]));
}

const streamOf = (...parts: readonly string[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(parts.map(utf8));

const exited = { status: 0, ended: "exit" } as const;

Deno.test("run() copies from a ReadableStream to a WritableStream, and closes that", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [result, got] = await Promise.all([
    run(cat, { stdin: streamOf("ab", "", "cd"), stdout: writable }),
    toText(readable),
  ]);
  assertEquals([result, got], [exited, "abcd"]);
});

Deno.test("run() resolves when all that the guest wrote has arrived", async () => {
  const arrived: string[] = [];
  const stdout = {
    async write(from: Uint8Array): Promise<number> {
      await settled();
      arrived.push(text(from.subarray(0, 2)));
      return Math.min(from.length, 2);
    },
  };
  assertEquals(await run(cat, { stdin: utf8("abcdef"), stdout }), exited);
  assertEquals(arrived, ["ab", "cd", "ef"]);
});

Deno.test("run() moves 32 MiB past a slow consumer in bounded memory, and none is lost", async () => {
  const TOTAL = 32 << 20;
  const [sent, got] = [createHash("sha256"), createHash("sha256")];
  let given = 0;
  let taken = 0;
  let ahead = 0;
  const stdin = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (given === TOTAL) return controller.close();
      const chunk = crypto.getRandomValues(new Uint8Array(65_536));
      sent.update(chunk);
      controller.enqueue(chunk);
      given += chunk.length;
      ahead = Math.max(ahead, given - taken);
    },
  }, { highWaterMark: 0 });
  const stdout = new WritableStream<Uint8Array>({
    async write(chunk) {
      got.update(chunk);
      taken += chunk.length;
      if (taken % (1 << 20) < 65_536) await settled();
    },
  });
  assertEquals(await run(cat, { stdin, stdout }), exited);
  assertEquals([taken, got.digest("hex")], [TOTAL, sent.digest("hex")]);
  // A chunk of the source, the buffers of both streams, that of the guest, and what the sink has.
  assertLess(ahead, 6 * 65_536 + 1);
});

Deno.test("run() takes a failure of a source or a sink for the guest's to know", async () => {
  const failing = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("mine")),
  });
  assertEquals((await run(cat, { stdin: failing })).status, 100 + IO);
  const full = new WritableStream<Uint8Array>({ write: () => Promise.reject(new Error("mine")) });
  const endless = { read: (into: Uint8Array) => settled().then(() => into.length) };
  assertEquals((await run(cat, { stdin: endless, stdout: full })).status, PIPE);
});

Deno.test("run() refuses what cannot be used as it is meant, and keeps no lock", async () => {
  const locked = streamOf("a");
  locked.getReader();
  const rows: readonly [options: RunOptions, message: string][] = [
    [{ stdin: locked }, "locked"],
    [{ stdin: new WritableStream() as never }, "stdin cannot be read"],
    [{ stdout: streamOf("a") as never }, "stdout cannot be written"],
    [{ stdout: pipe().readable as never }, "stdout is the wrong end of a pipe"],
    [{ stdin: pipe().writable as never }, "stdin is the wrong end of a pipe"],
    [{ streams: { x: {} as never } }, "x cannot be read or written"],
    [{ streams: { x: "inherit" as never } }, "x is no stream"],
    [{ process: {}, stdin: streamOf("a") }, "an object of this one"],
    [{ process: {}, streams: { x: "null" } }, "an object of this one"],
  ];
  for (const [options, message] of rows) {
    const stderr = new WritableStream<Uint8Array>();
    const refusal = await refusalOfPromise(run(cat, { stderr, ...options }));
    assertEquals(refusal.status, 2);
    assertStringIncludes(refusal.message, message);
    await settled();
    assertEquals(stderr.locked, false);
  }
});

Deno.test("run() lets go of what it was given when the module cannot be run", async () => {
  let cancelled = false;
  const stdin = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const { readable, writable } = pipe();
  const reading = run(cat, { stdin: readable });
  const refusal = await refusalOfPromise(run("/nothing.wasm", { stdin, stdout: writable }));
  assertEquals(refusal.status, 127);
  assertEquals([await reading, cancelled], [exited, true]);
});

Deno.test("run() lets go of what it was given before it looks at anything else", async () => {
  const rows: readonly [source: string | Uint8Array, options: RunOptions, status: number][] = [
    ["https://user@127.0.0.1/m.wasm", {}, 2],
    ["/nothing.wat", {}, 127],
    [cat, { limits: { timeout: 0 } }, 2],
    [cat, { process: {} }, 2],
  ];
  for (const [source, options, status] of rows) {
    const { readable, writable } = pipe();
    const reading = run(cat, { stdin: readable });
    const refusal = await refusalOfPromise(run(source, { stdout: writable, ...options }));
    assertEquals(refusal.status, status, refusal.message);
    assertEquals(await reading, exited);
  }
});

Deno.test("run() is over at once when it is aborted, however slow its streams are", async () => {
  const abort = new AbortController();
  const reasons: unknown[] = [];
  let cancelled = false;
  const never = new Promise<void>(() => {});
  const stdout = new WritableStream<Uint8Array>({
    write: () => never,
    abort: (reason) => void reasons.push(reason.name),
  });
  const stdin = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    cancel: () => void (cancelled = true),
  });
  const running = run(cat, { stdin, stdout, signal: abort.signal });
  await settled();
  abort.abort();
  assertEquals((await running).ended, "aborted");
  assertEquals([stdin.locked, stdout.locked, cancelled], [false, false, true]);
});

Deno.test("run() with a timeout ends while its output does not arrive", async () => {
  const stdout = { write: () => new Promise<number>(() => {}) };
  const { ended } = await run(cat, { stdin: utf8("a"), stdout, limits: { timeout: 200 } });
  assertEquals(ended, "timeout");
});

Deno.test("run() joined by a pipe with another one passes everything on, then the end", async () => {
  const { readable, writable } = pipe();
  const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 31) & 0xff);
  const { readable: last, writable: sink } = new TransformStream<Uint8Array, Uint8Array>();
  const [first, second, got] = await Promise.all([
    run(cat, { stdin: bytes, stdout: writable }),
    run(cat, { stdin: readable, stdout: sink }),
    toBytes(last),
  ]);
  assertEquals([first, second], [exited, exited]);
  assert(got.length === bytes.length && got.every((byte, i) => byte === bytes[i]));
});

Deno.test("run() fails to write to a pipe that nobody reads any more", async () => {
  const { readable, writable } = pipe();
  const [writer, reader] = await Promise.all([
    run(cat, { stdin: new Uint8Array(1_000_000), stdout: writable }),
    run(calls, { stdin: readable, args: ["fd_read 0 <1> >4"] }),
  ]);
  assertEquals([writer.status, reader.status], [PIPE, 0]);
});

Deno.test("run() keeps a pipe open while one of several handles to it is", async () => {
  const { readable, writable } = pipe();
  const [, got] = await Promise.all([
    run(calls, {
      args: ["out 9", "fd_write 1 [6162] >4", "fd_close 1", "fd_write 2 [6364] >4"],
      ...{ stdout: writable, stderr: writable },
    }),
    run(cat, { stdin: readable, stdout: "capture" }),
  ]);
  assertEquals(text(got.stdout!), "abcd");
});

Deno.test("run() gives further handles in their order, behind the others, with what they can do", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const duplex = { readable: streamOf("duplex"), writable };
  const streams = {
    nothing: "null",
    bytes: utf8("bytes"),
    source: streamOf("source"),
    kept: "capture",
    duplex,
  } as const;
  const [result, got] = await Promise.all([
    run(calls, {
      stdout: "capture",
      streams,
      args: [
        ...["fd_read 3 <4> >4", "fd_write 3 [00] >4", "fd_read 4 <8> >4", "fd_read 5 <8> >4"],
        ...["fd_write 6 [6b657074] >4", "fd_read 7 <8> >4", "fd_write 7 [6f7574] >4"],
        ...["fd_write 4 [00] >4", "fd_write 5 [00] >4", "fd_read 6 <4> >4", "fd_read 8 <4> >4"],
        "fd_prestat_get 3 >8",
      ],
    }),
    toText(readable),
  ]);
  const lines = text(result.stdout!).trimEnd().split("\n");
  assertEquals(lines.map((line) => Number(line.split(" ")[1])), [
    ...[0, 0, 0, 0, 0, 0, 0],
    ...[NOTCAPABLE, NOTCAPABLE, NOTCAPABLE, BADF, BADF],
  ]);
  const read = (line: string) => text(Uint8Array.fromHex(line.split(" ")[2]!));
  assertEquals([lines[2]!, lines[3]!, lines[5]!].map(read), ["bytes???", "source??", "duplex??"]);
  assertEquals(result.streams, { kept: utf8("kept") });
  assertEquals(got, "out");
});

Deno.test("run() answers on streams as POSIX does on a pipe", async () => {
  const { readable, writable } = pipe();
  const options: RunOptions = {
    streams: { source: streamOf("a"), sink: new WritableStream(), pipe: readable },
  };
  const ofEach = [3, 4, 5].flatMap((fd) => [
    `fd_seek ${fd} 0 0 >8`,
    `fd_tell ${fd} >8`,
    `fd_pread ${fd} <1> 0 >4`,
    `fd_pwrite ${fd} [61] 0 >4`,
    `fd_allocate ${fd} 0 1`,
    `fd_advise ${fd} 0 1 0`,
    `fd_prestat_get ${fd} >8`,
    `fd_sync ${fd}`,
    `fd_filestat_get ${fd} >64`,
  ]);
  const answers = [SPIPE, SPIPE, SPIPE, SPIPE, SPIPE, SPIPE, BADF, INVAL, 0];
  assertEquals(await errnosOf(ofEach, options), [...answers, ...answers, ...answers]);
  writable.close();
});

Deno.test("run() counts further handles among those that a guest may have", async () => {
  const streams = { a: "null", b: "null" } as const;
  const limits = (maxHandles: number) => ({ limits: { maxHandles } });
  assertEquals((await refusalOfPromise(run(cat, { streams, ...limits(4) }))).status, 2);
  assertEquals(await run(cat, { streams, ...limits(5) }), exited);
});

Deno.test("run() polls what is given to it, and finds what has come in the meantime", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const view = new DataView(new ArrayBuffer(96));
  view.setUint8(8, 1);
  view.setUint32(48 + 16, 1, true);
  view.setBigUint64(48 + 24, 60_000_000_000n, true);
  const writer = writable.getWriter();
  setTimeout(() => void writer.write(utf8("abc")), 20);
  const { stdout } = await run(calls, {
    stdin: { readable },
    stdout: "capture",
    args: [
      `poke @0 ${new Uint8Array(view.buffer).toHex()}`,
      "poll_oneoff @0 >32 2 >4",
      "fd_read 0 <3> >4",
    ],
  });
  const [polled, read] = text(stdout!).split("\n");
  const [, , event, count] = polled!.split(" ");
  assertEquals([event!.slice(16, 36), count], ["0000" + "01" + "0000000000" + "0300", "01000000"]);
  assertEquals(read, "fd_read 0 616263 03000000");
});

Deno.test("run() lets 100 guests echo side by side", async () => {
  const echo = async (number: number): Promise<RunResult> => {
    const [there, back] = [new TransformStream(), new TransformStream()];
    const running = run(cat, { stdin: there.readable, stdout: back.writable });
    const [writer, reader] = [there.writable.getWriter(), back.readable.getReader()];
    for (let round = 0; round < 10; round++) {
      const message = `guest ${number}, round ${round}`;
      void writer.write(utf8(message));
      assertEquals(text((await reader.read()).value), message);
    }
    void writer.close();
    assertEquals((await reader.read()).done, true);
    return await running;
  };
  const results = await Promise.all(Array.from({ length: 100 }, (_, i) => echo(i)));
  assert(results.every(({ status }) => status === 0));
});

Deno.test("Preview1 waits for what its guest wrote when it is disposed asynchronously", async () => {
  const arrived: string[] = [];
  const stdout = new WritableStream<Uint8Array>({
    async write(chunk) {
      await settled();
      arrived.push(text(chunk));
    },
    close: () => void arrived.push("closed"),
  });
  {
    await using wasi = await preview1({ stdin: utf8("abc"), stdout });
    const { instance } = await WebAssembly.instantiate(cat, wasi.imports);
    assertEquals((await wasi.start(instance)).status, 0);
  }
  assertEquals(arrived, ["abc", "closed"]);
});
