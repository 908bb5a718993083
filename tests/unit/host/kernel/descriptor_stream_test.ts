import { assertEquals, assertStrictEquals } from "@std/assert";
import type { DescriptorStreamOptions } from "../../../../lib/host/kernel/descriptor_stream.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const O_RDWR = 2;

async function load() {
  const { DescriptorStream } = await import("../../../../lib/host/kernel/descriptor_stream.ts");
  const { fileCalls } = await import("../../../../lib/host/libc/file_calls.ts");
  const { coldByteCalls } = await import("../../../../lib/host/libc/byte_calls.ts");
  const { Pipe } = await import("../pipe.ts");
  const { HeldDescriptor, openHost } = await import("../held_descriptor.ts");
  const BOTH = { input: true, output: true, access: "read-write", mayBlock: true } as const;
  return {
    DescriptorStream,
    Pipe,
    HeldDescriptor,
    openHost,
    /** The two bindings of read(2) and write(2). */
    bindings: [fileCalls, coldByteCalls],
    streamOf: (fd: number, options: Partial<DescriptorStreamOptions> = {}) =>
      new DescriptorStream(fd, { ...BOTH, calls: fileCalls, close: () => {}, ...options }),
  };
}

testWithLibc("DescriptorStream reads a pipe until it ends, and never waits", async () => {
  const { Pipe, streamOf, bindings } = await load();
  for (const calls of bindings) {
    using pipe = new Pipe();
    const { input } = streamOf(pipe.input, { calls });
    const into = utf8("????");
    assertEquals(input!.read(into), WOULD_BLOCK);
    assertEquals(input!.readv([into]), WOULD_BLOCK);
    assertEquals([input!.read(new Uint8Array()), input!.readv([])], [0, 0]);
    pipe.write(utf8("abcdef"));
    assertEquals([input!.read(into), text(into)], [4, "abcd"]);
    assertEquals([input!.readv([into.subarray(3), into.subarray(0, 2)]), text(into)], [2, "fbce"]);
    pipe.closeOutput();
    assertEquals([input!.read(into), input!.readv([into])], [END, END]);
    assertEquals([input!.read(new Uint8Array()), input!.readv([new Uint8Array()])], [0, 0]);
  }
});

testWithLibc("DescriptorStream writes a pipe until it is full, and never waits", async () => {
  const { Pipe, streamOf, bindings } = await load();
  for (const calls of bindings) {
    using pipe = new Pipe();
    const { output } = streamOf(pipe.output, { calls });
    assertEquals([output!.write(utf8("ab")), output!.writev([utf8("c"), utf8("de")])], [2, 3]);
    assertEquals([output!.write(new Uint8Array()), output!.writev([])], [0, 0]);
    const into = utf8("?????");
    assertEquals([pipe.read(into), text(into)], [5, "abcde"]);

    const large = new Uint8Array(1 << 20);
    const taken = output!.write(large);
    assertEquals(taken > 0 && taken < large.length, true, "a part of it");
    assertEquals([output!.write(large), output!.writev([large, large])], [
      WOULD_BLOCK,
      WOULD_BLOCK,
    ]);
  }
});

testWithLibc(
  "DescriptorStream fails with pipe when nobody reads, and the process lives on",
  async () => {
    const { Pipe, streamOf, bindings } = await load();
    for (const calls of bindings) {
      using pipe = new Pipe();
      const { output } = streamOf(pipe.output, { calls });
      pipe.closeInput();
      assertEquals(outcomeOf(() => output!.write(utf8("a"))), "pipe");
      assertEquals(outcomeOf(() => output!.writev([utf8("a"), utf8("b")])), "pipe");
    }
  },
);

testWithLibc(
  "DescriptorStream of a pipe has no position, no array, and the ends asked for",
  async () => {
    const { Pipe, streamOf } = await load();
    using pipe = new Pipe();
    for (const input of [true, false]) {
      const stream = streamOf(pipe.input, { input, output: !input });
      assertEquals([stream.kind, stream.type], ["stream", "fifo"]);
      assertEquals([stream.input !== undefined, stream.output !== undefined], [input, !input]);
      assertEquals([stream.cursor, stream.array], [undefined, undefined]);
    }
    const stream = streamOf(pipe.input);
    assertEquals(outcomeOf(() => stream.sync()), "invalid");
    assertEquals(outcomeOf(() => stream.syncData()), "invalid");
  },
);

testWithLibc(
  "DescriptorStream of a file shares its position with everyone who has it open",
  async () => {
    const { HeldDescriptor, openHost, streamOf } = await load();
    const { streamCalls } = await import("../../../../lib/host/libc/stream_calls.ts");
    const { ColdInt } = await import("../../../../lib/host/libc/library.ts");
    using directory = new TemporaryDirectory();
    directory.make({ f: "abcdefgh" });
    using held = new HeldDescriptor(openHost(directory.at("f"), O_RDWR));
    const stream = streamOf(held.fd);
    assertEquals([stream.kind, stream.type], ["stream", "regular-file"]);
    const into = utf8("??");
    stream.input!.read(into);
    assertStrictEquals(stream.cursor!.seek(0n, "current"), 2);
    // Another process moves it.
    streamCalls.lseek(new ColdInt().of(held.fd), 6n, 0);
    stream.output!.write(utf8("X"));
    assertEquals(Deno.readTextFileSync(directory.at("f")), "abcdefXh");
    assertStrictEquals(stream.cursor!.seek(-1n, "end"), 7);
    assertStrictEquals(stream.cursor!.seek(3n, "start"), 3);
    assertEquals(outcomeOf(() => stream.cursor!.seek(-4n, "current")), "invalid");
    stream.array!.writeAt(utf8("Y"), 0);
    assertStrictEquals(stream.cursor!.seek(0n, "current"), 3, "an array has no cursor");
    stream.array!.resize(2);
    assertEquals([stream.input!.read(into), stream.array!.size()], [END, 2]);
    stream.sync();
    stream.setTimes("unchanged", 5n);
    assertEquals(stream.stat().modified, 5n);
  },
);

testWithLibc("DescriptorStream of a device is one of characters", async () => {
  const { HeldDescriptor, openHost, streamOf } = await load();
  using held = new HeldDescriptor(openHost("/dev/null", O_RDWR));
  const stream = streamOf(held.fd);
  assertEquals([stream.type, stream.array], ["character-device", undefined]);
  assertEquals([stream.input!.read(new Uint8Array(1)), stream.output!.write(utf8("a"))], [END, 1]);
  using full = new HeldDescriptor(openHost("/dev/full", O_RDWR));
  assertEquals(outcomeOf(() => streamOf(full.fd).output!.write(utf8("a"))), "insufficient-space");
});

testWithLibc("DescriptorStream cannot be dated through a read-only grant", async () => {
  const { HeldDescriptor, openHost, streamOf } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ f: "abc" });
  using held = new HeldDescriptor(openHost(directory.at("f"), O_RDWR));
  const stream = streamOf(held.fd, { access: "read-only" });
  assertEquals(outcomeOf(() => stream.setTimes("now", "now")), "not-capable");
  assertEquals(outcomeOf(() => stream.array!.resize(0)), "not-capable");
});

testWithLibc("DescriptorStream.subscribe() waits for its own direction", async () => {
  const { Pipe, streamOf } = await load();
  using pipe = new Pipe();
  const reading = streamOf(pipe.input).input!.subscribe();
  const writing = streamOf(pipe.output).output!.subscribe();
  assertEquals([reading.descriptor, reading.interest], [pipe.input, "read"]);
  assertEquals([writing.descriptor, writing.interest], [pipe.output, "write"]);
  assertEquals([reading.state().ready, writing.state().ready], [false, true]);
});

testWithLibc("DescriptorStream[Symbol.dispose]() does what it was told to", async () => {
  const { Pipe, streamOf } = await load();
  using pipe = new Pipe();
  let closed = 0;
  streamOf(pipe.input, { close: () => closed++ })[Symbol.dispose]();
  assertEquals(closed, 1);
  assertEquals(pipe.write(utf8("a")), 1, "the descriptor itself is still open");
});
