import { assertEquals } from "@std/assert";
import { WRITE_RIGHTS } from "../../../lib/abi/preview1/rights.ts";
import { isRightName, RIGHT_NAMES, WRITE_RIGHT_NAMES } from "../../../lib/grants/right_names.ts";

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

Deno.test("WRITE_RIGHT_NAMES are those that a read-only grant has not", () => {
  const mask = WRITE_RIGHT_NAMES.reduce((sum, name) => sum | 1 << RIGHT_NAMES.indexOf(name), 0);
  assertEquals(mask, WRITE_RIGHTS);
});
