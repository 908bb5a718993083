import { assertEquals, assertThrows } from "@std/assert";
import type { ComponentValue } from "../../../../lib/runner/options.ts";
import { decodeValue, encodeValue } from "../../../../lib/runner/own_process/values.ts";

Deno.test("decodeValue() makes the value again that encodeValue() made JSON of", () => {
  const rows: readonly ComponentValue[] = [
    undefined,
    true,
    "",
    "\0\u{1f600}",
    0,
    -0,
    NaN,
    -Infinity,
    5e-324,
    -(2n ** 63n),
    2n ** 64n - 1n,
    [],
    ["a", undefined, [1n]],
    { tag: "ok", value: undefined },
    { __proto__: "x", constructor: 1 },
    new Uint8Array([0, 255]),
    new Int16Array([-1]),
    new BigUint64Array([2n ** 64n - 1n]),
    new Float64Array([NaN, -0]),
    { list: new Uint8Array(0), record: { a: { tag: "none" } } },
  ];
  for (const row of rows) {
    assertEquals(decodeValue(JSON.parse(JSON.stringify(encodeValue(row)))), row);
  }
});

Deno.test("decodeValue() refuses what encodeValue() does not make", () => {
  const rows: readonly unknown[] = [
    undefined,
    null,
    "plain",
    {},
    [],
    ["plain", 1],
    ["bigint", "x"],
    ["array"],
    ["array", [1]],
    ["object", [["a"]]],
    ["constructor", []],
    ["Uint8Array", {}],
    ["BigInt64Array", "1,x"],
  ];
  for (const row of rows) assertThrows(() => decodeValue(row), Error, "", JSON.stringify(row));
});
