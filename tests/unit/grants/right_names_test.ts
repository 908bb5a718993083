import { assertEquals } from "@std/assert";
import { isRightName, RIGHT_NAMES } from "../../../lib/grants/right_names.ts";

Deno.test("RIGHT_NAMES has the thirty rights, each once", () => {
  assertEquals(RIGHT_NAMES.length, 30);
  assertEquals(new Set(RIGHT_NAMES).size, 30);
});

Deno.test("isRightName() is true for the names as the specification writes them", () => {
  for (const name of RIGHT_NAMES) assertEquals(isRightName(name), true, name);
  for (const name of ["", "ro", "FD_READ", "fd_read ", "read", "fd_close", "toString", "length"]) {
    assertEquals(isRightName(name), false, name);
  }
});
