import { assertEquals, assertStrictEquals } from "@std/assert";
import { Description } from "../../../../lib/abi/preview1/description.ts";
import { ArrayCursor } from "../../../../lib/io/array_cursor.ts";
import { NullStream } from "../../../../lib/io/null_stream.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../../doubles/fake_node.ts";
import { MemoryArray } from "../../doubles/memory_array.ts";
import { utf8 } from "../../outcome.ts";

const NO_RIGHTS = { rights: 0, inheriting: 0 };
const [APPEND, DSYNC, NONBLOCK] = [1, 2, 4];

/** The names of the facets that there are. */
function facets(description: Description): string[] {
  const { input, output, array, cursor, file, directory } = description;
  return Object.entries({ input, output, array, cursor, file, directory })
    .filter(([, facet]) => facet !== undefined).map(([name]) => name);
}

Deno.test("Description() of a file has bytes in order, at offsets, and one cursor for both ways", () => {
  const description = new Description(new FakeFile("abcdef"), NO_RIGHTS);
  assertEquals(facets(description), ["input", "output", "array", "cursor", "file"]);
  const into = new Uint8Array(2);
  description.input!.read(into);
  description.output!.write(utf8("X"));
  assertStrictEquals(description.cursor!.seek(0n, "current"), 3);
});

Deno.test("Description() of a directory has nothing but the directory", () => {
  const directory = new FakeDirectory();
  const description = new Description(directory, NO_RIGHTS);
  assertEquals(facets(description), ["directory"]);
  assertStrictEquals(description.directory, directory);
});

Deno.test("Description() of a stream has the facets of the stream", () => {
  const end = new NullStream();
  const array = new MemoryArray();
  const cursor = new ArrayCursor(array, { appending: false });
  for (
    const given of [{}, { input: end }, { output: end }, { input: end, array, cursor }] as const
  ) {
    const description = new Description(new FakeStream(given), NO_RIGHTS);
    assertEquals(facets(description).sort(), Object.keys(given).sort());
  }
});

Deno.test("Description() holds rights, flags and the name of a preopen", () => {
  const name = utf8("/data");
  const full = new Description(new FakeDirectory(), {
    rights: 1,
    inheriting: 2,
    flags: NONBLOCK,
    preopen: name,
  });
  assertEquals([full.rights, full.inheriting, full.flags, full.nonblocking], [
    1,
    2,
    NONBLOCK,
    true,
  ]);
  assertStrictEquals(full.preopen, name);
  const bare = new Description(new FakeDirectory(), NO_RIGHTS);
  assertEquals([bare.flags, bare.nonblocking, bare.preopen], [0, false, undefined]);
});

Deno.test("Description.output appends from the start when it was opened so", () => {
  const file = new FakeFile("abc");
  const description = new Description(file, { ...NO_RIGHTS, flags: APPEND });
  description.output!.write(utf8("d"));
  assertEquals(file.content(), "abcd");
  assertEquals(file.calls, ["append(1)"], "the file itself was opened to append");
});

Deno.test("Description.setFlags() switches appending in the file and in the cursor", () => {
  const file = new FakeFile("abc");
  const description = new Description(file, NO_RIGHTS);
  description.setFlags(APPEND);
  description.output!.write(utf8("d"));
  assertEquals([description.flags, file.content()], [APPEND, "abcd"]);
  description.setFlags(0);
  description.cursor!.seek(0n, "start");
  description.output!.write(utf8("A"));
  assertEquals([description.flags, file.content()], [0, "Abcd"]);
  assertEquals(file.calls.filter((call) => call.startsWith("set")), [
    "setAppending(true)",
    "setAppending(false)",
  ]);
});

Deno.test("Description.setFlags() leaves the file alone when appending stays as it was", () => {
  for (const flags of [0, APPEND]) {
    const file = new FakeFile();
    const description = new Description(file, { ...NO_RIGHTS, flags });
    description.setFlags(flags | NONBLOCK | DSYNC);
    assertEquals([description.flags, description.nonblocking], [flags | NONBLOCK | DSYNC, true]);
    description.setFlags(flags);
    assertEquals([description.flags, description.nonblocking, file.calls], [flags, false, []]);
  }
});

Deno.test("Description.setFlags() changes nothing when the file fails", () => {
  const file = new FakeFile("abc");
  const description = new Description(file, NO_RIGHTS);
  file.failure = "io";
  try {
    description.setFlags(APPEND | NONBLOCK);
  } catch {
    // Told apart below.
  }
  assertEquals([description.flags, description.nonblocking], [0, false]);
  file.failure = undefined;
  description.output!.write(utf8("A"));
  assertEquals(file.content(), "Abc");
});

Deno.test("Description[Symbol.dispose]() closes what it describes", () => {
  for (const node of [new FakeFile(), new FakeDirectory(), new FakeStream()]) {
    new Description(node, NO_RIGHTS)[Symbol.dispose]();
    assertEquals(node.closed, 1, node.kind);
  }
});
