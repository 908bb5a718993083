import { assertEquals } from "@std/assert";
import { TimespecArgument } from "../../../../lib/host/libc/timespec.ts";
import type { NewTime } from "../../../../lib/filesystem/stat.ts";

const SECOND = 1_000_000_000n;
/** UTIME_NOW and UTIME_OMIT of utimensat(2). */
const [NOW, OMIT] = [2n ** 30n - 1n, 2n ** 30n - 2n] as const;

/** The words of a `struct timespec` or two. */
function words(argument: Uint8Array<ArrayBuffer>): bigint[] {
  return [...new BigInt64Array(argument.buffer, argument.byteOffset, 4)];
}

Deno.test("TimespecArgument.times() is two times, of which each may be now or left as it is", () => {
  const rows: readonly [accessed: NewTime, modified: NewTime, expected: bigint[]][] = [
    [0n, 1n, [0n, 0n, 0n, 1n]],
    [SECOND - 1n, SECOND, [0n, 999_999_999n, 1n, 0n]],
    [1_700_000_000_123_456_789n, 2n ** 63n - 1n, [
      ...[1_700_000_000n, 123_456_789n],
      ...[9_223_372_036n, 854_775_807n],
    ]],
    ["now", "unchanged", [0n, NOW, 0n, OMIT]],
    ["unchanged", "now", [0n, OMIT, 0n, NOW]],
    ["unchanged", 5n, [0n, OMIT, 0n, 5n]],
  ];
  const argument = new TimespecArgument();
  for (const [accessed, modified, expected] of rows) {
    assertEquals(words(argument.times(accessed, modified)), expected);
  }
});

Deno.test("TimespecArgument.duration() is seconds and nanoseconds, up to 2^64", () => {
  const rows: readonly [nanoseconds: bigint, expected: bigint[]][] = [
    [0n, [0n, 0n]],
    [1n, [0n, 1n]],
    [2_500_000_000n, [2n, 500_000_000n]],
    [2n ** 64n - 1n, [18_446_744_073n, 709_551_615n]],
  ];
  for (const [nanoseconds, expected] of rows) {
    assertEquals(words(new TimespecArgument().duration(nanoseconds)).slice(0, 2), expected);
  }
});
