import { assertEquals } from "@std/assert";
import { WasiError } from "../../../lib/errors.ts";
import { PumpedInput } from "../../../lib/io/pumped_input.ts";
import { END, WOULD_BLOCK } from "../../../lib/io/streams.ts";
import { ScriptedReader } from "../doubles/scripted.ts";
import { outcomeOf, text, utf8 } from "../outcome.ts";

function setUp() {
  const reader = new ScriptedReader();
  const input = new PumpedInput(reader);
  const read = (size: number): string | number => {
    const into = utf8("?".repeat(size));
    const count = outcomeOf(() => input.read(into));
    return typeof count === "number" && count > 0 ? text(into) : count;
  };
  return { reader, input, read };
}

Deno.test("PumpedInput begins no read before one is wanted, and never two", () => {
  const { reader, read } = setUp();
  assertEquals(reader.reads, 0);
  assertEquals(read(0), 0);
  assertEquals(reader.reads, 0);
  assertEquals([read(3), read(3), read(3)], [WOULD_BLOCK, WOULD_BLOCK, WOULD_BLOCK]);
  assertEquals(reader.reads, 1);
});

Deno.test("PumpedInput.read() gives what has come, and asks for more only when that is used up", async () => {
  const { reader, read } = setUp();
  read(3);
  await reader.give(utf8("abcde"));
  assertEquals([read(3), read(3), reader.reads], ["abc", "de?", 1]);
  assertEquals([read(3), reader.reads], [WOULD_BLOCK, 2]);
  await reader.give(utf8("f"));
  assertEquals([read(1), reader.reads], ["f", 2]);
});

Deno.test("PumpedInput.read() gives END for ever after the reader's end", async () => {
  const { reader, read } = setUp();
  read(1);
  await reader.give(null);
  assertEquals([read(1), read(0), read(1), reader.reads], [END, 0, END, 1]);
});

Deno.test("PumpedInput.readv() fills the buffers in turn and does not ask for more", async () => {
  const { reader, input } = setUp();
  const buffers = [utf8(""), utf8("??"), utf8("??"), utf8("??")];
  assertEquals(input.readv(buffers), WOULD_BLOCK);
  await reader.give(utf8("abc"));
  assertEquals([input.readv(buffers), reader.reads], [3, 1]);
  assertEquals(buffers.map(text), ["", "ab", "c?", "??"]);
  assertEquals([input.readv([]), input.readv([utf8("")])], [0, 0]);
  assertEquals(input.readv(buffers), WOULD_BLOCK);
  await reader.give(null);
  assertEquals(input.readv(buffers), END);
});

Deno.test("PumpedInput.read() fails as the reader did, each time, and asks no more", async () => {
  const rows: readonly [how: (reader: ScriptedReader) => Promise<void>, expected: string][] = [
    [(reader) => reader.fail(new WasiError("pipe")), "pipe"],
    [(reader) => reader.fail(new Error("whatever")), "io"],
    [(reader) => reader.fail(undefined), "io"],
    [(reader) => reader.give(0), "io"],
    [(reader) => reader.give(-1), "io"],
    [(reader) => reader.give(NaN), "io"],
    [(reader) => reader.give(4097), "io"],
  ];
  for (const [how, expected] of rows) {
    const { reader, read } = setUp();
    read(1);
    await how(reader);
    assertEquals([read(1), read(1), reader.reads], [expected, expected, 1]);
  }
});

Deno.test("PumpedInput.read() fails when the reader throws in place of answering", () => {
  const input = new PumpedInput({
    read: () => {
      throw new WasiError("access");
    },
  });
  assertEquals(input.read(new Uint8Array(1)), WOULD_BLOCK);
  assertEquals(outcomeOf(() => input.read(new Uint8Array(1))), "access");
});

Deno.test("PumpedInput.subscribe() tells what there is, and asks for more when there is nothing", async () => {
  const { reader, input, read } = setUp();
  const pollable = input.subscribe();
  assertEquals(reader.reads, 0);
  assertEquals(pollable.state(), { ready: false, bytes: 0, hangup: false });
  assertEquals(reader.reads, 1);
  await reader.give(utf8("abc"));
  assertEquals(pollable.state(), { ready: true, bytes: 3, hangup: false });
  read(3);
  assertEquals(pollable.state(), { ready: false, bytes: 0, hangup: false });
  await reader.give(null);
  assertEquals(pollable.state(), { ready: true, bytes: 0, hangup: true });
});

Deno.test("PumpedInput.subscribe() is ready to fail", async () => {
  const { reader, input } = setUp();
  input.subscribe().state();
  await reader.fail(undefined);
  assertEquals(input.subscribe().state(), { ready: true, bytes: 0, hangup: false });
});

Deno.test("PumpedInput wakes who watches when bytes, the end or a failure come, and not later", async () => {
  for (const how of ["give", "end", "fail"] as const) {
    const { reader, input } = setUp();
    const woken: string[] = [];
    const { watch } = input.subscribe();
    watch!(() => woken.push("a"));
    const takeBack = watch!(() => woken.push("b"));
    assertEquals(reader.reads, 1);
    takeBack();
    assertEquals(woken, []);
    if (how === "fail") await reader.fail(undefined);
    else await reader.give(how === "end" ? null : utf8("abc"));
    assertEquals(woken, ["a"]);
    watch!(() => woken.push("c"))();
    assertEquals(woken, ["a", "c"], "ready already");
  }
});

Deno.test("PumpedInput reads more at once from a source that has more, up to 64 KiB", async () => {
  const sizes: number[] = [];
  const input = new PumpedInput({
    read(into) {
      sizes.push(into.length);
      into.fill(sizes.length);
      return Promise.resolve(sizes.length === 5 ? 3 : into.length);
    },
  });
  const into = new Uint8Array(65_536);
  for (const [expected, byte] of [[4096, 1], [16_384, 2], [65_536, 3], [65_536, 4], [3, 5]]) {
    assertEquals(input.read(into), WOULD_BLOCK);
    await undefined;
    assertEquals([input.read(into), into[0], into[expected! - 1]], [expected, byte, byte]);
  }
  assertEquals(sizes, [4096, 16_384, 65_536, 65_536, 65_536]);
});

Deno.test("PumpedInput.peekv() fills the buffers and takes nothing", async () => {
  const reader = new ScriptedReader();
  const input = new PumpedInput(reader);
  assertEquals(input.peekv([]), 0);
  assertEquals(input.peekv([new Uint8Array(0)]), 0);
  assertEquals(reader.reads, 0);
  assertEquals(input.peekv([new Uint8Array(2)]), WOULD_BLOCK);
  await reader.give(new Uint8Array([1, 2, 3]));
  const buffers = [new Uint8Array(2), new Uint8Array(0), new Uint8Array(4)];
  for (let i = 0; i < 2; i++) assertEquals(input.peekv(buffers), 3);
  assertEquals(buffers.map((buffer) => [...buffer]), [[1, 2], [], [3, 0, 0, 0]]);
  assertEquals(input.read(new Uint8Array(8)), 3);
});

Deno.test("PumpedInput.end() ends behind what has come, and wakes who waits", async () => {
  const reader = new ScriptedReader();
  const input = new PumpedInput(reader);
  let woken = 0;
  input.subscribe().watch!(() => woken++);
  await reader.give(new Uint8Array([1]));
  input.end();
  assertEquals([woken, input.read(new Uint8Array(8)), input.read(new Uint8Array(8))], [1, 1, END]);
  assertEquals(input.peekv([new Uint8Array(1)]), END);
  assertEquals(reader.reads, 1);

  const waiting = new PumpedInput(new ScriptedReader());
  waiting.subscribe().watch!(() => woken++);
  waiting.end();
  assertEquals([woken, waiting.read(new Uint8Array(1))], [2, END]);
});
