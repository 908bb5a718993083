import { assert, assertEquals } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/libc/iovec_argument.ts"),
  ...await import("../../../../lib/host/libc/constants.ts"),
});

/** Addresses and lengths as they lie in the argument. */
function entries(argument: Uint8Array<ArrayBuffer>, count: number): [bigint, bigint][] {
  const words = new BigUint64Array(argument.buffer, argument.byteOffset, 2 * count);
  return Array.from({ length: count }, (_, i) => [words[2 * i]!, words[2 * i + 1]!]);
}

/** Where a view lies, asked of Deno instead of the C library. */
function addressOf(view: Uint8Array<ArrayBuffer>): bigint {
  return Deno.UnsafePointer.value(Deno.UnsafePointer.of(view));
}

testWithLibc("IovecArgument.of() is address and length of each buffer in turn", async () => {
  const { IovecArgument } = await load();
  const memory = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer as ArrayBuffer);
  const buffers = [memory.subarray(100, 105), memory.subarray(0, 1), memory.subarray(65_530)];
  const argument = new IovecArgument();
  const found = entries(argument.of(buffers), 3);
  assertEquals(argument.count, 3);
  assertEquals(found, buffers.map((buffer) => [addressOf(buffer), BigInt(buffer.length)]));
});

testWithLibc("IovecArgument.of() leaves out buffers without room", async () => {
  const { IovecArgument } = await load();
  const argument = new IovecArgument();
  const memory = utf8("abcdef");
  const empty = memory.subarray(3, 3);
  for (const [buffers, count] of [[[], 0], [[empty], 0], [[empty, memory, empty], 1]] as const) {
    const bytes = argument.of(buffers);
    assertEquals(argument.count, count);
    if (count === 1) assertEquals(entries(bytes, 1), [[addressOf(memory), 6n]]);
  }
});

testWithLibc("IovecArgument.of() takes 1024 buffers that have room", async () => {
  const { IovecArgument } = await load();
  const argument = new IovecArgument();
  const memory = new Uint8Array(new ArrayBuffer(4096));
  for (const [given, count] of [[1023, 1023], [1024, 1024], [1025, 1024], [4096, 1024]] as const) {
    const buffers = Array.from({ length: given }, (_, i) => memory.subarray(i, i + 1));
    const found = entries(argument.of([memory.subarray(0, 0), ...buffers]), count);
    assertEquals(argument.count, count);
    assertEquals(found.at(-1), [addressOf(memory) + BigInt(count - 1), 1n]);
  }
});

testWithLibc("IovecArgument.of() cuts off what one system call cannot move", async () => {
  const { IovecArgument, MAX_TRANSFER } = await load();
  const memory = new ArrayBuffer(16);
  /** A buffer that says it is larger than any test should allocate; nothing reads it. */
  const large = (length: number) => ({ buffer: memory, byteOffset: 0, length }) as Uint8Array;
  const rows: readonly [given: readonly number[], expected: readonly number[]][] = [
    [[MAX_TRANSFER], [MAX_TRANSFER]],
    [[MAX_TRANSFER + 1], [MAX_TRANSFER]],
    [[2 ** 32 - 1], [MAX_TRANSFER]],
    [[MAX_TRANSFER - 1, 5, 5], [MAX_TRANSFER - 1, 1]],
    [[MAX_TRANSFER, 5], [MAX_TRANSFER]],
    [[5, 2 ** 31, 5], [5, MAX_TRANSFER - 5]],
  ];
  const argument = new IovecArgument();
  for (const [given, expected] of rows) {
    const bytes = argument.of(given.map(large));
    const lengths = entries(bytes, argument.count).map(([, length]) => Number(length));
    assertEquals(lengths, expected, `${given}`);
  }
  assertEquals(MAX_TRANSFER <= 2 ** 31 - 1, true, "it fits the parameter");
});

testWithLibc("IovecArgument.of() points into a memory that has grown", async () => {
  const { IovecArgument } = await load();
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 100 });
  const argument = new IovecArgument();
  for (let pages = 1; pages < 50; pages += 7) {
    const all = new Uint8Array(memory.buffer as ArrayBuffer);
    for (const at of [0, 100, all.length - 8]) {
      const view = all.subarray(at, at + 8);
      assertEquals(entries(argument.of([view]), 1), [[addressOf(view), 8n]]);
    }
    memory.grow(7);
  }
});

testWithLibc("IovecArgument.of() points into each memory when buffers are of several", async () => {
  const { IovecArgument } = await load();
  const argument = new IovecArgument();
  const views = [0, 1, 2].map(() => new Uint8Array(new ArrayBuffer(100)).subarray(50, 60));
  for (const order of [[0, 1, 2], [2, 2, 0], [1, 0, 1]]) {
    const buffers = order.map((i) => views[i]!);
    const expected = buffers.map((view) => [addressOf(view), 10n]);
    assertEquals(entries(argument.of(buffers), 3), expected as [bigint, bigint][]);
  }
});

testWithLibc(
  "IovecArgument.of() of small arrays that live within the heap of V8 is right too",
  async () => {
    const { IovecArgument } = await load();
    const { streamCalls } = await import("../../../../lib/host/libc/stream_calls.ts");
    const { coldFileCalls, fileCalls } = await import("../../../../lib/host/libc/file_calls.ts");
    const { ColdInt } = await import("../../../../lib/host/libc/library.ts");
    using directory = new TemporaryDirectory();
    directory.make({ f: "" });
    const path = utf8(`${directory.at("f")}\0`);
    const fd = coldFileCalls.openat(new ColdInt().of(-100), path, 2, 0);
    try {
      const argument = new IovecArgument();
      const array = argument.of([new Uint8Array([97]), new Uint8Array([98, 99])]);
      assertEquals(streamCalls.writev(new ColdInt().of(fd), array, argument.count), 3);
      const into = [new Uint8Array(2), new Uint8Array(1)];
      const read = argument.of(into);
      assertEquals(streamCalls.preadv64(new ColdInt().of(fd), read, argument.count, 0n), 3);
      assertEquals(into.map(text), ["ab", "c"]);
      assert(Deno.readTextFileSync(directory.at("f")) === "abc");
    } finally {
      fileCalls.close(fd);
    }
  },
);
