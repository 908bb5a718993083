import { assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { memoriesOf } from "../../../lib/wasm/memories.ts";
import { module, name, section, vector } from "../../guests/modules/binary.ts";

Deno.test("memoriesOf() lists a module's own memories in bytes", () => {
  const imported = section(2, vector([[...name("m"), ...name("n"), 2, 0, 9]]));
  const own = section(5, vector([[0, 1], [1, 2, 3], [3, 0, 1], [4, 1]]));
  assertEquals(memoriesOf(module(imported, own)), [
    { minimum: 65_536, shared: false, addresses: "i32" },
    { minimum: 131_072, maximum: 196_608, shared: false, addresses: "i32" },
    { minimum: 0, maximum: 65_536, shared: true, addresses: "i32" },
    { minimum: 65_536, shared: false, addresses: "i64" },
  ]);
  assertEquals(memoriesOf(module()), []);
});

Deno.test("memoriesOf() refuses what cannot be read, and a count without end", () => {
  for (const content of [[1], [1, 0x20, 0], [2, 0, 1], [0xff, 0xff, 0xff, 0xff, 0x0f]]) {
    assertThrows(() => memoriesOf(module(section(5, content))), MalformedModule);
  }
});
