import { assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { sectionsOf } from "../../../lib/wasm/sections.ts";
import { module, section } from "../../guests/modules/binary.ts";

Deno.test("sectionsOf() tells where each section lies, and reads no further than that", () => {
  const bytes = module(section(0, [1, 2]), section(5, []), section(0, [3]), [7, 0x81, 0x00, 9]);
  const found = [...sectionsOf(bytes)].map(({ id, start, end, content }) => {
    const read: number[] = [];
    while (!content.done) read.push(content.byte());
    return [id, start, end, ...read];
  });
  assertEquals(found, [[0, 8, 12, 1, 2], [5, 12, 14], [0, 14, 17, 3], [7, 17, 21, 9]]);
  assertEquals([...sectionsOf(module())], []);
});

Deno.test("sectionsOf() throws where a section breaks off, or comes twice", () => {
  for (const sections of [[5], [5, 2, 0], [5, 0x80], [1, 0, 5, 0, 1, 0]]) {
    assertThrows(() => [...sectionsOf(module(sections))], MalformedModule);
  }
});
