import { assert, assertEquals, assertThrows } from "@std/assert";
import type { IoError } from "../../../../../lib/abi/preview2/io/error.ts";
import { InputStream } from "../../../../../lib/abi/preview2/io/input_stream.ts";
import { OutputStream } from "../../../../../lib/abi/preview2/io/output_stream.ts";
import { CLOSED } from "../../../../../lib/abi/preview2/io/stream_error.ts";
import { DONE } from "../../../../../lib/abi/preview2/results.ts";
import { Suspend } from "../../../../../lib/component/host_interface.ts";
import { Trap, WasiError } from "../../../../../lib/errors.ts";
import { BytesInput } from "../../../../../lib/io/bytes_input.ts";
import { CollectedOutput } from "../../../../../lib/io/collected_output.ts";
import { NullStream } from "../../../../../lib/io/null_stream.ts";
import { MemoryPipe } from "../../../../../lib/io/pipe.ts";
import { PumpedOutput } from "../../../../../lib/io/pumped_output.ts";
import { WOULD_BLOCK } from "../../../../../lib/io/streams.ts";
import { ScriptedStream } from "../../../doubles/fake_node.ts";
import { afterWaits, callsOf, contextOf } from "../../../doubles/preview2.ts";
import { ScriptedWriter } from "../../../doubles/scripted.ts";
import { text, utf8 } from "../../../outcome.ts";

const ready = { ready: true, bytes: 0, hangup: false };

/** A stream over something that never waits. */
function collecting(): [OutputStream, CollectedOutput] {
  const output = new CollectedOutput();
  return [new OutputStream(contextOf(), output), output];
}

Deno.test("OutputStream takes as many bytes as it has permitted, and traps beyond", () => {
  const rows: readonly [why: string, body: (stream: OutputStream) => unknown][] = [
    ["nothing was asked", (stream) => stream.write(utf8("x"))],
    ["more than was permitted", (stream) => {
      stream.checkWrite();
      stream.write(new Uint8Array((1 << 20) + 1));
    }],
    ["the permit is used up", (stream) => {
      stream.checkWrite();
      stream.write(new Uint8Array(1 << 20));
      stream.write(utf8("x"));
    }],
    ["more zeros than there can be", (stream) => {
      stream.checkWrite();
      stream.writeZeroes(2n ** 64n - 1n);
    }],
    ["a flush in between", (stream) => {
      stream.checkWrite();
      stream.blockingWriteAndFlush(utf8("x"));
      stream.write(utf8("x"));
    }],
    ["more than 4096 at once", (stream) => stream.blockingWriteAndFlush(new Uint8Array(4097))],
    ["more than 4096 zeros", (stream) => stream.blockingWriteZeroesAndFlush(2n ** 64n - 1n)],
  ];
  for (const [why, body] of rows) assertThrows(() => body(collecting()[0]), Trap, "", why);
});

Deno.test("OutputStream writes what it is given", () => {
  const [stream, output] = collecting();
  assertEquals(stream.checkWrite(), { tag: "ok", value: 1n << 20n });
  assertEquals(stream.write(utf8("ab")), DONE);
  assertEquals(stream.writeZeroes(2n), DONE);
  assertEquals(stream.blockingWriteAndFlush(utf8("cd")), DONE);
  assertEquals(stream.blockingWriteZeroesAndFlush(4096n), DONE);
  assertEquals(stream.flush(), DONE);
  assertEquals(stream.blockingFlush(), DONE);
  assertEquals(text(output.bytes()), `ab\0\0cd${"\0".repeat(4096)}`);
});

Deno.test("OutputStream permits what there is room for, without waiting", () => {
  const rows: readonly [readiness: ScriptedStream["readiness"], permit: bigint][] = [
    [{ ready: false, bytes: 0, hangup: false }, 0n],
    [{ ready: false, bytes: 9, hangup: false }, 0n],
    [{ ready: true, bytes: 0, hangup: false }, 4096n],
    [{ ready: true, bytes: 100, hangup: false }, 100n],
    [{ ready: true, bytes: 2 ** 40, hangup: false }, 1n << 20n],
  ];
  for (const [readiness, permit] of rows) {
    const output = new ScriptedStream();
    output.readiness = readiness;
    const stream = new OutputStream(contextOf(), output);
    assertEquals(stream.checkWrite(), { tag: "ok", value: permit });
    assertEquals(stream.subscribe().event.hasHappened(), permit > 0n);
    const shared = new OutputStream(contextOf({ shared: true }), output);
    assertEquals(shared.checkWrite() instanceof Suspend, permit === 0n);
  }
});

Deno.test("OutputStream writes the rest later where not all fits", () => {
  const output = new ScriptedStream(2, WOULD_BLOCK, 1, WOULD_BLOCK, 3);
  output.readiness = ready;
  const stream = new OutputStream(contextOf(), output);
  const bytes = utf8("abcdef");
  const answer = stream.blockingWriteAndFlush(bytes);
  // The guest's memory is not looked at again after a wait.
  bytes.fill(0);
  let waits = 0;
  assertEquals(afterWaits(answer, () => void waits++), DONE);
  assertEquals(waits, 2);
  assertEquals(output.calls.map((call) => call.slice("write(".length, -1)), [
    "abcdef",
    "cdef",
    "cdef",
    "def",
    "def",
  ]);
});

Deno.test("OutputStream tells a failure once, then that it is closed", () => {
  const output = new ScriptedStream(new WasiError("pipe"));
  output.readiness = ready;
  const stream = new OutputStream(contextOf(), output);
  const { value } = stream.blockingWriteAndFlush(utf8("x")) as { value: { tag: string } };
  assertEquals(value.tag, "last-operation-failed");
  const closed = new InputStream(contextOf(), new NullStream());
  const rows = [
    stream.checkWrite(),
    stream.write(utf8("x")),
    stream.writeZeroes(1n),
    stream.blockingWriteAndFlush(utf8("x")),
    stream.flush(),
    stream.blockingFlush(),
    stream.splice(closed, 1n),
    stream.blockingSplice(closed, 1n),
  ];
  for (const answer of rows) assertEquals(answer, CLOSED);
  assertEquals(stream.subscribe().event.hasHappened(), true);
});

Deno.test("OutputStream.splice() moves what there is, as far as there is room", () => {
  const [stream, output] = collecting();
  const from = new InputStream(contextOf(), new BytesInput(utf8("abcdef")));
  assertEquals(stream.splice(from, 2n), { tag: "ok", value: 2n });
  assertEquals(stream.splice(from, 0n), { tag: "ok", value: 0n });
  assertEquals(stream.blockingSplice(from, 2n ** 64n - 1n), { tag: "ok", value: 4n });
  assertEquals(stream.splice(from, 1n), CLOSED);
  assertEquals(text(output.bytes()), "abcdef");
});

Deno.test("OutputStream.splice() moves bytes from a pipe into that pipe", () => {
  const pipe = new MemoryPipe();
  pipe.output.write(utf8("abc"));
  const stream = new OutputStream(contextOf(), pipe.output);
  const from = new InputStream(contextOf(), pipe.input);
  for (let i = 0; i < 100; i++) {
    assertEquals(stream.splice(from, 2n ** 64n - 1n), { tag: "ok", value: 3n });
  }
});

Deno.test("OutputStream.blockingSplice() waits for those of both that are not ready", () => {
  const [input, output] = [new ScriptedStream("abc"), new ScriptedStream(3)];
  const from = new InputStream(contextOf(), input);
  const stream = new OutputStream(contextOf(), output);
  assertEquals(stream.splice(from, 9n), { tag: "ok", value: 0n });
  const waits: number[] = [];
  const answer = afterWaits(stream.blockingSplice(from, 9n), ({ pollables }) => {
    waits.push(pollables.length);
    (waits.length === 1 ? input : output).readiness = ready;
  });
  assertEquals(answer, { tag: "ok", value: 3n });
  assertEquals(waits, [2, 1]);
});

Deno.test("OutputStream takes nothing while it is flushed, and blockingFlush() waits until it is", async () => {
  const writer = new ScriptedWriter();
  const stream = new OutputStream(contextOf(), new PumpedOutput(writer));
  stream.checkWrite();
  stream.write(utf8("abc"));
  assertEquals(stream.flush(), DONE);
  assertEquals(stream.checkWrite(), { tag: "ok", value: 0n });
  const { event } = stream.subscribe();
  assertEquals(event.hasHappened(), false);
  const answer = stream.blockingFlush();
  assert(answer instanceof Suspend);
  let woken = 0;
  for (const pollable of answer.wait.pollables) pollable.watch!(() => void woken++);
  await writer.take(3);
  assertEquals(woken, 1);
  assertEquals(answer.retry(), DONE);
  assertEquals(event.hasHappened(), true);
  assertEquals(stream.checkWrite(), { tag: "ok", value: 65_536n });
});

Deno.test("streams over one output flush it once at a time, however often they are asked", async () => {
  const writer = new ScriptedWriter();
  const stream = new PumpedOutput(writer);
  let asked = 0;
  const output = Object.assign(Object.create(stream), {
    write: (from: Uint8Array) => stream.write(from),
    subscribe: () => stream.subscribe(),
    flush: () => (asked++, stream.flush()),
  });
  const call = callsOf("cli/stdout", contextOf({ stdout: { stream: output, isTerminal: false } }));
  const one = call("get-stdout") as OutputStream;
  one.checkWrite();
  one.write(utf8("abc"));
  for (let i = 0; i < 100; i++) (call("get-stdout") as OutputStream).flush();
  assertEquals([one.flush(), one.flush(), asked], [DONE, DONE, 1]);
  await writer.take(3);
  assertEquals(one.checkWrite(), { tag: "ok", value: 65_536n });
  assertEquals([one.flush(), asked], [DONE, 2]);
});

Deno.test("a pollable of an OutputStream waits for what keeps it from being written to", async () => {
  const writer = new ScriptedWriter();
  const stream = new OutputStream(contextOf(), new PumpedOutput(writer));
  const { event } = stream.subscribe();
  const wakings = () => {
    let woken = 0;
    for (const source of event.sources!) source.watch!(() => void woken++);
    return () => woken;
  };
  stream.checkWrite();
  stream.write(utf8("abc"));
  stream.flush();
  // There is room, but what is flushed comes first.
  const flushed = wakings();
  assertEquals([event.hasHappened(), flushed()], [false, 0]);
  await writer.take(3);
  assertEquals([event.hasHappened(), flushed()], [true, 1]);
  // What was flushed before is there, but there is no room.
  for (let i = 0; i < 2; i++) {
    stream.checkWrite();
    stream.write(new Uint8Array(65_536));
  }
  const taken = wakings();
  assertEquals([event.hasHappened(), taken()], [false, 0]);
  await writer.take();
  assertEquals([event.hasHappened(), taken()], [true, 1]);
});

Deno.test("OutputStream.blockingFlush() tells what has failed on its way", async () => {
  const writer = new ScriptedWriter();
  const output = new PumpedOutput(writer, () => new WasiError("connection-reset"));
  const stream = new OutputStream(contextOf(), output);
  const answer = stream.blockingWriteAndFlush(utf8("abc"));
  assert(answer instanceof Suspend);
  await writer.fail(new Error("reset"));
  const { value } = answer.retry() as { value: { tag: string; value: IoError } };
  assertEquals([value.tag, value.value.toDebugString()], [
    "last-operation-failed",
    "connection-reset",
  ]);
  assertEquals(stream.checkWrite(), CLOSED);
});

Deno.test("OutputStream is not dropped before its pollables", () => {
  const [stream] = collecting();
  const pollable = stream.subscribe();
  assertThrows(() => stream[Symbol.dispose](), Trap, "output-stream");
  pollable[Symbol.dispose]();
  stream[Symbol.dispose]();
});
