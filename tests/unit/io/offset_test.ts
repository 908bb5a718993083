import { assertEquals, assertStrictEquals } from "@std/assert";
import { advance, MAX_OFFSET, type Offset, toOffset } from "../../../lib/io/offset.ts";

const SAFE = Number.MAX_SAFE_INTEGER;

Deno.test("MAX_OFFSET is the greatest that an off_t holds", () => {
  assertEquals(MAX_OFFSET, 2n ** 63n - 1n);
});

Deno.test("toOffset() is a number as long as that is exact, and a bigint beyond", () => {
  const rows: readonly [value: bigint, expected: Offset][] = [
    [0n, 0],
    [1n, 1],
    [2n ** 32n, 2 ** 32],
    [2n ** 53n - 1n, SAFE],
    [2n ** 53n, 2n ** 53n],
    [2n ** 53n + 1n, 2n ** 53n + 1n],
    [MAX_OFFSET, MAX_OFFSET],
  ];
  for (const [value, expected] of rows) assertStrictEquals(toOffset(value), expected);
});

Deno.test("advance() adds without losing a byte, and changes to a bigint where it must", () => {
  const rows: readonly [offset: Offset, count: number, expected: Offset][] = [
    [0, 0, 0],
    [0, 5, 5],
    [2 ** 32, 1, 2 ** 32 + 1],
    [SAFE - 5, 5, SAFE],
    [SAFE, 0, SAFE],
    [SAFE, 1, 2n ** 53n],
    [SAFE, 2, 2n ** 53n + 1n],
    [SAFE - 1, 4, 2n ** 53n + 2n],
    [2n ** 53n, 1, 2n ** 53n + 1n],
    [MAX_OFFSET - 7n, 7, MAX_OFFSET],
  ];
  for (const [offset, count, expected] of rows) {
    assertStrictEquals(advance(offset, count), expected, `${offset} + ${count}`);
  }
});
