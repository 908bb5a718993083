import { assertEquals } from "@std/assert";
import { WasiError } from "../../../lib/errors.ts";
import { PumpedOutput } from "../../../lib/io/pumped_output.ts";
import { WOULD_BLOCK } from "../../../lib/io/streams.ts";
import { ScriptedWriter, settled } from "../doubles/scripted.ts";
import { outcomeOf, utf8 } from "../outcome.ts";

const CAPACITY = 65_536;

function setUp() {
  const writer = new ScriptedWriter();
  const output = new PumpedOutput(writer);
  return { writer, output, write: (from: string) => outcomeOf(() => output.write(utf8(from))) };
}

Deno.test("PumpedOutput.write() begins a write at once, and keeps more until that is done", async () => {
  const { writer, write } = setUp();
  assertEquals([write(""), writer.writes], [0, 0]);
  assertEquals([write("ab"), writer.writes], [2, 1]);
  assertEquals([write("cd"), write("e"), writer.writes], [2, 1, 1]);
  await writer.take();
  assertEquals([writer.written, writer.writes], [["ab"], 2]);
  assertEquals(write("f"), 1);
  await writer.take();
  await writer.take();
  assertEquals([writer.written, writer.writes], [["ab", "cde", "f"], 3]);
});

Deno.test("PumpedOutput goes on where the writer took a part", async () => {
  const { writer, write } = setUp();
  write("abcdef");
  for (const count of [1, 3, undefined]) await writer.take(count);
  assertEquals([writer.written, writer.writes], [["a", "bcd", "ef"], 3]);
});

Deno.test("PumpedOutput.write() takes what fits, then answers WOULD_BLOCK", async () => {
  const { writer, output, write } = setUp();
  write("a");
  assertEquals(output.write(new Uint8Array(CAPACITY + 9)), CAPACITY);
  assertEquals([write("b"), write("")], [WOULD_BLOCK, 0]);
  await writer.take();
  assertEquals([write("b"), writer.writes], [1, 2]);
});

Deno.test("PumpedOutput.writev() takes the buffers in turn, as one write", async () => {
  const { writer, output } = setUp();
  assertEquals(output.writev([utf8("ab"), utf8(""), utf8("cd")]), 4);
  assertEquals(output.writev([new Uint8Array(CAPACITY - 1), utf8("xyz"), utf8("z")]), CAPACITY);
  assertEquals(output.writev([utf8("x")]), WOULD_BLOCK);
  assertEquals(output.writev([]), 0);
  await writer.take();
  assertEquals(writer.written, ["abcd"]);
});

Deno.test("PumpedOutput.write() fails as the writer did, each time, and asks no more", async () => {
  const rows: readonly [how: (writer: ScriptedWriter) => Promise<void>, expected: string][] = [
    [(writer) => writer.fail(new WasiError("pipe")), "pipe"],
    [(writer) => writer.fail(new Error("whatever")), "io"],
    [(writer) => writer.take(0), "io"],
    [(writer) => writer.take(-1), "io"],
    [(writer) => writer.take(NaN), "io"],
    [(writer) => writer.take(4), "io"],
  ];
  for (const [how, expected] of rows) {
    const { writer, output, write } = setUp();
    write("abc");
    write("d");
    await how(writer);
    assertEquals([write("e"), write("e"), writer.writes], [expected, expected, 1]);
    assertEquals(output.subscribe().state(), { ready: true, bytes: 0, hangup: true });
  }
});

Deno.test("PumpedOutput.write() fails at the next write when the writer throws", () => {
  const output = new PumpedOutput({
    write: () => {
      throw new WasiError("pipe");
    },
  });
  assertEquals(output.write(utf8("a")), 1);
  assertEquals(outcomeOf(() => output.write(utf8("a"))), "pipe");
});

Deno.test("PumpedOutput.subscribe() tells how much room there is", async () => {
  const { writer, output, write } = setUp();
  const pollable = output.subscribe();
  assertEquals(pollable.state(), { ready: true, bytes: CAPACITY, hangup: false });
  write("a");
  output.write(new Uint8Array(CAPACITY - 1));
  assertEquals(pollable.state(), { ready: true, bytes: 1, hangup: false });
  write("b");
  assertEquals(pollable.state(), { ready: false, bytes: 0, hangup: false });
  await writer.take();
  assertEquals(pollable.state(), { ready: true, bytes: CAPACITY, hangup: false });
});

Deno.test("PumpedOutput wakes who watches when there is room again, or a failure", async () => {
  for (const how of ["take", "fail"] as const) {
    const { writer, output, write } = setUp();
    const woken: string[] = [];
    const { watch } = output.subscribe();
    watch!(() => woken.push("a"));
    assertEquals(woken, ["a"], "ready already");
    write("a");
    output.write(new Uint8Array(CAPACITY));
    watch!(() => woken.push("b"));
    watch!(() => woken.push("c"))();
    await settled();
    assertEquals(woken, ["a"]);
    if (how === "take") await writer.take();
    else await writer.fail(undefined);
    assertEquals(woken, ["a", "b"]);
  }
});

Deno.test("PumpedOutput.flush() resolves when all has arrived, or never will", async () => {
  for (const how of ["take", "fail"] as const) {
    const { writer, output, write } = setUp();
    await output.flush();
    write("ab");
    write("cd");
    let flushed = 0;
    void output.flush().then(() => flushed++);
    void output.flush().then(() => flushed++);
    await writer.take(1);
    await writer.take();
    assertEquals(flushed, 0);
    if (how === "take") await writer.take();
    else await writer.fail(undefined);
    assertEquals(flushed, 2);
    await output.flush();
  }
});

Deno.test("PumpedOutput keeps what it has taken when it makes more room", async () => {
  const { writer, output, write } = setUp();
  write("a");
  const parts = [3000, 1097, 20_000, 30_000].map((size, i) => String(i).repeat(size));
  for (const part of parts) assertEquals(write(part), part.length);
  assertEquals(output.subscribe().state().bytes, CAPACITY - parts.join("").length);
  await writer.take();
  await writer.take();
  assertEquals(writer.written[1], parts.join(""));
});

Deno.test("PumpedOutput.end() takes no more, and writes what it has taken", async () => {
  const writer = new ScriptedWriter();
  const output = new PumpedOutput(writer);
  output.write(new TextEncoder().encode("a"));
  output.write(new TextEncoder().encode("b"));
  output.end();
  assertEquals(outcomeOf(() => output.write(new Uint8Array(1))), "pipe");
  assertEquals(output.subscribe().state().ready, true);
  const flushed = output.flush();
  await writer.take();
  await writer.take();
  await flushed;
  assertEquals(writer.written, ["a", "b"]);
});
