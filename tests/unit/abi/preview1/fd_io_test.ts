import { assertEquals, assertStrictEquals } from "@std/assert";
import { ALL_RIGHTS } from "../../../../lib/abi/preview1/rights.ts";
import { WasiError } from "../../../../lib/errors.ts";
import { ArrayCursor } from "../../../../lib/io/array_cursor.ts";
import { END } from "../../../../lib/io/streams.ts";
import { FakeGuest, SIZE, u32, u64, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";
import { utf8 } from "../../outcome.ts";

const [AGAIN, BADF, INVAL, IO, ISDIR, NOSPC, NOTCAPABLE, PIPE, SPIPE] = [
  ...[6, 8, 28, 29, 31, 51, 76, 64, 70],
] as const;
const OUT_OF_BOUNDS = "trap: pointer out of bounds";
const MISALIGNED = "trap: misaligned pointer";

const [FD_READ, FD_SEEK, FD_TELL, FD_WRITE] = [1 << 1, 1 << 2, 1 << 5, 1 << 6];
const [APPEND, NONBLOCK] = [1, 4];

/** Where rows put the iovec array, the buffers and the result. */
const [IOVECS, BUFFER, OTHER, RESULT] = [64, 200, 300, 400];

/** A guest with one descriptor, and iovecs for the two buffers. */
function guestWith(
  node: FakeFile | FakeDirectory | FakeStream,
  options: Parameters<FakeGuest["open"]>[1] = {},
): FakeGuest {
  const guest = new FakeGuest();
  assertEquals(guest.open(node, options), 0);
  guest.putIovecs(IOVECS, [BUFFER, 3], [OTHER, 4]);
  return guest;
}

/** The four calls that move bytes, with what comes between the iovecs and the result. */
const TRANSFERS: readonly [name: string, offset: readonly bigint[]][] = [
  ["fd_read", []],
  ["fd_write", []],
  ["fd_pread", [0n]],
  ["fd_pwrite", [0n]],
];

Deno.test("fd_read() fills one buffer or several, and says how much", () => {
  const rows: readonly [content: string, count: number, writes: Record<number, Uint8Array>][] = [
    ["abcdefgh", 1, { [BUFFER]: utf8("abc"), [RESULT]: u32(3) }],
    ["abcdefgh", 2, { [BUFFER]: utf8("abc"), [OTHER]: utf8("defg"), [RESULT]: u32(7) }],
    ["abcd", 2, { [BUFFER]: utf8("abc"), [OTHER]: utf8("d"), [RESULT]: u32(4) }],
    ["a", 1, { [BUFFER]: utf8("a"), [RESULT]: u32(1) }],
    ["", 1, { [RESULT]: u32(0) }],
    ["", 2, { [RESULT]: u32(0) }],
    ["abc", 0, { [RESULT]: u32(0) }],
  ];
  for (const [content, count, writes] of rows) {
    const guest = guestWith(new FakeFile(content));
    assertEquals(guest.call("fd_read", 0, IOVECS, count, RESULT), 0, `${content} ${count}`);
    guest.assertWrote(writes, `${content} ${count}`);
  }
});

Deno.test("fd_write() takes one buffer or several, and says how much", () => {
  for (const [count, written] of [[0, ""], [1, "abc"], [2, "abcdefg"]] as const) {
    const file = new FakeFile();
    const guest = guestWith(file);
    guest.put(BUFFER, "abc");
    guest.put(OTHER, "defg");
    assertEquals(guest.call("fd_write", 0, IOVECS, count, RESULT), 0);
    guest.assertWrote({ [RESULT]: u32(written.length) });
    assertEquals(file.content(), written);
  }
});

Deno.test("fd_read() and fd_write() go on where the last one ended", () => {
  const file = new FakeFile("abcdefghij");
  const guest = guestWith(file);
  guest.call("fd_read", 0, IOVECS, 1, RESULT);
  guest.put(BUFFER, "XYZ");
  guest.call("fd_write", 0, IOVECS, 1, RESULT);
  guest.call("fd_read", 0, IOVECS, 1, RESULT);
  assertEquals(file.content(), "abcXYZghij");
  guest.assertWrote({ [BUFFER]: utf8("ghi"), [RESULT]: u32(3) });
});

Deno.test("fd_read() writes the same buffer twice when two iovecs name it", () => {
  const guest = guestWith(new FakeFile("abcdef"));
  guest.putIovecs(IOVECS, [BUFFER, 3], [BUFFER, 3]);
  assertEquals(guest.call("fd_read", 0, IOVECS, 2, RESULT), 0);
  guest.assertWrote({ [BUFFER]: utf8("def"), [RESULT]: u32(6) });
});

Deno.test("fd_read() reads its iovecs before it writes, and the result last", () => {
  const onItself = guestWith(new FakeFile("\x10\x20\x30\x40\x50\x60\x70\x08"));
  onItself.putIovecs(IOVECS, [IOVECS, 8], [OTHER, 4]);
  assertEquals(onItself.call("fd_read", 0, IOVECS, 2, RESULT), 0);
  onItself.assertWrote({ [IOVECS]: "1020304050607008", [RESULT]: u32(8) });

  const onResult = guestWith(new FakeFile("abc"));
  assertEquals(onResult.call("fd_read", 0, IOVECS, 1, BUFFER), 0);
  onResult.assertWrote({ [BUFFER]: u32(3) }, "the result lies over what was read");

  const onIovecs = guestWith(new FakeFile("abc"));
  assertEquals(onIovecs.call("fd_read", 0, IOVECS, 1, IOVECS), 0);
  onIovecs.assertWrote({ [BUFFER]: utf8("abc"), [IOVECS]: u32(3) });
});

Deno.test("fd_pread() and fd_pwrite() leave the position where it is", () => {
  const file = new FakeFile("abcdefghij");
  const guest = guestWith(file);
  assertEquals(guest.call("fd_pread", 0, IOVECS, 1, 4n, RESULT), 0);
  guest.assertWrote({ [BUFFER]: utf8("efg"), [RESULT]: u32(3) });
  assertEquals(guest.call("fd_pread", 0, IOVECS, 2, 5n, RESULT), 0);
  guest.assertWrote({ [BUFFER]: utf8("fgh"), [OTHER]: utf8("ij"), [RESULT]: u32(5) });
  assertEquals(guest.call("fd_pread", 0, IOVECS, 1, 10n, RESULT), 0);
  guest.assertWrote({ [RESULT]: u32(0) });

  guest.put(BUFFER, "XYZ");
  assertEquals(guest.call("fd_pwrite", 0, IOVECS, 1, 4n, RESULT), 0);
  guest.assertWrote({ [RESULT]: u32(3) });
  assertEquals(guest.call("fd_pwrite", 0, IOVECS, 2, 8n, RESULT), 0);
  assertEquals(file.content(), "abcdXYZhXYZij??");
  assertStrictEquals(guest.description(0).cursor!.seek(0n, "current"), 0);
});

Deno.test("fd_pread() and fd_pwrite() take any offset below 2^63, exactly", () => {
  const rows: readonly [offset: bigint, errno: number][] = [
    [0n, 0],
    [2n ** 31n, 0],
    [2n ** 53n + 1n, 0],
    [2n ** 63n - 1n, 0],
    [2n ** 63n, INVAL],
    [-1n, INVAL],
    [2n ** 64n - 1n, INVAL],
  ];
  for (const [offset, errno] of rows) {
    for (
      const [name, count] of [["pread", 1], ["pread", 2], ["pwrite", 1], ["pwrite", 2]] as const
    ) {
      const file = new FakeFile();
      const guest = guestWith(file);
      assertEquals(guest.call(`fd_${name}`, 0, IOVECS, count, offset, RESULT), errno, `${offset}`);
      const call = `${name.slice(1)}${count === 2 ? "v" : ""}At(${offset}, ${
        ["3", "3+4"][count - 1]
      })`;
      assertEquals(file.calls, errno === 0 ? [call] : []);
      if (errno !== 0) guest.assertWrote({});
    }
  }
});

Deno.test("fd_pwrite() leaves it to the array where an appending file puts the bytes", () => {
  const file = new FakeFile("abc");
  const guest = guestWith(file, { flags: APPEND });
  assertEquals(guest.call("fd_pwrite", 0, IOVECS, 1, 0n, RESULT), 0);
  assertEquals(file.calls, ["writeAt(0, 3)"]);
});

Deno.test("the transfers need their right, and pread and pwrite the one to seek besides", () => {
  const needs: Readonly<Record<string, readonly number[]>> = {
    fd_read: [FD_READ],
    fd_write: [FD_WRITE],
    fd_pread: [FD_READ, FD_SEEK],
    fd_pwrite: [FD_WRITE, FD_SEEK],
  };
  for (const [name, offset] of TRANSFERS) {
    const enough = needs[name]!.reduce((sum, right) => sum | right);
    const call = (rights: number): [errno: number | string, calls: number] => {
      const file = new FakeFile("abc");
      const guest = guestWith(file, { rights });
      return [guest.call(name, 0, IOVECS, 1, ...offset, RESULT), file.calls.length];
    };
    assertEquals(call(enough), [0, 1], name);
    for (const right of needs[name]!) {
      assertEquals(call(ALL_RIGHTS & ~right), [NOTCAPABLE, 0], `${name} without ${right}`);
    }
  }
});

Deno.test("the transfers say what is wrong with a descriptor that cannot do it", () => {
  const end = new ScriptedStream();
  const rows: readonly [
    why: string,
    node: FakeDirectory | FakeStream,
    expected: Readonly<Record<string, number>>,
  ][] = [
    [
      "a directory",
      new FakeDirectory(),
      { fd_read: ISDIR, fd_write: ISDIR, fd_pread: ISDIR, fd_pwrite: ISDIR },
    ],
    [
      "the end of a pipe that is read",
      new FakeStream({ input: end }),
      { fd_write: NOTCAPABLE, fd_pread: SPIPE, fd_pwrite: SPIPE },
    ],
    [
      "the end of a pipe that is written",
      new FakeStream({ output: end }),
      { fd_read: NOTCAPABLE, fd_pread: SPIPE, fd_pwrite: SPIPE },
    ],
  ];
  for (const [why, node, expected] of rows) {
    for (const [name, offset] of TRANSFERS) {
      if (expected[name] === undefined) continue;
      for (const rights of [ALL_RIGHTS, 0]) {
        const guest = guestWith(node, { rights });
        const errno = guest.call(name, 0, IOVECS, 1, ...offset, RESULT);
        assertEquals(errno, expected[name], `${name} of ${why}`);
        guest.assertWrote({});
      }
    }
  }
  assertEquals(end.calls, []);
});

Deno.test("the transfers fail with BADF when nothing is open", () => {
  for (const [name, offset] of TRANSFERS) {
    for (const fd of [1, 127, -1, -(2 ** 31), 2 ** 31 - 1]) {
      const guest = guestWith(new FakeFile());
      assertEquals(guest.call(name, fd, IOVECS, 1, ...offset, RESULT), BADF, `${name} ${fd}`);
      guest.assertWrote({});
    }
  }
});

Deno.test("the transfers trap before any effect when a pointer is bad", () => {
  const rows: readonly (readonly [
    iovecs: number,
    count: number,
    result: number,
    expected: string,
    why: string,
  ])[] = [
    ...WILD_POINTERS.map((wild) => [wild, 1, RESULT, OUT_OF_BOUNDS, "one iovec"] as const),
    ...WILD_POINTERS.map((wild) => [wild, 2, RESULT, OUT_OF_BOUNDS, "iovecs"] as const),
    ...WILD_POINTERS.map((wild) => [IOVECS, 1, wild, OUT_OF_BOUNDS, "the result"] as const),
    ...WILD_POINTERS.map((wild) => [IOVECS, 2, wild, OUT_OF_BOUNDS, "the result"] as const),
    [IOVECS, 1, SIZE - 3, OUT_OF_BOUNDS, "the result, one byte too far"],
    [IOVECS, 1, -1, OUT_OF_BOUNDS, "the result at the last address"],
    [IOVECS, 1, RESULT + 1, MISALIGNED, "the result"],
    [IOVECS, 1, RESULT + 2, MISALIGNED, "the result"],
    [IOVECS + 1, 1, RESULT, MISALIGNED, "the iovec"],
    [IOVECS + 2, 2, RESULT, MISALIGNED, "the iovecs"],
    [SIZE - 8, 2, RESULT, OUT_OF_BOUNDS, "the second of two iovecs"],
    [IOVECS, -1, RESULT, OUT_OF_BOUNDS, "2^32 - 1 iovecs"],
    [IOVECS, 0x2000_0000, RESULT, OUT_OF_BOUNDS, "2^29 iovecs, 2^32 bytes"],
    [96, 1, RESULT, OUT_OF_BOUNDS, "a buffer that is outside"],
    [104, 1, RESULT, OUT_OF_BOUNDS, "a buffer that ends one byte too far"],
    [112, 1, RESULT, OUT_OF_BOUNDS, "a buffer that wraps"],
    [IOVECS, 5, RESULT, OUT_OF_BOUNDS, "a good one, then a bad one"],
  ];
  for (const [name, offset] of TRANSFERS) {
    for (const [iovecs, count, result, expected, why] of rows) {
      const file = new FakeFile("abcdef");
      const guest = guestWith(file);
      guest.putIovecs(80, [BUFFER, 1], [BUFFER, 1]);
      guest.putIovecs(96, [SIZE, 1], [SIZE - 1, 2], [0xffff_fff0, 0x20]);
      assertEquals(
        guest.call(name, 0, iovecs, count, ...offset, result),
        expected,
        `${name}: ${why}`,
      );
      guest.assertWrote({}, `${name}: ${why}`);
      assertEquals(file.calls, [], `${name}: ${why}`);
    }
  }
});

Deno.test("fd_read() and fd_write() move at most 1024 buffers", () => {
  const content = "x".repeat(3000);
  const guest = new FakeGuest();
  guest.open(new FakeFile(content));
  guest.putIovecs(0, ...Array.from({ length: 1500 }, () => [20_000, 1] as const));
  assertEquals(guest.call("fd_read", 0, 0, 1500, RESULT * 100), 0);
  assertEquals(guest.u32(RESULT * 100), 1024);
  assertEquals(guest.call("fd_write", 0, 0, 1500, RESULT * 100), 0);
  assertEquals(guest.u32(RESULT * 100), 1024);
});

Deno.test("fd_read() and fd_write() fail with INVAL when the lengths add up to 2^32", () => {
  const pages = 64;
  for (const name of ["fd_read", "fd_write"]) {
    const file = new FakeFile();
    const guest = new FakeGuest();
    guest.open(file);
    guest.wasmMemory.grow(pages - 1);
    const pairs = Array.from({ length: 1024 }, () => [0, pages * SIZE] as const);
    new Uint32Array(guest.wasmMemory.buffer).set(pairs.flat());
    assertEquals(guest.call(name, 0, 0, 1024, SIZE), INVAL);
    assertEquals(file.calls, []);
  }
});

Deno.test("fd_read() and fd_write() tell the guest what the stream says", () => {
  const rows: readonly [
    name: "fd_read" | "fd_write",
    answer: number | string | WasiError,
    errno: number,
    result: number | undefined,
  ][] = [
    ["fd_read", "ab", 0, 2],
    ["fd_read", END, 0, 0],
    ["fd_read", 0, 0, 0],
    ["fd_read", new WasiError("io"), IO, undefined],
    ["fd_write", 2, 0, 2],
    ["fd_write", 0, 0, 0],
    ["fd_write", new WasiError("pipe"), PIPE, undefined],
    ["fd_write", new WasiError("insufficient-space"), NOSPC, undefined],
  ];
  for (const [name, answer, errno, result] of rows) {
    for (const count of [1, 2]) {
      const stream = new ScriptedStream(answer);
      const guest = guestWith(new FakeStream({ input: stream, output: stream }));
      assertEquals(guest.call(name, 0, IOVECS, count, RESULT), errno);
      const writes = result === undefined ? {} : { [RESULT]: u32(result) };
      guest.assertWrote(
        typeof answer === "string" ? { ...writes, [BUFFER]: utf8(answer) } : writes,
      );
      assertEquals(stream.calls.length, 1);
    }
  }
});

Deno.test("fd_read() and fd_write() wait for the stream when it would block, and try again", () => {
  for (const name of ["fd_read", "fd_write"]) {
    for (const count of [1, 2]) {
      const stream = new ScriptedStream(-2, -2, 3);
      const guest = new FakeGuest({ onWait: () => {} });
      guest.open(new FakeStream({ input: stream, output: stream }));
      guest.putIovecs(IOVECS, [BUFFER, 3], [OTHER, 4]);
      assertEquals(guest.call(name, 0, IOVECS, count, RESULT), 0);
      guest.assertWrote({ [RESULT]: u32(3) });
      assertEquals(stream.calls.length, 3);
      assertEquals(guest.waits.map(({ timeout }) => timeout), [undefined, undefined]);
      for (const { pollables } of guest.waits) {
        assertEquals(pollables.map((one) => one.state()), [stream.readiness]);
      }
    }
  }
});

Deno.test("fd_read() takes a new view after a wait during which memory has grown", () => {
  const stream = new ScriptedStream(-2, "ab");
  const guest = new FakeGuest({ onWait: () => guest.wasmMemory.grow(1) });
  guest.open(new FakeStream({ input: stream }));
  guest.putIovecs(IOVECS, [BUFFER, 3]);
  assertEquals(guest.call("fd_read", 0, IOVECS, 1, RESULT), 0);
  guest.assertWrote({ [BUFFER]: utf8("ab"), [RESULT]: u32(2) });
});

Deno.test("fd_read() fails with BADF when its descriptor is gone after the wait", () => {
  const stream = new ScriptedStream(-2, "ab");
  const guest = new FakeGuest({ onWait: () => guest.context.descriptors.close(0) });
  guest.open(new FakeStream({ input: stream }));
  guest.putIovecs(IOVECS, [BUFFER, 3]);
  assertEquals(guest.call("fd_read", 0, IOVECS, 1, RESULT), BADF);
  guest.assertWrote({});
});

Deno.test("fd_read() and fd_write() fail with AGAIN instead of waiting when the guest wants that", () => {
  for (const name of ["fd_read", "fd_write"]) {
    for (const count of [1, 2]) {
      const stream = new ScriptedStream(-2);
      const guest = guestWith(new FakeStream({ input: stream, output: stream }), {
        flags: NONBLOCK,
      });
      assertEquals(guest.call(name, 0, IOVECS, count, RESULT), AGAIN);
      guest.assertWrote({});
      assertEquals(guest.waits, []);
    }
  }
});

Deno.test("fd_seek() moves the position and writes it", () => {
  const [SET, CUR, FROM_END] = [0, 1, 2];
  const rows: readonly [offset: bigint, whence: number, expected: number | bigint][] = [
    [4n, SET, 4n],
    [2n, CUR, 7n],
    [-5n, CUR, 0n],
    [-3n, FROM_END, 7n],
    [0n, FROM_END, 10n],
    [2n ** 53n + 1n, SET, 2n ** 53n + 1n],
    [2n ** 63n - 1n, SET, 2n ** 63n - 1n],
    [-1n, SET, INVAL],
    [-6n, CUR, INVAL],
    [-(2n ** 63n), SET, INVAL],
    [2n ** 63n - 1n, CUR, INVAL],
    [2n ** 63n - 1n, FROM_END, INVAL],
    [0n, 3, INVAL],
    [0n, 255, INVAL],
    [0n, -1, INVAL],
  ];
  for (const [offset, whence, expected] of rows) {
    const guest = guestWith(new FakeFile("0123456789"));
    guest.description(0).cursor!.seek(5n, "start");
    const errno = guest.call("fd_seek", 0, offset, whence, RESULT);
    assertEquals(errno, typeof expected === "number" ? expected : 0, `${offset} ${whence}`);
    guest.assertWrote(typeof expected === "number" ? {} : { [RESULT]: u64(expected) });
    const left = typeof expected === "number" ? 5n : expected;
    assertEquals(BigInt(guest.description(0).cursor!.seek(0n, "current")), left);
  }
});

Deno.test("fd_seek() by nothing is what fd_tell() is, and the right to either is enough", () => {
  const rows: readonly [rights: number, seek: number, byNothing: number, tell: number][] = [
    [0, NOTCAPABLE, NOTCAPABLE, NOTCAPABLE],
    [FD_SEEK, 0, 0, NOTCAPABLE],
    [FD_TELL, NOTCAPABLE, 0, 0],
    [FD_SEEK | FD_TELL, 0, 0, 0],
    [ALL_RIGHTS & ~(FD_SEEK | FD_TELL), NOTCAPABLE, NOTCAPABLE, NOTCAPABLE],
  ];
  for (const [rights, seek, byNothing, tell] of rows) {
    const guest = guestWith(new FakeFile("abc"), { rights });
    assertEquals(guest.call("fd_seek", 0, 1n, 0, RESULT), seek, `${rights}`);
    assertEquals(guest.call("fd_seek", 0, 0n, 0, RESULT), seek, `${rights}`);
    assertEquals(guest.call("fd_seek", 0, 1n, 1, RESULT), seek, `${rights}`);
    assertEquals(guest.call("fd_seek", 0, 0n, 1, RESULT), byNothing, `${rights}`);
    assertEquals(guest.call("fd_tell", 0, RESULT), tell, `${rights}`);
  }
});

Deno.test("fd_tell() writes the position", () => {
  for (const position of [0n, 5n, 2n ** 53n + 1n]) {
    const guest = guestWith(new FakeFile());
    guest.description(0).cursor!.seek(position, "start");
    assertEquals(guest.call("fd_tell", 0, RESULT), 0);
    guest.assertWrote({ [RESULT]: u64(position) });
  }
});

Deno.test("fd_seek() and fd_tell() say what is wrong with a descriptor without a position", () => {
  const rows: readonly [node: FakeDirectory | FakeStream, fd: number, errno: number][] = [
    [new FakeStream(), 0, SPIPE],
    [new FakeDirectory(), 0, ISDIR],
    [new FakeDirectory(), 1, BADF],
    [new FakeDirectory(), -1, BADF],
  ];
  for (const [node, fd, errno] of rows) {
    for (const rights of [0, ALL_RIGHTS]) {
      const guest = guestWith(node, { rights });
      assertEquals(guest.call("fd_seek", fd, 0n, 0, RESULT), errno);
      assertEquals(guest.call("fd_tell", fd, RESULT), errno);
      guest.assertWrote({});
    }
  }
});

Deno.test("fd_seek() moves what the operating system keeps a position for", () => {
  const cursor = new ArrayCursor(new FakeFile("abc"), { appending: false });
  const guest = guestWith(new FakeStream({ cursor }));
  assertEquals(guest.call("fd_seek", 0, -1n, 2, RESULT), 0);
  guest.assertWrote({ [RESULT]: u64(2n) });
});

Deno.test("fd_seek() and fd_tell() trap and move nothing when the result has no place", () => {
  const rows: readonly (readonly [pointer: number, expected: string])[] = [
    ...WILD_POINTERS.map((wild) => [wild, OUT_OF_BOUNDS] as const),
    [SIZE - 4, OUT_OF_BOUNDS],
    [RESULT + 4, MISALIGNED],
    [RESULT + 1, MISALIGNED],
  ];
  for (const [pointer, expected] of rows) {
    const seeking = guestWith(new FakeFile("abc"));
    assertEquals(seeking.call("fd_seek", 0, 2n, 0, pointer), expected);
    assertStrictEquals(seeking.description(0).cursor!.seek(0n, "current"), 0);
    assertEquals(guestWith(new FakeFile("abc")).call("fd_tell", 0, pointer), expected);
  }
});
