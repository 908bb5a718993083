import { assertEquals } from "@std/assert";
import { environment } from "../../../lib/host/environment.ts";

const NAME = "SLUICE_UNIT_TEST_VARIABLE";

Deno.test("environment() has a variable whose name means something to objects", () => {
  try {
    Deno.env.set("__proto__", "x");
    assertEquals(Object.entries(environment(["__proto__"])), [["__proto__", "x"]]);
  } finally {
    Deno.env.delete("__proto__");
  }
});

Deno.test("environment() is what is set, all of it or by its names", () => {
  try {
    for (const value of ["x", "", "a=b\nc", "é字🙂"]) {
      Deno.env.set(NAME, value);
      assertEquals(environment("all")[NAME], value);
      assertEquals(environment([NAME]), { [NAME]: value });
    }
  } finally {
    Deno.env.delete(NAME);
  }
  assertEquals(Object.hasOwn(environment("all"), NAME), false);
});

Deno.test("environment() leaves out what is not set", () => {
  assertEquals(environment([NAME, "constructor", "__proto__"]), {});
  assertEquals(environment([]), {});
});
