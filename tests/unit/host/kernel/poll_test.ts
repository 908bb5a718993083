import { assert, assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import type { Pollable } from "../../../../lib/io/pollable.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/poll.ts"),
  ...await import("../pipe.ts"),
  ...await import("../held_descriptor.ts"),
});

/** What of a pollable the kernel can wait for. */
const waitable = (...pollables: readonly Pollable[]) => pollables as Required<Pollable>[];

/** How long a call takes, in milliseconds. */
function durationOf(call: () => void): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

testWithLibc("DescriptorPollable.state() tells how the ends of a pipe stand", async () => {
  const { DescriptorPollable, Pipe } = await load();
  using pipe = new Pipe();
  const input = new DescriptorPollable(pipe.input, "read");
  const output = new DescriptorPollable(pipe.output, "write");
  assertEquals(input.state(), { ready: false, bytes: 0, hangup: false });
  assertEquals(output.state(), { ready: true, bytes: 0, hangup: false });

  pipe.write(utf8("abc"));
  assertEquals(input.state(), { ready: true, bytes: 3, hangup: false });

  pipe.closeOutput();
  assertEquals(input.state(), { ready: true, bytes: 3, hangup: true });
  pipe.read(new Uint8Array(3));
  assertEquals(input.state(), { ready: true, bytes: 0, hangup: true });
});

testWithLibc(
  "DescriptorPollable.state() tells that a pipe is full, and that nobody reads",
  async () => {
    const { DescriptorPollable, Pipe } = await load();
    using pipe = new Pipe();
    const output = new DescriptorPollable(pipe.output, "write");
    while (pipe.write(new Uint8Array(65_536)) > 0);
    assertEquals(output.state().ready, false);
    pipe.closeInput();
    assertEquals(output.state().ready, true, "to write is to fail, at once");
  },
);

testWithLibc("DescriptorPollable.state() finds a regular file always ready", async () => {
  const { DescriptorPollable, openHost, HeldDescriptor } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ f: "abc" });
  using held = new HeldDescriptor(openHost(directory.at("f"), 2));
  for (const interest of ["read", "write"] as const) {
    const { ready, hangup } = new DescriptorPollable(held.fd, interest).state();
    assertEquals([ready, hangup], [true, false]);
  }
});

testWithLibc("waitInKernel() returns when the time has passed", async () => {
  const { DescriptorPollable, Pipe, waitInKernel } = await load();
  using pipe = new Pipe();
  const idle = new DescriptorPollable(pipe.input, "read");
  for (const pollables of [[], [idle], [idle, idle]]) {
    const time = durationOf(() => waitInKernel(waitable(...pollables), 30_000_000n));
    assertGreaterOrEqual(time, 29);
    assertLess(time, 2000);
  }
  assertLess(durationOf(() => waitInKernel(waitable(idle), 0n)), 1000);
});

testWithLibc(
  "waitInKernel() returns at once when one is ready, with and without a limit",
  async () => {
    const { DescriptorPollable, Pipe, waitInKernel } = await load();
    using idle = new Pipe();
    using busy = new Pipe();
    busy.write(utf8("a"));
    const pollables = waitable(
      new DescriptorPollable(idle.input, "read"),
      new DescriptorPollable(busy.input, "read"),
    );
    for (const timeout of [undefined, 2n ** 64n - 1n, 10n ** 12n, 0n]) {
      assertLess(durationOf(() => waitInKernel(pollables, timeout)), 2000);
    }
    const writable = waitable(new DescriptorPollable(idle.output, "write"));
    assertLess(durationOf(() => waitInKernel(writable, undefined)), 2000);
  },
);

testWithLibc("waitInKernel() returns when the other end goes away", async () => {
  const { DescriptorPollable, Pipe, waitInKernel } = await load();
  using pipe = new Pipe();
  const input = waitable(new DescriptorPollable(pipe.input, "read"));
  pipe.closeOutput();
  assertLess(durationOf(() => waitInKernel(input, undefined)), 2000);
  assert(input[0]!.state().hangup);
});

testWithLibc("waitInKernel() takes more waits than there may be descriptors", async () => {
  const { DescriptorPollable, Pipe, waitInKernel } = await load();
  const { bind, COLD_INT, ColdInt } = await import("../../../../lib/host/libc/library.ts");
  const { getrlimit, setrlimit } = bind({
    getrlimit: { parameters: [COLD_INT, "buffer"], result: "i32" },
    setrlimit: { parameters: [COLD_INT, "buffer"], result: "i32" },
  });
  const RLIMIT_NOFILE = new ColdInt().of(7);
  const limits = new BigUint64Array(2);
  assertEquals(getrlimit(RLIMIT_NOFILE, new Uint8Array(limits.buffer)), 0);
  const low = BigUint64Array.of(64n, limits[1]!);
  using pipe = new Pipe();
  pipe.write(utf8("x"));
  const often = Array.from({ length: 1000 }, () => new DescriptorPollable(pipe.input, "read"));
  assertEquals(setrlimit(RLIMIT_NOFILE, new Uint8Array(low.buffer)), 0);
  try {
    waitInKernel(waitable(...often), 10_000_000_000n);
  } finally {
    setrlimit(RLIMIT_NOFILE, new Uint8Array(limits.buffer));
  }
});
