import { assertEquals } from "@std/assert";
import { spaced } from "../../../../lib/component/wit/print_items.ts";

Deno.test("spaced() takes groups of more lines than a call has arguments", () => {
  const group = new Array<string>(200_000).fill("x");
  assertEquals(spaced([["a"], group, ["b"]]).length, 200_004);
});
