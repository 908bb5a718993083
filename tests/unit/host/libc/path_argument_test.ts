import { assertEquals, assertThrows } from "@std/assert";
import { PathArgument } from "../../../../lib/host/libc/path_argument.ts";
import { utf8 } from "../../outcome.ts";

/** What the C library sees: the bytes before the first NUL. */
function seen(argument: Uint8Array): Uint8Array {
  return argument.subarray(0, argument.indexOf(0));
}

Deno.test("PathArgument.of() ends the path with NUL, also when a longer one was there before", () => {
  const argument = new PathArgument();
  for (const path of ["a/long/path", "b", "", "é", "n".repeat(4095), "c/d"]) {
    assertEquals(seen(argument.of(utf8(path))), utf8(path));
  }
});

Deno.test("PathArgument.of() carries bytes that are no text as they are", () => {
  const bytes = new Uint8Array([0xff, 0x2f, 0xc0, 0xaf]);
  assertEquals(seen(new PathArgument().of(bytes)), bytes);
});

Deno.test("PathArgument.of() refuses what does not fit, and writes nothing beyond", () => {
  assertThrows(() => new PathArgument().of(new Uint8Array(4096).fill(0x61)), RangeError);
  assertEquals(new PathArgument().of(new Uint8Array(4095).fill(0x61)).length, 4096);
});
