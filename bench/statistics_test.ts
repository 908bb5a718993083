import { assertEquals, assertThrows } from "@std/assert";
import { median, quantile, ratios, summarize } from "./statistics.ts";

Deno.test("median() takes the middle of an odd and the mean of an even number of samples", () => {
  assertEquals(median([9, 1, 3]), 3);
  assertEquals(median([10, 1, 2, 4]), 3);
});

Deno.test("quantile() interpolates between neighbours", () => {
  assertEquals(quantile([0, 10], 0.25), 2.5);
  assertEquals(quantile([1, 2, 3, 4, 5], 0.75), 4);
  assertThrows(() => quantile([], 0.5), RangeError);
});

Deno.test("summarize() is not moved by one wild sample", () => {
  assertEquals(summarize([1, 2, 3, 4, 1_000]), { median: 3, spread: 1 });
});

Deno.test("ratios() pairs the samples of a round", () => {
  assertEquals(ratios([2, 9], [1, 3]), [2, 3]);
  assertThrows(() => ratios([1], [1, 2]), RangeError);
});
