import { assertEquals, assertStrictEquals } from "@std/assert";
import { LimitedBytesTransformStream, toText } from "@std/streams";
import { givenOutput } from "../../../../lib/host/given/given_output.ts";
import { WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { ScriptedWriter, settled } from "../../doubles/scripted.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, refusalOf, text, utf8 } from "../../outcome.ts";

const CAPACITY = 65_536;

/** A stream each of whose chunks the test takes. */
function takenByHand(strategy?: QueuingStrategy<Uint8Array>) {
  const writer = new ScriptedWriter();
  const ends: string[] = [];
  const stream = new WritableStream<Uint8Array>({
    write: async (chunk) => void await writer.write(chunk),
    close: () => void ends.push("closed"),
    abort: (reason) => void ends.push(`aborted: ${reason.name}`),
  }, strategy);
  return { writer, ends, stream };
}

Deno.test("givenOutput() writes to a WritableStream, one chunk at a time, and waits for its closing", async () => {
  const { writer, ends, stream } = takenByHand();
  const output = givenOutput(stream)!;
  assertEquals([output.stream.write(utf8("ab")), output.stream.write(utf8("cd"))], [2, 2]);
  await settled();
  assertEquals(writer.writes, 1);
  let closed = false;
  const closing = output.close().then(() => closed = true);
  await writer.take();
  assertEquals([ends, closed, writer.writes], [[], false, 2]);
  await writer.take();
  await closing;
  assertEquals([writer.written, ends, stream.locked], [["ab", "cd"], ["closed"], false]);
});

Deno.test("givenOutput() runs ahead of a WritableStream as far as its queue is meant to go", async () => {
  const rows: readonly [highWaterMark: number, atOnce: number][] = [[0, 1], [1, 1], [3, 3]];
  for (const [highWaterMark, atOnce] of rows) {
    const { writer, stream } = takenByHand({ highWaterMark });
    const output = givenOutput(stream)!;
    let taken = 0;
    while (output.stream.write(new Uint8Array(CAPACITY)) > 0) {
      taken++;
      await settled();
    }
    assertEquals(taken, atOnce + 1, `${highWaterMark}`);
    const closing = output.close();
    for (let i = 0; i < taken; i++) {
      await settled();
      await writer.take();
    }
    await closing;
    assertEquals(writer.written.length, taken);
  }
});

Deno.test("givenOutput() hands chunks over that stay as they are", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const output = givenOutput(writable)!;
  const reader = readable.getReader();
  const chunks: Uint8Array[] = [];
  for (const part of ["ab", "cd", "ef"]) {
    output.stream.write(utf8(part));
    chunks.push((await reader.read()).value!);
  }
  assertEquals(chunks.map(text), ["ab", "cd", "ef"]);
  const closing = output.close();
  assertEquals((await reader.read()).done, true);
  await closing;
});

Deno.test("givenOutput() works with @std/streams", async () => {
  const limit = new LimitedBytesTransformStream(4);
  const output = givenOutput(limit)!;
  const got = toText(limit.readable);
  output.stream.write(utf8("abcd"));
  await output.close();
  assertEquals(await got, "abcd");
});

Deno.test("givenOutput() leaves a stream open that must not be closed", async () => {
  const { writer, ends, stream } = takenByHand();
  const output = givenOutput({ writable: stream, preventClose: true })!;
  output.stream.write(utf8("ab"));
  const closing = output.close();
  await settled();
  await writer.take();
  await closing;
  assertEquals([ends, stream.locked, writer.written], [[], false, ["ab"]]);
});

Deno.test("givenOutput() fails with pipe when a stream takes nothing any more", async () => {
  const { writer, stream } = takenByHand();
  const output = givenOutput(stream)!;
  output.stream.write(utf8("ab"));
  await settled();
  await writer.fail(new Error("mine"));
  assertEquals(outcomeOf(() => output.stream.write(utf8("c"))), "pipe");
  await output.close();
  assertEquals(stream.locked, false);
});

Deno.test("givenOutput() gives up what has not arrived when it is aborted", async () => {
  const { writer, ends, stream } = takenByHand();
  const output = givenOutput(stream)!;
  output.stream.write(utf8("ab"));
  output.stream.write(utf8("cd"));
  await settled();
  const closing = output.close();
  output.abort();
  await closing;
  await writer.take();
  assertEquals([ends, writer.written, stream.locked], [["aborted: AbortError"], ["ab"], false]);
});

Deno.test("givenOutput() lets go of a stream that must not be closed when it is aborted", async () => {
  const { writer, ends, stream } = takenByHand();
  const output = givenOutput({ writable: stream, preventClose: true })!;
  output.stream.write(utf8("ab"));
  await settled();
  const closing = output.close();
  output.abort();
  assertEquals(stream.locked, false);
  await writer.take();
  await closing;
  const next = givenOutput({ writable: stream, preventClose: true })!;
  next.stream.write(utf8("cd"));
  await settled();
  await writer.take();
  await next.close();
  assertEquals([ends, writer.written], [[], ["ab", "cd"]]);
});

Deno.test("givenOutput() refuses a stream that is locked", () => {
  const { stream } = takenByHand();
  stream.getWriter();
  assertEquals(refusalOf(() => givenOutput(stream)).status, 2);
});

Deno.test("givenOutput() writes to a writer of Deno, be it asynchronous or not", async () => {
  const writer = new ScriptedWriter();
  const output = givenOutput(writer)!;
  output.stream.write(utf8("abc"));
  await writer.take(1);
  const closing = output.close();
  await writer.take();
  await closing;
  assertEquals(writer.written, ["a", "bc"]);

  const written: string[] = [];
  const sync = givenOutput({
    writeSync(from: Uint8Array) {
      written.push(text(from));
      return from.length;
    },
  })!;
  assertEquals([sync.stream.write(utf8("a")), sync.stream.write(utf8(""))], [1, 0]);
  await sync.close();
  assertEquals(written[0], "a");
  const rows: readonly [writeSync: () => number, expected: string | number][] = [
    [() => 0, "io"],
    [() => -1, "io"],
    [() => 2, "io"],
    [() => thrown(new Error("mine")), "io"],
    [() => thrown(new Deno.errors.BrokenPipe("x")), "pipe"],
    [() => thrown(new Deno.errors.WouldBlock("x")), WOULD_BLOCK],
  ];
  for (const [writeSync, expected] of rows) {
    const { stream } = givenOutput({ writeSync })!;
    assertEquals(outcomeOf(() => stream.write(utf8("a"))), expected as never);
  }
});

Deno.test("givenOutput() tells how an asynchronous writer of Deno failed", async () => {
  for (
    const [error, expected] of [[new Error("mine"), "io"], [
      new Deno.errors.BrokenPipe(),
      "pipe",
    ]] as const
  ) {
    const { stream } = givenOutput({ write: () => Promise.reject(error) })!;
    stream.write(utf8("a"));
    await settled();
    assertEquals(outcomeOf(() => stream.write(utf8("a"))), expected);
  }
});

Deno.test("givenOutput() writes to a file of Deno at once, and leaves it open", async () => {
  using directory = new TemporaryDirectory();
  directory.make({ f: "" });
  using file = Deno.openSync(directory.at("f"), { write: true });
  const output = givenOutput(file)!;
  output.stream.write(utf8("abc"));
  assertEquals(Deno.readTextFileSync(directory.at("f")), "abc");
  await output.close();
  file.writeSync(utf8("d"));
});

Deno.test("givenOutput() is nothing for what cannot be written", () => {
  for (const given of [{}, { read() {} }, new ReadableStream()]) {
    assertStrictEquals(givenOutput(given), undefined);
  }
});

function thrown(error: Error): never {
  throw error;
}
