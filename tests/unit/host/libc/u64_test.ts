import { assertStrictEquals } from "@std/assert";
import { getU64 } from "../../../../lib/host/libc/u64.ts";

Deno.test("getU64() is a number where that is exact, and a bigint beyond", () => {
  const rows: readonly [stored: bigint, expected: number | bigint][] = [
    [0n, 0],
    [1n, 1],
    [2n ** 32n - 1n, 2 ** 32 - 1],
    [2n ** 32n, 2 ** 32],
    [2n ** 32n + 5n, 2 ** 32 + 5],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n, 2n ** 53n],
    [2n ** 53n + 1n, 2n ** 53n + 1n],
    [2n ** 63n, 2n ** 63n],
    [2n ** 64n - 1n, 2n ** 64n - 1n],
  ];
  const view = new DataView(new ArrayBuffer(24));
  new Uint8Array(view.buffer).fill(0xff);
  for (const [stored, expected] of rows) {
    view.setBigUint64(8, stored, true);
    assertStrictEquals(getU64(view, 8), expected);
  }
});
