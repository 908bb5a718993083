import { assertEquals } from "@std/assert";
import { integer, textOf } from "../../../../../lib/abi/preview1/trace/value.ts";
import { utf8 } from "../../../outcome.ts";

Deno.test("integer() is a number as long as that is exact", () => {
  const rows: readonly [value: bigint, expected: number | string][] = [
    [0n, 0],
    [-5n, -5],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n, "9007199254740992"],
    [2n ** 64n - 1n, "18446744073709551615"],
    [-(2n ** 63n), "-9223372036854775808"],
  ];
  for (const [value, expected] of rows) assertEquals(integer(value), expected);
});

Deno.test("textOf() keeps text, shows other bytes, and cuts off what is too long", () => {
  const rows: readonly [bytes: Uint8Array, expected: string][] = [
    [utf8(""), ""],
    [utf8("caf\u00e9\x1b\0"), "caf\u00e9\x1b\0"],
    [utf8("\ufeffx"), "\ufeffx"],
    [new Uint8Array([0x61, 0xff, 0x80, 0x62]), "a\\xff\\x80b"],
    [utf8("x".repeat(4096)), "x".repeat(4096)],
    [utf8("x".repeat(5000)), `${"x".repeat(4096)}...`],
  ];
  for (const [bytes, expected] of rows) assertEquals(textOf(bytes), expected);
});
