import { assertEquals } from "@std/assert";
import { NullStream } from "../../../lib/io/null_stream.ts";
import { END } from "../../../lib/io/streams.ts";
import { text, utf8 } from "../outcome.ts";

Deno.test("NullStream.read() ends at once, unless nothing is asked for", () => {
  const stream = new NullStream();
  const into = utf8("??");
  assertEquals([stream.read(into), stream.read(utf8(""))], [END, 0]);
  assertEquals([stream.readv([utf8(""), into]), stream.readv([utf8("")]), stream.readv([])], [
    END,
    0,
    0,
  ]);
  assertEquals(text(into), "??");
});

Deno.test("NullStream.write() takes everything", () => {
  const stream = new NullStream();
  assertEquals([stream.write(utf8("abc")), stream.write(utf8(""))], [3, 0]);
  assertEquals(stream.writev([utf8("abc"), utf8(""), utf8("de")]), 5);
  assertEquals(stream.writev([]), 0);
});

Deno.test("NullStream.subscribe() is always ready", () => {
  assertEquals(new NullStream().subscribe().state(), { ready: true, bytes: 0, hangup: false });
});
