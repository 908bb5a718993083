import { assertEquals, assertThrows } from "@std/assert";
import { Allowance } from "../../../../lib/component/canonical/allowance.ts";
import { liftingFlat } from "../../../../lib/component/canonical/lift_flat.ts";
import { Layouts } from "../../../../lib/component/canonical/layout.ts";
import { Lifting } from "../../../../lib/component/canonical/lifting.ts";
import { loading } from "../../../../lib/component/canonical/load.ts";
import { Memory } from "../../../../lib/component/canonical/memory.ts";
import { liftingStrings } from "../../../../lib/component/canonical/strings.ts";
import type { StringEncoding } from "../../../../lib/component/component.ts";
import { LimitReached, Trap } from "../../../../lib/errors.ts";
import { types } from "./sides.ts";

const PAGE = 65_536;

/** So large that what is too long has room in it; what nobody writes to takes none of the machine's. */
const memory = new WebAssembly.Memory({ initial: 2 ** 28 / PAGE + 1 });
const view = new DataView(memory.buffer);

function lifting(lists: "views" | "copies"): Lifting {
  const handles = { own: () => () => undefined, borrow: () => () => undefined };
  const [allowance, layouts] = [new Allowance(), new Layouts()];
  const parts = { memory: new Memory(memory), encoding: "utf8" as const, handles };
  return new Lifting({ ...parts, layouts, allowance, lists });
}

function put(at: number, ...words: number[]): void {
  for (const [i, word] of words.entries()) view.setUint32(at + 4 * i, word, true);
}

Deno.test("a list has less than 2^28 bytes, also where there is room for more", () => {
  const rows = [["u8", 2 ** 28 - 1, 2 ** 28], ["u64", 2 ** 25 - 1, 2 ** 25]] as const;
  for (const [kind, longest, tooLong] of rows) {
    const lift = liftingFlat(types.list(types.of(kind)), 0, ["i32", "i32"], lifting("views"));
    assertEquals((lift([0, longest]) as ArrayLike<unknown>).length, longest);
    assertThrows(() => lift([0, tooLong]), Trap, "a list is too long");
  }
});

Deno.test("a string has less than 2^28 bytes, also where there is room for more", () => {
  const rows: readonly [StringEncoding, length: number][] = [
    ["utf8", 2 ** 28],
    ["utf16", 2 ** 27],
    ["latin1+utf16", 2 ** 28],
    ["latin1+utf16", 2 ** 31 + 2 ** 27],
  ];
  for (const [encoding, length] of rows) {
    const lift = liftingStrings(encoding, new Memory(memory), new Allowance());
    assertThrows(() => lift(0, length), Trap, "a string is too long");
  }
});

/** Takes much of the allowance and next to nothing of the machine: every one of them is none. */
const HOLLOW = types.option(types.list(types.of("u8"), PAGE));

/** What the allowance is charged for one, and how many there are in a list. */
const [COST, COUNT] = [PAGE + 1 + 16, 16];

Deno.test("lists that overlap are not lifted to more than 256 MiB", () => {
  const outer = types.list(types.list(HOLLOW));
  const lists = Math.ceil(2 ** 28 / (COST * COUNT)) + 1;
  const [at, inner] = [PAGE, 2 * PAGE];
  for (let i = 0; i < lists; i++) put(at + 8 * i, inner, COUNT);
  put(0, at, lists);
  for (const how of ["views", "copies"] as const) {
    assertThrows(() => loading(outer, lifting(how))(0), LimitReached, undefined, how);
  }
  put(0, at, lists - 10);
  assertEquals((loading(outer, lifting("copies"))(0) as unknown[]).length, lists - 10);
});

Deno.test("copies of lists of numbers are lifted to 256 MiB in all", () => {
  const both = types.tuple(types.list(types.list(HOLLOW)), types.list(types.of("u64")));
  const lists = Math.floor(2 ** 28 / (COST * COUNT)) - 1;
  const [at, inner] = [PAGE, 2 * PAGE];
  for (let i = 0; i < lists; i++) put(at + 8 * i, inner, COUNT);
  put(0, at, lists, 0, 2 ** 20);
  assertThrows(() => loading(both, lifting("copies"))(0), LimitReached);
  loading(both, lifting("views"))(0);
});
