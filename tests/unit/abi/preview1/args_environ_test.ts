import { assertEquals } from "@std/assert";
import { FakeGuest, SIZE, u32, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { utf8 } from "../../outcome.ts";

const TRAP = "trap: pointer out of bounds";
const MISALIGNED = "trap: misaligned pointer";

/** The two families, alike but for where their strings come from. */
const FAMILIES = [
  {
    name: "args",
    guestOf: (values: string[]) => new FakeGuest({ args: values, environ: ["X=1"] }),
  },
  {
    name: "environ",
    guestOf: (values: string[]) => new FakeGuest({ environ: values, args: ["x"] }),
  },
];

Deno.test("args_sizes_get() and environ_sizes_get() count strings and their bytes with NUL", () => {
  const rows: readonly [values: string[], count: number, size: number][] = [
    [[], 0, 0],
    [[""], 1, 1],
    [["a"], 1, 2],
    [["prog", "", "é", "A=B"], 4, 5 + 1 + 3 + 4],
    [Array(300).fill("x".repeat(99)), 300, 30_000],
  ];
  for (const { name, guestOf } of FAMILIES) {
    for (const [values, count, size] of rows) {
      const guest = guestOf(values);
      assertEquals(guest.call(`${name}_sizes_get`, 8, 16), 0, name);
      guest.assertWrote({ 8: u32(count), 16: u32(size) }, name);
    }
  }
});

Deno.test("args_get() and environ_get() write pointers and strings, each ended by NUL", () => {
  for (const { name, guestOf } of FAMILIES) {
    const guest = guestOf(["prog", "", "é"]);
    assertEquals(guest.call(`${name}_get`, 8, 101), 0);
    guest.assertWrote({
      8: u32(101),
      12: u32(106),
      16: u32(107),
      101: utf8("prog\0\0é\0"),
    }, name);
  }
});

Deno.test("args_get() and environ_get() write nothing when there is nothing", () => {
  for (const { name, guestOf } of FAMILIES) {
    const guest = guestOf([]);
    assertEquals(guest.call(`${name}_get`, 8, 100), 0);
    guest.assertWrote({});
  }
});

Deno.test("args_get() and environ_get() fill memory to its last byte", () => {
  for (const { name, guestOf } of FAMILIES) {
    const guest = guestOf(["ab", "c"]);
    assertEquals(guest.call(`${name}_get`, SIZE - 16, SIZE - 5), 0);
    guest.assertWrote({
      [SIZE - 16]: u32(SIZE - 5),
      [SIZE - 12]: u32(SIZE - 2),
      [SIZE - 5]: utf8("ab\0c\0"),
    });
  }
});

Deno.test("args_get() and environ_get() trap and write nothing when a buffer is too small", () => {
  const rows: readonly (readonly [pointers: number, strings: number, expected: string])[] = [
    [SIZE - 4, 100, TRAP],
    [8, SIZE - 4, TRAP],
    [SIZE - 8, SIZE - 4, TRAP],
    [9, 100, MISALIGNED],
    [10, 100, MISALIGNED],
    ...WILD_POINTERS.map((wild) => [wild, 100, TRAP] as const),
    ...WILD_POINTERS.map((wild) => [8, wild, TRAP] as const),
    [8, -1, TRAP],
  ];
  for (const { name, guestOf } of FAMILIES) {
    for (const [pointers, strings, expected] of rows) {
      const guest = guestOf(["ab", "c"]);
      assertEquals(
        guest.call(`${name}_get`, pointers, strings),
        expected,
        `${pointers} ${strings}`,
      );
      guest.assertWrote({});
    }
  }
});

Deno.test("args_sizes_get() and environ_sizes_get() trap and write nothing to a bad pointer", () => {
  const bad: readonly (readonly [number, string])[] = [
    ...WILD_POINTERS.map((wild) => [wild, TRAP] as const),
    [SIZE - 3, TRAP],
    [1, MISALIGNED],
    [2, MISALIGNED],
  ];
  for (const { name, guestOf } of FAMILIES) {
    for (const [pointer, expected] of bad) {
      for (const args of [[pointer, 16], [16, pointer]] as const) {
        const guest = guestOf(["ab"]);
        assertEquals(guest.call(`${name}_sizes_get`, ...args), expected, `${args}`);
        guest.assertWrote({});
      }
    }
  }
});
