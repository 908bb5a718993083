import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputStream } from "../../../../../lib/abi/preview2/io/input_stream.ts";
import type { Pollable } from "../../../../../lib/abi/preview2/io/poll.ts";
import { CLOSED } from "../../../../../lib/abi/preview2/io/stream_error.ts";
import { Suspend } from "../../../../../lib/component/host_interface.ts";
import { Trap, WasiError } from "../../../../../lib/errors.ts";
import { BytesInput } from "../../../../../lib/io/bytes_input.ts";
import { END, WOULD_BLOCK } from "../../../../../lib/io/streams.ts";
import { ScriptedStream } from "../../../doubles/fake_node.ts";
import { afterWaits, contextOf } from "../../../doubles/preview2.ts";
import { utf8 } from "../../../outcome.ts";

const ready = { ready: true, bytes: 0, hangup: false };

/** A stream that is ready and answers so, in turn. */
function scripted(...answers: ConstructorParameters<typeof ScriptedStream>): ScriptedStream {
  const stream = new ScriptedStream(...answers);
  stream.readiness = ready;
  return stream;
}

/** What was read, as text. */
function bytesOf(answer: unknown): unknown {
  const { tag, value } = answer as { tag: string; value: Uint8Array };
  return tag === "ok" ? new TextDecoder().decode(value) : answer;
}

Deno.test("InputStream answers bytes, then that it is closed", () => {
  const rows: readonly [name: "read" | "blockingRead", length: bigint, expected: string][] = [
    ["read", 0n, ""],
    ["read", 2n, "ab"],
    ["blockingRead", 2n, "cd"],
    ["read", 2n ** 64n - 1n, "ef"],
  ];
  const stream = new InputStream(contextOf(), new BytesInput(utf8("abcdef")));
  for (const [name, length, expected] of rows) {
    assertEquals(bytesOf(stream[name](length)), expected, name);
  }
  for (let i = 0; i < 2; i++) {
    assertEquals(stream.read(1n), CLOSED);
    assertEquals(stream.blockingRead(0n), CLOSED);
    assertEquals(stream.skip(1n), CLOSED);
    assertEquals(stream.blockingSkip(1n), CLOSED);
  }
});

Deno.test("InputStream reads 64 KiB at most, however much is asked for", () => {
  const input = scripted("x", "x");
  const stream = new InputStream(contextOf(), input);
  stream.read(2n ** 64n - 1n);
  stream.blockingSkip(2n ** 63n);
  assertEquals(input.calls, ["read(65536)", "read(65536)"]);
});

Deno.test("InputStream.skip() answers how many bytes are gone", () => {
  const stream = new InputStream(contextOf(), new BytesInput(utf8("abcdef")));
  assertEquals(stream.skip(4n), { tag: "ok", value: 4n });
  assertEquals(stream.blockingSkip(4n), { tag: "ok", value: 2n });
});

Deno.test("InputStream.read() never waits; blockingRead() does, and tries again", () => {
  const input = new ScriptedStream(WOULD_BLOCK, "late");
  const stream = new InputStream(contextOf(), input);
  assertEquals(bytesOf(stream.read(9n)), "");
  assertEquals(stream.skip(9n), { tag: "ok", value: 0n });
  assertEquals(input.calls, []);
  const answer = stream.blockingRead(9n);
  assert(answer instanceof Suspend);
  assertEquals(answer.wait.timeout, undefined);
  assertEquals(bytesOf(afterWaits(answer)), "late");
});

Deno.test("InputStream.read() gives those a turn that share the thread", () => {
  const input = new ScriptedStream("late");
  const stream = new InputStream(contextOf({ shared: true }), input);
  const timeouts: (bigint | undefined)[] = [];
  const answer = afterWaits(stream.read(9n), ({ timeout }) => {
    timeouts.push(timeout);
    input.readiness = ready;
  });
  assertEquals(bytesOf(answer), "late");
  assertEquals(timeouts, [0n]);
});

Deno.test("InputStream tells a failure once, then that it is closed", () => {
  for (const name of ["read", "blockingRead", "skip", "blockingSkip"] as const) {
    const stream = new InputStream(contextOf(), scripted(new WasiError("io"), "x"));
    const { tag, value } = stream[name](1n) as {
      tag: string;
      value: { tag: string; value: object };
    };
    assertEquals([tag, value.tag], ["err", "last-operation-failed"], name);
    assertEquals((value.value as { toDebugString(): string }).toDebugString(), "io");
    assertEquals(stream[name](1n), CLOSED);
  }
});

Deno.test("InputStream is not dropped before its pollables, unless the guest has ended", () => {
  const context = contextOf();
  let disposed = 0;
  const owned = { [Symbol.dispose]: () => void disposed++ };
  const stream = new InputStream(context, new BytesInput(utf8("")), owned);
  const pollables: Pollable[] = [stream.subscribe(), stream.subscribe()];
  pollables.pop()![Symbol.dispose]();
  assertThrows(() => stream[Symbol.dispose](), Trap, "input-stream");
  assertEquals(disposed, 0);
  context.lifetime.isOver = true;
  stream[Symbol.dispose]();
  assertEquals(disposed, 1);
});

Deno.test("a pollable of an InputStream has happened when there is something to read, or the end", () => {
  const input = new ScriptedStream(END);
  const stream = new InputStream(contextOf(), input);
  const { event } = stream.subscribe();
  assertEquals(event.hasHappened(), false);
  stream.blockingRead(1n);
  assertEquals(event.hasHappened(), true);
});
