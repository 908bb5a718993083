import { assertEquals, assertFalse, assertStrictEquals } from "@std/assert";
import { PlainStream } from "../../../lib/filesystem/plain_stream.ts";
import { NullStream } from "../../../lib/io/null_stream.ts";
import { outcomeOf } from "../outcome.ts";

Deno.test("PlainStream() has the ends it is given, and no position or array", () => {
  const end = new NullStream();
  for (const ends of [{}, { input: end }, { output: end }, { input: end, output: end }]) {
    const stream = new PlainStream(ends, 0n);
    assertEquals("input" in stream && stream.input !== undefined, "input" in ends);
    assertEquals("output" in stream && stream.output !== undefined, "output" in ends);
    assertFalse("cursor" in stream || "array" in stream);
  }
  const { input, output } = new PlainStream({ input: end, output: end }, 0n);
  assertStrictEquals(input, end);
  assertStrictEquals(output, end);
});

Deno.test("PlainStream.stat() tells streams apart by their inode, and says nothing of the host", () => {
  const stream = new PlainStream({}, 2n);
  assertEquals(stream.stat(), {
    device: 0,
    inode: 2n,
    type: "unknown",
    links: 1,
    size: 0,
    accessed: 0n,
    modified: 0n,
    changed: 0n,
  });
  assertEquals([stream.kind, stream.type], ["stream", "unknown"]);
});

Deno.test("PlainStream fails as a pipe does when it is to be dated or synchronised", () => {
  const stream = new PlainStream({}, 0n);
  assertEquals(outcomeOf(() => stream.setTimes("now", "now")), "not-permitted");
  assertEquals(outcomeOf(() => stream.sync()), "invalid");
  assertEquals(outcomeOf(() => stream.syncData()), "invalid");
  stream[Symbol.dispose]();
});
