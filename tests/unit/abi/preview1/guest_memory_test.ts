import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { GuestMemory } from "../../../../lib/abi/preview1/guest_memory.ts";
import { Trap } from "../../../../lib/errors.ts";
import type { Offset } from "../../../../lib/io/offset.ts";
import { FILL, SIZE } from "../../doubles/fake_guest.ts";
import { hex, outcomeOf, text, utf8 } from "../../outcome.ts";

const PAGE = 65_536;

/** A memory of so many pages, filled, and the access to it. */
function attached(pages = 1): [memory: GuestMemory, wasm: WebAssembly.Memory] {
  const wasm = new WebAssembly.Memory({ initial: pages });
  all(wasm).fill(FILL);
  const memory = new GuestMemory();
  memory.attach(wasm);
  return [memory, wasm];
}

/** The whole memory as it is now. */
function all(wasm: WebAssembly.Memory): Uint8Array {
  return new Uint8Array(wasm.buffer);
}

function words(wasm: WebAssembly.Memory): Uint32Array {
  return new Uint32Array(wasm.buffer);
}

/** What a call answers, or `trap`. */
function orTrap<T>(call: () => T): T | "trap" {
  try {
    return call();
  } catch (error) {
    if (error instanceof Trap) return "trap";
    throw error;
  }
}

/** Pointers of which not even one byte lies within; guests pass those above 2^31 as negative ones. */
const OUTSIDE = [
  ...[SIZE, SIZE + 1, SIZE + 8, 0x7fff_ffff, 0x7fff_fff8, 0x8000_0000, 0xffff_fff8, 0xffff_ffff],
  ...[-0x8000_0000, -8, -1],
];

Deno.test("GuestMemory.bytes() is the bytes at the pointer when all lie within", () => {
  const [memory, wasm] = attached();
  all(wasm).set(utf8("abc"), 0);
  all(wasm).set(utf8("xyz"), SIZE - 3);
  const rows: readonly (readonly [pointer: number, length: number, expected: string])[] = [
    [0, 3, "abc"],
    [1, 2, "bc"],
    [SIZE - 3, 3, "xyz"],
    [SIZE - 1, 1, "z"],
  ];
  for (const [pointer, length, expected] of rows) {
    assertEquals(text(memory.bytes(pointer, length)), expected, `${pointer} ${length}`);
  }
  assertEquals(memory.bytes(0, SIZE).length, SIZE);
});

Deno.test("GuestMemory.bytes() traps when a byte lies outside", () => {
  const [memory] = attached();
  const rows: readonly (readonly [pointer: number, length: number, why: string])[] = [
    ...OUTSIDE.map((pointer) => [pointer, 1, "the pointer is outside"] as const),
    [SIZE - 1, 2, "the end is one too far"],
    [0, SIZE + 1, "the length is one too much"],
    [1, SIZE, "the sum is one too much"],
    [0, 0xffff_ffff, "the greatest length"],
    [0, -1, "the same as a signed number"],
    [1, 0xffff_ffff, "the sum is 2^32, which wraps to 0"],
    [0xffff_fff0, 0x20, "the sum wraps to 16"],
    [0xffff_ffff, 0xffff_ffff, "the sum wraps to 2^32 - 2"],
    [0x8000_0000, 0x8000_0000, "the sum of two sign bits wraps to 0"],
    [16, 0xffff_fff8, "the sum wraps to 8"],
  ];
  for (const [pointer, length, why] of rows) {
    assertEquals(
      orTrap(() => memory.bytes(pointer, length)),
      "trap",
      `${pointer} ${length} ${why}`,
    );
  }
});

Deno.test("GuestMemory.bytes() of no length is empty wherever the pointer leads", () => {
  const [memory] = attached();
  for (const pointer of [0, 1, SIZE - 1, ...OUTSIDE]) {
    assertEquals(memory.bytes(pointer, 0).length, 0, `${pointer}`);
  }
});

Deno.test("GuestMemory.bytes() writes through to the guest", () => {
  const [memory, wasm] = attached();
  memory.bytes(9, 2).set(utf8("ab"));
  assertEquals(text(all(wasm).slice(8, 12)), "?ab?");
});

Deno.test("GuestMemory.bytes() never gives another window than the one asked for", () => {
  const [memory] = attached();
  assertStrictEquals(memory.bytes(8, 4), memory.bytes(8, 4), "the same one is made once");
  // Neighbours within eight bytes, and pointers whose low bits are the same, share a place.
  const pointers = [0, 1, 7, 8, 9, 15, 16, 504, 512, 513, 520, 1024, 1032, 4096, 4104];
  for (let round = 0; round < 2; round++) {
    for (const length of [1, 4, 5, 8]) {
      for (const pointer of pointers) {
        const bytes = memory.bytes(pointer, length);
        assertEquals([bytes.byteOffset, bytes.length], [pointer, length]);
      }
    }
  }
});

Deno.test("GuestMemory.check() traps when a byte lies outside or the pointer is misaligned", () => {
  const [memory] = attached();
  const rows:
    readonly (readonly [pointer: number, size: number, alignment: number, expected?: "trap"])[] = [
      [0, 4, 4],
      [4, 4, 4],
      [SIZE - 4, 4, 4],
      [SIZE - 1, 1, 1],
      [SIZE, 0, 4],
      [SIZE - 8, 8, 8],
      [1, 1, 1],
      [2, 2, 2],
      [1, 2, 2, "trap"],
      [1, 4, 4, "trap"],
      [2, 4, 4, "trap"],
      [3, 4, 4, "trap"],
      [4, 8, 8, "trap"],
      [12, 24, 8, "trap"],
      [SIZE - 3, 4, 4, "trap"],
      [SIZE - 4, 8, 4, "trap"],
      [SIZE - 4, 8, 8, "trap"],
      [0, SIZE + 8, 8, "trap"],
      [0, 2 ** 32, 4, "trap"],
      [8, 2 ** 32 - 8, 4, "trap"],
      [0, 48 * (2 ** 32 - 1), 8, "trap"],
      ...OUTSIDE.map((pointer) => [pointer, 4, 4, "trap"] as const),
    ];
  for (const [pointer, size, alignment, expected] of rows) {
    const why = `${size} bytes at ${pointer}, aligned to ${alignment}`;
    assertEquals(orTrap(() => memory.check(pointer, size, alignment)), expected, why);
  }
});

Deno.test("GuestMemory.check() says which of the two it is", () => {
  const [memory] = attached();
  assertThrows(() => memory.check(SIZE, 4, 4), Trap, "out of bounds");
  assertThrows(() => memory.check(2, 4, 4), Trap, "misaligned");
});

Deno.test("GuestMemory.view() is of the whole memory, once the record asked for is there", () => {
  const [memory, wasm] = attached();
  const view = memory.view(SIZE - 8, 8, 8);
  view.setUint32(SIZE - 4, 0x01020304, true);
  assertEquals([view.byteLength, hex(all(wasm).slice(SIZE - 8))], [SIZE, "3f3f3f3f04030201"]);
  for (const [pointer, size] of [[SIZE - 8, 16], [4, 8], [-8, 16], [0x8000_0000, 8]] as const) {
    assertEquals(orTrap(() => memory.view(pointer, size, 8)), "trap", `${pointer}`);
  }
});

Deno.test("GuestMemory.setU32() stores little-endian and nothing beside it", () => {
  const rows: readonly (readonly [pointer: number, value: number, expected: string])[] = [
    [4, 0x01020304, "3f3f3f3f 04030201 3f3f3f3f"],
    [4, 0xffff_ffff, "3f3f3f3f ffffffff 3f3f3f3f"],
    [4, 0x8000_0000, "3f3f3f3f 00000080 3f3f3f3f"],
    [0, 0, "00000000 3f3f3f3f 3f3f3f3f"],
    [8, 7, "3f3f3f3f 3f3f3f3f 07000000"],
  ];
  for (const [pointer, value, expected] of rows) {
    const [memory, wasm] = attached();
    memory.setU32(pointer, value);
    assertEquals(hex(all(wasm).slice(0, 12)), expected.replaceAll(" ", ""));
    assertEquals(all(wasm).slice(12).every((byte) => byte === FILL), true);
  }
  const [memory, wasm] = attached();
  memory.setU32(SIZE - 4, 1);
  assertEquals(words(wasm).at(-1), 1);
});

Deno.test("GuestMemory.setU64() stores a number and a bigint alike", () => {
  const rows: readonly (readonly [value: Offset, expected: string])[] = [
    [0, "0000000000000000"],
    [0n, "0000000000000000"],
    [1, "0100000000000000"],
    [2 ** 31, "0000008000000000"],
    [2 ** 32 - 1, "ffffffff00000000"],
    [2 ** 32, "0000000001000000"],
    [2 ** 32 + 5, "0500000001000000"],
    [2n ** 32n + 5n, "0500000001000000"],
    [Number.MAX_SAFE_INTEGER, "ffffffffffff1f00"],
    [2n ** 53n, "0000000000002000"],
    [2n ** 53n + 1n, "0100000000002000"],
    [2n ** 63n - 1n, "ffffffffffffff7f"],
    [2n ** 64n - 1n, "ffffffffffffffff"],
  ];
  for (const [value, expected] of rows) {
    const [memory, wasm] = attached();
    memory.setU64(8, value);
    const around = all(wasm).slice(0, 24);
    assertEquals(hex(around), `3f3f3f3f3f3f3f3f${expected}3f3f3f3f3f3f3f3f`, `${value}`);
  }
});

Deno.test("GuestMemory.setU32() and setU64() trap and store nothing outside or misaligned", () => {
  const [memory, wasm] = attached();
  for (const pointer of [...OUTSIDE, 1, 2, 3, 5, SIZE - 3, SIZE - 2, SIZE - 1]) {
    assertEquals(orTrap(() => memory.setU32(pointer, 0)), "trap", `${pointer}`);
    assertEquals(orTrap(() => memory.setU64(pointer, 0)), "trap", `${pointer}`);
    assertEquals(orTrap(() => memory.setU64(pointer, 0n)), "trap", `${pointer}`);
  }
  for (const pointer of [4, SIZE - 4, SIZE - 12]) {
    assertEquals(orTrap(() => memory.setU64(pointer, 0)), "trap", `${pointer}`);
  }
  assertEquals(all(wasm).every((byte) => byte === FILL), true);
});

Deno.test("GuestMemory.iovec() is the buffer that a pointer and a length name", () => {
  const [memory, wasm] = attached();
  words(wasm).set([100, 5], 2);
  const buffer = memory.iovec(8);
  assertEquals([buffer.byteOffset, buffer.length], [100, 5]);
});

Deno.test("GuestMemory.iovec() traps when it or its buffer is not within", () => {
  const rows: readonly (readonly [
    pointer: number,
    base: number,
    length: number,
    expected: number | "trap",
  ])[] = [
    [8, 0, SIZE, SIZE],
    [SIZE - 8, 0, 1, 1],
    [8, 0xffff_fff0, 0, 0],
    [8, 0, SIZE + 1, "trap"],
    [8, SIZE, 1, "trap"],
    [8, 0xffff_fff0, 0x20, "trap"],
    [8, 0x8000_0000, 0x8000_0000, "trap"],
    [9, 0, 1, "trap"],
    [10, 0, 1, "trap"],
    [SIZE - 4, 0, 1, "trap"],
    [SIZE, 0, 1, "trap"],
    [-8, 0, 1, "trap"],
  ];
  for (const [pointer, base, length, expected] of rows) {
    const [memory, wasm] = attached();
    const at = pointer >>> 0;
    if (at % 4 === 0 && at + 8 <= SIZE) words(wasm).set([base, length], at / 4);
    else all(wasm).fill(0);
    assertEquals(
      orTrap(() => memory.iovec(pointer).length),
      expected,
      `${pointer} ${base} ${length}`,
    );
  }
});

Deno.test("GuestMemory.iovecs() is the buffers in order", () => {
  const [memory, wasm] = attached();
  words(wasm).set([100, 5, 0xffff_ffff, 0, 100, 5, SIZE - 1, 1], 4);
  assertEquals(
    memory.iovecs(16, 4).map(({ byteOffset, length }) => [byteOffset, length]),
    [[100, 5], [0, 0], [100, 5], [SIZE - 1, 1]],
  );
  assertEquals(memory.iovecs(16, 0), []);
  assertEquals(memory.iovecs(16, 1).length, 1);
});

Deno.test("GuestMemory.iovecs() traps when the array or a buffer is not within", () => {
  const [memory, wasm] = attached();
  words(wasm).fill(0);
  words(wasm).set([0, 1, SIZE, 1, 0xffff_fff0, 0x20], 4);
  const rows:
    readonly (readonly [pointer: number, count: number, expected: number | "trap", why: string])[] =
      [
        [16, 1, 1, "within"],
        [16, 2, "trap", "the second buffer is outside"],
        [32, 1, "trap", "a buffer that wraps"],
        [17, 1, "trap", "misaligned"],
        [18, 1, "trap", "misaligned"],
        [SIZE - 8, 1, 1, "the last place"],
        [SIZE - 8, 2, "trap", "one beyond it"],
        [SIZE - 4, 1, "trap", "half of one within"],
        [0, SIZE / 8 + 1, "trap", "the array is longer than memory"],
        [0, 0x2000_0000, "trap", "2^32 bytes, which wrap to none"],
        [0, 0x2000_0001, "trap", "2^32 + 8 bytes"],
        [0, 0xffff_ffff, "trap", "as many as can be said"],
        [0, -1, "trap", "the same as a signed number"],
        ...OUTSIDE.map((pointer) => [pointer, 1, "trap", "outside"] as const),
      ];
  for (const [pointer, count, expected, why] of rows) {
    assertEquals(orTrap(() => memory.iovecs(pointer, count).length), expected, `${pointer} ${why}`);
  }
});

Deno.test("GuestMemory.iovecs() is the first 1024 buffers when there are more", () => {
  const [memory, wasm] = attached();
  words(wasm).fill(0);
  for (const [count, expected] of [[1023, 1023], [1024, 1024], [1025, 1024], [8192, 1024]]) {
    assertEquals(memory.iovecs(0, count!).length, expected);
  }
  // What lies behind them is not looked at.
  words(wasm).set([0xffff_ffff, 0xffff_ffff], 2 * 1024);
  assertEquals(memory.iovecs(0, 1025).length, 1024);
});

Deno.test("GuestMemory.iovecs() fails with invalid when the lengths add up to 2^32", () => {
  const pages = 64;
  const [memory, wasm] = attached(pages);
  const whole = pages * PAGE;
  for (let i = 0; i < 1024; i++) words(wasm).set([0, whole], 2 * i);
  assertEquals(outcomeOf(() => memory.iovecs(0, 1024)), "invalid");
  assertEquals(memory.iovecs(0, 1023).length, 1023);
  words(wasm)[1] = whole - 1;
  assertEquals(memory.iovecs(0, 1024).length, 1024, "one byte less is enough");
});

Deno.test("GuestMemory sees a memory that has grown, whichever access comes first", () => {
  const grown = PAGE + 16;
  const rows: Readonly<Record<string, (memory: GuestMemory) => unknown>> = {
    bytes: (memory) => memory.bytes(grown, 4).set(utf8("abcd")),
    "bytes of no length": (memory) => memory.bytes(grown, 0) && memory.bytes(grown, 4).fill(97),
    check: (memory) => (memory.check(grown, 8, 8), memory.setU32(grown, 0x61616161)),
    view: (memory) => memory.view(grown, 8, 8).setUint32(grown, 0x61616161),
    setU32: (memory) => memory.setU32(grown, 0x61616161),
    setU64: (memory) => memory.setU64(grown, 0x61616161),
    "setU64 of a bigint": (memory) => memory.setU64(grown, 0x61616161n),
    iovec: (memory) => memory.iovec(32).fill(97),
    iovecs: (memory) => memory.iovecs(32, 1)[0]!.fill(97),
  };
  for (const [why, access] of Object.entries(rows)) {
    const [memory, wasm] = attached();
    memory.bytes(8, 4);
    words(wasm).set([grown, 4], 8);
    assertEquals(orTrap(() => memory.bytes(grown, 4)), "trap");
    wasm.grow(1);
    access(memory);
    assertEquals(all(wasm)[grown], 97, why);
  }
});

Deno.test("GuestMemory.bytes() never gives a view from before a memory has grown", () => {
  const [memory, wasm] = attached();
  for (let pages = 2; pages < 6; pages++) {
    const before = [8, 9, 512, 1024].map((pointer) => memory.bytes(pointer, 4));
    wasm.grow(pages % 2);
    all(wasm).set(utf8(`new${pages}`), 8);
    assertEquals(text(memory.bytes(8, 4)), `new${pages}`);
    for (const old of before) {
      const view = memory.bytes(old.byteOffset || 8, 4);
      assertNotStrictEquals(view, old);
      assertStrictEquals(view.buffer, wasm.buffer);
    }
  }
});

Deno.test("GuestMemory.attach() leaves no view of the memory before", () => {
  const [memory, first] = attached();
  const old = memory.bytes(8, 4);
  const second = new WebAssembly.Memory({ initial: 1 });
  memory.attach(second);
  assertStrictEquals(memory.bytes(8, 4).buffer, second.buffer);
  memory.setU32(8, 5);
  assertEquals([words(first)[2], words(second)[2], old.length], [0x3f3f3f3f, 5, 4]);
});

Deno.test("GuestMemory traps on every pointer of a memory without a page, until it grows", () => {
  const [memory, wasm] = attached(0);
  for (const pointer of [0, 8, PAGE, -1]) {
    assertEquals(orTrap(() => memory.bytes(pointer, 1)), "trap");
    assertEquals(orTrap(() => memory.setU32(pointer & ~3, 1)), "trap");
    assertEquals(memory.bytes(pointer, 0).length, 0);
  }
  wasm.grow(1);
  memory.setU32(8, 5);
  assertEquals(words(wasm)[2], 5);
});

Deno.test("GuestMemory traps when no memory is attached yet", () => {
  const memory = new GuestMemory();
  assertThrows(() => memory.bytes(0, 1), Trap, "before the memory is known");
  assertThrows(() => memory.setU32(0, 1), Trap, "before the memory is known");
  assertThrows(() => memory.check(0, 1, 1), Trap, "before the memory is known");
});

Deno.test("GuestMemory reaches all of the largest memory", () => {
  const wasm = new WebAssembly.Memory({ initial: 65_536 });
  const memory = new GuestMemory();
  memory.attach(wasm);
  // The last iovec there can be, of the bytes before it.
  memory.setU32(-8, 0xffff_fff0);
  memory.setU32(-4, 8);
  memory.setU64(-16, 0x0807_0605_0403_0201n);
  assertEquals(hex(memory.iovec(-8)), "0102030405060708");
  memory.setU64(-16, 1);
  assertEquals(hex(memory.bytes(-16, 16)), "0100000000000000f0ffffff08000000");
  assertEquals(orTrap(() => memory.bytes(-1, 2)), "trap");
});
