import { assertEquals, assertRejects } from "@std/assert";
import type { Value } from "../../../../lib/component/values.ts";
import { eachWay, Running } from "./guests.ts";

const ROWS: readonly (readonly [name: string, args: Value[], result: Value])[] = [
  ["nothing", [], undefined],
  ["byte", [7], 7],
  ["byte", [263], 7],
  ["signed-byte", [-1], -1],
  ["wide", [2n ** 64n - 1n], 2n ** 64n - 1n],
  ["utf8", ["hé☃🍰"], "hé☃🍰"],
  ["utf8", [""], ""],
  ["utf16", ["hé☃🍰"], "hé☃🍰"],
  ["latin1", ["hé"], "hé"],
  ["latin1", ["h☃"], "h☃"],
  ["bytes", [Uint8Array.of(1, 2, 255)], Uint8Array.of(1, 2, 255)],
  ["bytes", [[1, 2]], Uint8Array.of(1, 2)],
  ["floats", [Float64Array.of(0.5, NaN)], Float64Array.of(0.5, NaN)],
  ["strings", [["a", undefined, "☃"]], ["a", undefined, "☃"]],
  ["pair-of", [{ firstName: 3, utf_8: "x" }], { firstName: 3, utf_8: "x" }],
  ["many", Array.from({ length: 17 }, (_, i) => i), 16],
];

eachWay("ExportedFunction.call() passes values and answers the result", async (way) => {
  using guest = await Running.of("values", {}, way);
  for (const [name, args, result] of ROWS) {
    assertEquals(await guest.call(name, ...args), result, name);
  }
  assertEquals(await guest.call("cleanups"), 2);
});

eachWay("ExportedFunction.call() answers copies, which later calls leave alone", async (way) => {
  using guest = await Running.of("values", {}, way);
  const first = await guest.call("bytes", [1]);
  await guest.call("bytes", [2]);
  assertEquals(first, Uint8Array.of(1));
});

eachWay("ExportedFunction.call() refuses other shapes, and can be called again", async (way) => {
  using guest = await Running.of("values", {}, way);
  for (const args of [[], ["x"], [1, 2], [undefined]]) {
    await assertRejects(() => guest.call("byte", ...args), TypeError);
  }
  await assertRejects(() => guest.call("strings", [1]), TypeError);
  assertEquals(guest.ending, undefined);
  assertEquals(await guest.call("byte", 1), 1);
});

eachWay("a run that was disposed cannot be called", async (way) => {
  const guest = await Running.of("values", {}, way);
  guest[Symbol.dispose]();
  await assertRejects(() => guest.call("nothing"));
  assertEquals(guest.ending?.kind, "trap");
});
