import { assertEquals } from "@std/assert";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

/** A stream of each end of a pipe whose calls block, as an inherited one's do. */
async function setUp() {
  const { DescriptorStream } = await import("../../../../lib/host/kernel/descriptor_stream.ts");
  const { coldByteCalls: calls } = await import("../../../../lib/host/libc/byte_calls.ts");
  const { Descriptor } = await import("../../../../lib/host/kernel/descriptor.ts");
  const { Pipe } = await import("../pipe.ts");
  const pipe = new Pipe();
  const streamOf = (fd: number) => {
    new Descriptor(fd, "read-write").setStatusFlag(0o4000, false);
    const access = "read-write";
    const close = () => {};
    return new DescriptorStream(fd, {
      ...{ input: true, output: true, access, calls, mayBlock: false, close },
    });
  };
  return {
    pipe,
    streamOf,
    input: streamOf(pipe.input).input!,
    output: streamOf(pipe.output).output!,
    [Symbol.dispose]: () => pipe[Symbol.dispose](),
  };
}

testWithLibc(
  "ReadyInput does not wait for bytes, and finds them, the end and an error",
  async () => {
    using bench = await setUp();
    const { input, pipe } = bench;
    const into = utf8("????");
    assertEquals([input.read(into), input.readv([into, into])], [WOULD_BLOCK, WOULD_BLOCK]);
    assertEquals([input.read(new Uint8Array(0)), input.readv([])], [0, 0]);
    assertEquals(input.readv([new Uint8Array(0)]), 0);
    assertEquals(input.subscribe().state().ready, false);
    pipe.write(utf8("abcdef"));
    assertEquals([input.read(into), text(into)], [4, "abcd"]);
    assertEquals([input.readv([into.subarray(3), into]), text(into)], [2, "fbce"]);
    pipe.closeOutput();
    assertEquals([input.read(into), input.readv([into])], [END, END]);
  },
);

testWithLibc("ReadyOutput takes what a pipe has room for, and does not wait for more", async () => {
  using bench = await setUp();
  const { output, pipe } = bench;
  const CAPACITY = 65_536;
  assertEquals(output.write(new Uint8Array(CAPACITY + 5)), CAPACITY);
  assertEquals([output.write(utf8("a")), output.writev([utf8("a")])], [WOULD_BLOCK, WOULD_BLOCK]);
  assertEquals([output.write(new Uint8Array(0)), output.writev([])], [0, 0]);
  assertEquals(output.subscribe().state().ready, false);
  pipe.read(new Uint8Array(8192));
  assertEquals(output.writev([new Uint8Array(8000), new Uint8Array(5000)]), 8000);
  pipe.closeInput();
  assertEquals(outcomeOf(() => output.write(utf8("a"))), "pipe");
  assertEquals(outcomeOf(() => output.writev([utf8("a")])), "pipe");
});

testWithLibc("ReadyOutput writes in order, and small buffers together", async () => {
  using bench = await setUp();
  const { output, pipe } = bench;
  assertEquals(output.writev([utf8("ab"), utf8(""), utf8("cd")]), 4);
  const large = Uint8Array.from({ length: 10_001 }, (_, i) => i % 251);
  assertEquals(output.write(large), large.length);
  const into = new Uint8Array(20_000);
  const count = pipe.read(into);
  assertEquals([text(into.subarray(0, 4)), into.subarray(4, count)], ["abcd", large]);
});

testWithLibc("DescriptorStream that may not block asks nothing of a regular file", async () => {
  using bench = await setUp();
  const { HeldDescriptor, openHost } = await import("../held_descriptor.ts");
  using directory = new TemporaryDirectory();
  directory.make({ f: "abc" });
  using held = new HeldDescriptor(openHost(directory.at("f"), 2));
  const { input, output } = bench.streamOf(held.fd);
  assertEquals([input!.constructor.name, output!.constructor.name], [
    "DescriptorInput",
    "DescriptorOutput",
  ]);
});
