import { assertEquals } from "@std/assert";
import { givenStream } from "../../../../lib/host/given/given_stream.ts";
import { refusalOf } from "../../outcome.ts";

const reader = { readSync: () => null };
const writer = { writeSync: (from: Uint8Array) => from.length };

Deno.test("givenStream() has the ends that are wanted and there", () => {
  const rows: readonly [given: object, direction: "read" | "write" | "both", ends: string][] = [
    [reader, "read", "in"],
    [writer, "write", "out"],
    [{ ...reader, ...writer }, "read", "in"],
    [{ ...reader, ...writer }, "write", "out"],
    [{ ...reader, ...writer }, "both", "in out"],
    [reader, "both", "in"],
    [writer, "both", "out"],
    [new TransformStream(), "both", "in out"],
  ];
  for (const [given, direction, ends] of rows) {
    using stream = givenStream(given, direction, "x", 1n);
    const found = [stream.input && "in", stream.output && "out"].filter(Boolean).join(" ");
    assertEquals(found, ends);
  }
});

Deno.test("givenStream() is what it can be told to be", () => {
  const rows: readonly [given: object, type: string][] = [
    [reader, "unknown"],
    [{ ...reader, isTerminal: () => true }, "character-device"],
    [{ ...reader, isTerminal: () => false }, "unknown"],
    [{ ...reader, isTerminal: true }, "unknown"],
    [{ ...reader, remoteAddr: {} }, "socket"],
  ];
  for (const [given, type] of rows) {
    using stream = givenStream(given, "read", "x", 7n);
    const { type: told, inode, size } = stream.stat();
    assertEquals([stream.type, told, inode, size], [type, type, 7n, 0] as never);
  }
});

Deno.test("givenStream() refuses what cannot be used, and leaves none of its streams locked", () => {
  assertEquals(
    refusalOf(() => givenStream(reader, "write", "stdout", 1n)).message,
    "what is given as stdout cannot be written",
  );
  const duplex = new TransformStream();
  duplex.writable.getWriter();
  assertEquals(refusalOf(() => givenStream(duplex, "both", "x", 1n)).status, 2);
  assertEquals(duplex.readable.locked, false);
});

Deno.test("givenStream() lets go once, and says when all has arrived", async () => {
  const ends: string[] = [];
  const stream = givenStream(
    {
      readable: new ReadableStream({ cancel: () => void ends.push("cancelled") }),
      writable: new WritableStream({ close: () => void ends.push("closed") }),
    },
    "both",
    "x",
    1n,
  );
  await stream.arrived();
  assertEquals(ends, [], "nothing was disposed");
  stream[Symbol.dispose]();
  stream[Symbol.dispose]();
  await stream.arrived();
  assertEquals(ends.toSorted(), ["cancelled", "closed"]);
});
