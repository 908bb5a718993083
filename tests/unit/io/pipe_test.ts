import { assertEquals } from "@std/assert";
import { MemoryPipe } from "../../../lib/io/pipe.ts";
import { END, WOULD_BLOCK } from "../../../lib/io/streams.ts";
import { outcomeOf, text, utf8 } from "../outcome.ts";

const CAPACITY = 65_536;

function setUp() {
  const pipe = new MemoryPipe();
  const read = (size: number): string | number => {
    const into = utf8("?".repeat(size));
    const count = pipe.input.read(into);
    return count > 0 ? text(into.subarray(0, count)) : count;
  };
  const write = (from: string | number) =>
    outcomeOf(() =>
      pipe.output.write(typeof from === "number" ? new Uint8Array(from) : utf8(from))
    );
  return { pipe, read, write, input: pipe.input.subscribe(), output: pipe.output.subscribe() };
}

Deno.test("MemoryPipe gives the bytes in order, and would block without any", () => {
  const { read, write } = setUp();
  assertEquals([read(1), read(0), write("")], [WOULD_BLOCK, 0, 0]);
  assertEquals([write("abc"), write("de")], [3, 2]);
  assertEquals([read(2), read(9), read(1)], ["ab", "cde", WOULD_BLOCK]);
});

Deno.test("MemoryPipe keeps every byte around the end of its memory", () => {
  const { pipe, read, write } = setUp();
  const sent: string[] = [];
  const got: (string | number)[] = [];
  for (let i = 0; i < 40; i++) {
    const part = String.fromCharCode(0x30 + i).repeat(3001);
    sent.push(part, part);
    assertEquals([write(part), write(part)], [3001, 3001]);
    got.push(read(6001), read(9));
  }
  assertEquals(got.join(""), sent.join(""));
  const buffers = [new Uint8Array(0), new Uint8Array(2), new Uint8Array(5)];
  assertEquals(pipe.input.readv(buffers), WOULD_BLOCK);
  assertEquals(pipe.output.writev([utf8("ab"), utf8(""), utf8("cd")]), 4);
  assertEquals([pipe.input.readv(buffers), ...buffers.map(text)], [4, "", "ab", "cd\0\0\0"]);
});

Deno.test("MemoryPipe takes up to 4096 bytes all or not at all, more as they fit", () => {
  const { pipe, read, write } = setUp();
  assertEquals(write(CAPACITY - 4095), CAPACITY - 4095);
  assertEquals([write(4096), write(5000), write(4095)], [WOULD_BLOCK, WOULD_BLOCK, 4095]);
  assertEquals(write(1), WOULD_BLOCK);
  read(4096);
  assertEquals(pipe.output.writev([new Uint8Array(4000), new Uint8Array(9000)]), 4096);
  read(1000);
  assertEquals(
    pipe.output.writev([new Uint8Array(900), new Uint8Array(101)]),
    WOULD_BLOCK,
    "the sum counts",
  );
});

Deno.test("MemoryPipe ends for the reader when the writer is gone, after the last byte", () => {
  const { pipe, read, write, input } = setUp();
  write("ab");
  pipe.closeOutput();
  assertEquals(input.state(), { ready: true, bytes: 2, hangup: true });
  assertEquals([read(9), read(9), read(0), read(9)], ["ab", END, 0, END]);
  assertEquals(input.state(), { ready: true, bytes: 0, hangup: true });
});

Deno.test("MemoryPipe fails for the writer when the reader is gone", () => {
  const { pipe, write, output } = setUp();
  write(CAPACITY);
  pipe.closeInput();
  assertEquals([write("a"), write("")], ["pipe", "pipe"]);
  assertEquals(output.state(), { ready: true, bytes: 0, hangup: true });
});

Deno.test("MemoryPipe tells how it stands", () => {
  const { read, write, input, output } = setUp();
  assertEquals(input.state(), { ready: false, bytes: 0, hangup: false });
  assertEquals(output.state(), { ready: true, bytes: CAPACITY, hangup: false });
  write(CAPACITY);
  assertEquals(input.state(), { ready: true, bytes: CAPACITY, hangup: false });
  assertEquals(output.state(), { ready: false, bytes: 0, hangup: false });
  read(4095);
  assertEquals(output.state(), { ready: false, bytes: 4095, hangup: false });
  read(1);
  assertEquals(output.state(), { ready: true, bytes: 4096, hangup: false });
});

Deno.test("MemoryPipe wakes who watches at the first byte, at enough room, and at the end", () => {
  const told: string[] = [];
  const { pipe, read, write, input, output } = setUp();
  output.watch!(() => told.push("room already"));
  input.watch!(() => told.push("taken back"))();
  input.watch!(() => told.push("byte"));
  write(CAPACITY);
  input.watch!(() => told.push("byte already"));
  output.watch!(() => told.push("room"));
  read(4095);
  told.push("-");
  read(1);
  assertEquals(told, ["room already", "byte", "byte already", "-", "room"]);

  told.length = 0;
  read(CAPACITY);
  input.watch!(() => told.push("end"));
  pipe.closeOutput();
  assertEquals(told, ["end"]);

  const other = setUp();
  other.write(CAPACITY);
  other.output.watch!(() => told.push("nobody reads"));
  other.pipe.closeInput();
  assertEquals(told, ["end", "nobody reads"]);
});
