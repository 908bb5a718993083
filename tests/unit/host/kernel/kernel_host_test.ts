import { assert, assertEquals, assertGreaterOrEqual, assertLess, assertThrows } from "@std/assert";
import { ALWAYS_READY } from "../../../../lib/io/pollable.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/kernel_host.ts"),
  ...await import("../../../../lib/host/kernel/poll.ts"),
  ...await import("../pipe.ts"),
});

testWithLibc("kernelHost() has what it was asked for, and says so where it was not", async () => {
  const { kernelHost } = await load();
  using at = new TemporaryDirectory();
  at.make({ f: "" });
  const full = await kernelHost({ files: true, clocks: true });
  assertEquals(full.confinement, "kernel-confined");
  full.openAmbientDirectory(at.path, "read-only")[Symbol.dispose]();
  full.openAmbientFile(at.at("f"), "read")[Symbol.dispose]();
  assert(full.clocks().monotonic.now() > 0n);
  assertEquals(full.realPath(`${at.path}/./f`), at.at("f"));

  const bare = await kernelHost({ files: false, clocks: false });
  assertThrows(() => bare.openAmbientDirectory(at.path, "read-only"), Error, "not asked for");
  assertThrows(() => bare.openAmbientFile(at.at("f"), "read"), Error, "not asked for");
  assertThrows(() => bare.clocks(), Error, "not asked for");
});

testWithLibc(
  "kernelHost() gives standard streams of the right direction, which stay open",
  async () => {
    const { kernelHost } = await load();
    for (const files of [true, false]) {
      const host = await kernelHost({ files, clocks: false });
      for (const number of [0, 1, 2] as const) {
        const stream = host.standardStream(number);
        assertEquals([stream.input !== undefined, stream.output !== undefined], [
          number === 0,
          number !== 0,
        ]);
        stream[Symbol.dispose]();
        assertEquals(host.standardStream(number).type, stream.type);
      }
    }
  },
);

testWithLibc(
  "kernelHost().wait() waits for descriptors, and no longer than it is told",
  async () => {
    const { kernelHost, DescriptorPollable, Pipe } = await load();
    const host = await kernelHost({ files: false, clocks: false });
    using pipe = new Pipe();
    const input = new DescriptorPollable(pipe.input, "read");
    const output = new DescriptorPollable(pipe.output, "write");
    const start = performance.now();
    host.wait([input], 20_000_000n);
    assertGreaterOrEqual(performance.now() - start, 19);
    host.wait([], 20_000_000n);
    assertGreaterOrEqual(performance.now() - start, 38);
    const then = performance.now();
    host.wait([input, output], undefined);
    host.wait([output, ALWAYS_READY], 10_000_000_000n);
    assertLess(performance.now() - then, 5000);
  },
);

testWithLibc("kernelHost() has a random source of its own", async () => {
  const { kernelHost } = await load();
  const [one, other] = await Promise.all([0, 1].map(async () => {
    const bytes = new Uint8Array(32);
    (await kernelHost({ files: false, clocks: false })).random.fill(bytes);
    return bytes.toHex();
  }));
  assert(one !== other && one !== "00".repeat(32));
});
