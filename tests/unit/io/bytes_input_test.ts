import { assertEquals } from "@std/assert";
import { BytesInput } from "../../../lib/io/bytes_input.ts";
import { END } from "../../../lib/io/streams.ts";
import { text, utf8 } from "../outcome.ts";

Deno.test("BytesInput.read() gives the bytes in order, then END", () => {
  const rows: readonly [content: string, sizes: readonly number[], answers: readonly number[]][] = [
    ["", [4, 4], [END, END]],
    ["", [0, 4], [0, END]],
    ["abcdef", [4, 4, 4], [4, 2, END]],
    ["abcdef", [6, 0, 6], [6, 0, END]],
    ["abcdef", [9], [6]],
    ["abcdef", [0, 1, 0, 5, 1], [0, 1, 0, 5, END]],
  ];
  for (const [content, sizes, answers] of rows) {
    const input = new BytesInput(utf8(content));
    let all = "";
    const counts = sizes.map((size) => {
      const into = utf8("?".repeat(size));
      const count = input.read(into);
      const read = text(into);
      all += read.slice(0, Math.max(count, 0));
      assertEquals(read.slice(Math.max(count, 0)), "?".repeat(size - Math.max(count, 0)));
      return count;
    });
    assertEquals([counts, all], [answers, content.slice(0, all.length)], `${content} ${sizes}`);
  }
});

Deno.test("BytesInput.readv() fills the buffers in turn, then gives END", () => {
  const input = new BytesInput(utf8("abcdef"));
  const buffers = [utf8("??"), utf8(""), utf8("???"), utf8("???")];
  assertEquals(input.readv(buffers), 6);
  assertEquals(buffers.map(text), ["ab", "", "cde", "f??"]);
  assertEquals(input.readv(buffers), END);
  assertEquals(input.readv([]), 0);
  assertEquals(input.readv([utf8("")]), 0);
});

Deno.test("BytesInput.read() does not change the bytes it was made of", () => {
  const bytes = utf8("abc");
  new BytesInput(bytes).read(new Uint8Array(3));
  assertEquals(text(bytes), "abc");
});

Deno.test("BytesInput.subscribe() is always ready, since the end is an answer", () => {
  assertEquals(new BytesInput(utf8("")).subscribe().state().ready, true);
});
