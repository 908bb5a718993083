import { assertEquals } from "@std/assert";
import { newTimes } from "../../../../lib/host/portable/new_time.ts";
import { outcomeOf } from "../../outcome.ts";

const PRESENT = {
  ...Deno.lstatSync(new URL(import.meta.url)),
  atime: new Date(1_001),
  mtime: new Date(2_002),
};

Deno.test("newTimes() gives both times, in whole milliseconds", () => {
  assertEquals(newTimes(1_999_999n, 3_000_000n, () => PRESENT), {
    accessed: new Date(1),
    modified: new Date(3),
  });
});

Deno.test("newTimes() keeps what is unchanged, and asks for it only then", () => {
  assertEquals(newTimes("unchanged", 5_000_000n, () => PRESENT), {
    accessed: new Date(1_001),
    modified: new Date(5),
  });
  assertEquals(newTimes(5_000_000n, "unchanged", () => PRESENT)?.modified, new Date(2_002));
  assertEquals(newTimes("unchanged", "unchanged", neverAsked), undefined);
  newTimes("now", 1n, neverAsked);
});

Deno.test("newTimes() takes the same present for both", () => {
  const before = Date.now();
  const { accessed, modified } = newTimes("now", "now", neverAsked)!;
  assertEquals(accessed, modified);
  assertEquals(accessed.valueOf() >= before && accessed.valueOf() <= Date.now(), true);
});

Deno.test("newTimes() reaches the end of what a guest can say, and keeps no year beyond a Date", () => {
  assertEquals(
    newTimes((1n << 64n) - 1n, "now", neverAsked)?.accessed,
    new Date(18_446_744_073_709),
  );
  const far = () => ({ ...PRESENT, atime: new Date(NaN) });
  assertEquals(outcomeOf(() => newTimes("unchanged", "now", far)), "overflow");
});

function neverAsked(): never {
  throw new Error("asked for the present times");
}
