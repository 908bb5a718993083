import { assertEquals, assertStrictEquals } from "@std/assert";
import { concatReadableStreams, mergeReadableStreams } from "@std/streams";
import { type GivenInput, givenInput } from "../../../../lib/host/given/given_input.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { settled } from "../../doubles/scripted.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, refusalOf, text, utf8 } from "../../outcome.ts";

/** All that an input gives, a read each, and how it ends. */
async function drain({ stream }: GivenInput, size = 100): Promise<string[]> {
  const parts: string[] = [];
  for (;;) {
    const into = new Uint8Array(size);
    const count = outcomeOf(() => stream.read(into));
    if (count === WOULD_BLOCK) {
      await new Promise<void>((resolve) => void stream.subscribe().watch!(resolve));
    } else if (count === END || typeof count === "string") {
      return [...parts, count === END ? "END" : count];
    } else {
      parts.push(text(into.subarray(0, count)));
    }
  }
}

/** A stream of these chunks. */
const streamOf = (...chunks: readonly unknown[]) =>
  ReadableStream.from(chunks) as ReadableStream<Uint8Array>;

/** A stream that fills the buffers it is asked to. */
function fillingStream(content: string): ReadableStream<Uint8Array> {
  let rest = utf8(content);
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: 16,
    pull(controller) {
      const request = controller.byobRequest!;
      if (rest.length === 0) {
        controller.close();
        return request.respond(0);
      }
      const view = request.view as Uint8Array;
      const part = rest.subarray(0, Math.min(3, view.length));
      view.set(part);
      rest = rest.subarray(part.length);
      request.respond(part.length);
    },
  });
}

Deno.test("givenInput() reads a ReadableStream, and keeps the rest of a chunk", async () => {
  const rows: readonly [
    what: string,
    source: ReadableStream<Uint8Array>,
    size: number,
    expected: readonly string[],
  ][] = [
    ["chunks", streamOf(utf8("abc"), utf8("d")), 100, ["abc", "d", "END"]],
    ["a rest", streamOf(utf8("abcde"), utf8("f")), 2, ["ab", "cd", "e", "f", "END"]],
    ["nothing", streamOf(), 1, ["END"]],
    ["empty chunks", streamOf(utf8(""), utf8(""), utf8("a"), utf8("")), 1, ["a", "END"]],
    ["no bytes", streamOf(utf8("a"), "text"), 1, ["a", "io"]],
    ["one that fills buffers", fillingStream("abcdefg"), 2, ["ab", "c", "de", "f", "g", "END"]],
    ["of a blob", new Blob(["abc"]).stream(), 9, ["abc", "END"]],
    ["of @std/streams", concatReadableStreams(streamOf(utf8("a")), streamOf(utf8("b"))), 9, [
      ...["a", "b", "END"],
    ]],
    ["of @std/streams", mergeReadableStreams(streamOf(utf8("ab")), streamOf()), 9, ["ab", "END"]],
  ];
  for (const [what, source, size, expected] of rows) {
    assertEquals(await drain(givenInput(source)!, size), expected, what);
  }
});

Deno.test("givenInput() gives chunks larger than a buffer whole", async () => {
  const chunk = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
  const source = streamOf(chunk);
  const input = givenInput(source)!;
  const got = new Uint8Array(chunk.length);
  let length = 0;
  while (length < got.length) {
    const count = input.stream.read(got.subarray(length));
    if (count > 0) length += count;
    else await settled();
  }
  assertEquals(got, chunk);
});

Deno.test("givenInput() tells a stream's failure as io, whatever it was", async () => {
  for (const reason of [new Error("mine"), undefined, new TypeError("x")]) {
    const source = new ReadableStream({ start: (controller) => controller.error(reason) });
    assertEquals(await drain(givenInput(source)!), ["io"]);
  }
});

Deno.test("givenInput() cancels a stream that is read no more, unless told not to", async () => {
  for (const preventCancel of [undefined, false, true]) {
    let cancelled = false;
    const readable = new ReadableStream<Uint8Array>({
      cancel: () => void (cancelled = true),
    });
    const input = givenInput({
      readable,
      ...(preventCancel !== undefined && { preventCancel }),
    })!;
    assertEquals(input.stream.read(new Uint8Array(1)), WOULD_BLOCK);
    input.close();
    await settled();
    assertEquals([cancelled, readable.locked], [preventCancel !== true, false]);
  }
});

Deno.test("givenInput() of a stream that is left as it is loses no chunk that was not read", async () => {
  const readable = streamOf(utf8("a"), utf8("b"));
  const input = givenInput({ readable, preventCancel: true })!;
  input.stream.read(new Uint8Array(1));
  await settled();
  assertEquals(input.stream.read(new Uint8Array(1)), 1);
  input.close();
  assertEquals(await drain(givenInput(readable)!), ["b", "END"]);
});

Deno.test("givenInput() refuses a stream that is locked", () => {
  const source = streamOf(utf8("a"));
  source.getReader();
  assertEquals(refusalOf(() => givenInput(source)).status, 2);
});

Deno.test("givenInput() reads a reader of Deno, be it asynchronous or not", async () => {
  const rows: readonly [what: string, source: object, expected: readonly string[]][] = [
    ["read", readerOf(["ab", "c", null]), ["ab", "c", "END"]],
    ["a failure of its own", readerOf([new Error("mine")]), ["io"]],
    ["a failure of the system", readerOf([new Deno.errors.ConnectionReset("x")]), ["io"]],
    ["a broken pipe", readerOf([new Deno.errors.BrokenPipe("x")]), ["pipe"]],
    ["readSync", syncReaderOf(["ab", "c", null]), ["ab", "c", "END"]],
    ["a failure of its own", syncReaderOf([new Error("mine")]), ["io"]],
    ["a failure of the system", syncReaderOf([new Deno.errors.BadResource("x")]), [
      "bad-descriptor",
    ]],
    ["nothing for ever", { readSync: () => 0 }, ["io"]],
    ["below 0", { readSync: () => -2 }, ["io"]],
    ["more than asked for", { readSync: () => 101 }, ["io"]],
  ];
  for (const [what, source, expected] of rows) {
    assertEquals(await drain(givenInput(source)!), expected, what);
  }
  const busy = givenInput(syncReaderOf([new Deno.errors.WouldBlock("x")]))!;
  assertEquals(busy.stream.read(new Uint8Array(1)), WOULD_BLOCK);
});

Deno.test("givenInput() reads a file of Deno at once, and no further than it is asked", () => {
  using directory = new TemporaryDirectory();
  directory.make({ f: "abcdef" });
  using file = Deno.openSync(directory.at("f"));
  const input = givenInput(file)!;
  const into = utf8("??");
  assertEquals([input.stream.read(into), text(into)], [2, "ab"]);
  assertEquals(file.seekSync(0, Deno.SeekMode.Current), 2);
  input.close();
  assertEquals(file.readSync(into), 2, "still open");
});

Deno.test("givenInput() waits for a connection of Deno beside the event loop", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [near, far] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
    listener.accept(),
  ]);
  const input = givenInput(near)!;
  assertEquals(input.stream.read(new Uint8Array(9)), WOULD_BLOCK);
  await far.write(utf8("abc"));
  far.close();
  assertEquals((await drain(input)).join(""), "abcEND");
  near.close();
});

Deno.test("givenInput() is nothing for what cannot be read", () => {
  for (const given of [{}, { write() {} }, new WritableStream()]) {
    assertStrictEquals(givenInput(given), undefined);
  }
});

type Answer = string | null | Error;

function readerOf(answers: Answer[]) {
  const { readSync } = syncReaderOf(answers);
  return { read: (into: Uint8Array) => Promise.try(readSync, into) };
}

function syncReaderOf(answers: Answer[]) {
  return {
    readSync(into: Uint8Array): number | null {
      const answer = answers.shift()!;
      if (answer instanceof Error) throw answer;
      if (answer === null) return null;
      into.set(utf8(answer));
      return answer.length;
    },
  };
}
