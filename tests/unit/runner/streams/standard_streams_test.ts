import { assertEquals, assertStrictEquals, assertStringIncludes } from "@std/assert";
import * as bits from "../../../../lib/abi/preview1/rights.ts";
import { type ErrorCode, WasiError } from "../../../../lib/errors.ts";
import { RIGHT_NAMES, type RightName } from "../../../../lib/grants/right_names.ts";
import type { AmbientMode, Host } from "../../../../lib/host/host.ts";
import { ArrayCursor } from "../../../../lib/io/array_cursor.ts";
import { CollectedOutput } from "../../../../lib/io/collected_output.ts";
import { END } from "../../../../lib/io/streams.ts";
import type { InputSource, OutputTarget } from "../../../../lib/runner/options.ts";
import { standardInput, standardOutput } from "../../../../lib/runner/streams/standard_streams.ts";
import { fakeHost } from "../../doubles/fake_host.ts";
import { FakeFile, FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";
import { MemoryArray } from "../../doubles/memory_array.ts";
import { refusalOf, text, utf8 } from "../../outcome.ts";

/** What a stream without a position may be asked, whichever way it goes. */
const ALWAYS: readonly RightName[] = [
  ...["fd_datasync", "fd_fdstat_set_flags", "fd_sync", "fd_filestat_get"] as const,
  "poll_fd_readwrite",
];

function namesIn(mask: number): RightName[] {
  return RIGHT_NAMES.filter((_, bit) => (mask & 1 << bit) !== 0).toSorted();
}

const sorted = (...names: readonly RightName[]): RightName[] => [...names].sort();

/** A host on which every name is this file or stream. */
function hostWith(node: FakeFile | FakeStream): { host: Host; opened: [string, AmbientMode][] } {
  const opened: [string, AmbientMode][] = [];
  return {
    opened,
    host: fakeHost({
      openAmbientFile(path, mode) {
        opened.push([path, mode]);
        return node;
      },
    }),
  };
}

Deno.test("standardInput() reads bytes that are given, then ends", () => {
  const { input, output, rights, inheriting } = standardInput(fakeHost(), utf8("abc"));
  const into = utf8("????");
  assertEquals([input!.read(into), text(into), input!.read(into)], [3, "abc?", END]);
  assertStrictEquals(output, undefined);
  assertEquals([namesIn(rights), inheriting], [sorted("fd_read", ...ALWAYS), 0]);
});

Deno.test("standardInput() of null ends at once", () => {
  for (const source of ["null", { kind: "null" }] as const) {
    const { input, output, rights } = standardInput(fakeHost(), source);
    assertEquals([input!.read(new Uint8Array(1)), output], [END, undefined]);
    assertEquals(namesIn(rights), sorted("fd_read", ...ALWAYS));
  }
});

Deno.test("standardInput() and standardOutput() inherit the stream of the same number", () => {
  for (const number of [0, 1, 2] as const) {
    for (const source of ["inherit", { kind: "inherit" }] as const) {
      const end = new ScriptedStream();
      const stream = new FakeStream(number === 0 ? { input: end } : { output: end });
      const asked: number[] = [];
      const host = fakeHost({
        standardStream(which) {
          asked.push(which);
          return stream;
        },
      });
      const description = number === 0
        ? standardInput(host, source)
        : standardOutput(host, number, source, new CollectedOutput());
      assertStrictEquals(description.node, stream);
      assertEquals(asked, [number]);
      const moves = number === 0 ? "fd_read" : "fd_write";
      assertEquals(namesIn(description.rights), sorted(moves, ...ALWAYS));
    }
  }
});

Deno.test("standardInput() and standardOutput() give an inherited file the rights to its position and size", () => {
  const end = new ScriptedStream();
  const array = new MemoryArray();
  const cursor = new ArrayCursor(array, { appending: false });
  const inherited = (stream: FakeStream) => fakeHost({ standardStream: () => stream });
  const input = standardInput(inherited(new FakeStream({ input: end, array, cursor })), "inherit");
  assertEquals(namesIn(input.rights), sorted("fd_read", "fd_seek", "fd_tell", ...ALWAYS));
  const output = standardOutput(
    inherited(new FakeStream({ output: end, array, cursor })),
    1,
    "inherit",
    new CollectedOutput(),
  );
  const change = ["fd_filestat_set_size", "fd_filestat_set_times"] as const;
  assertEquals(
    namesIn(output.rights),
    sorted("fd_write", "fd_seek", "fd_tell", ...change, ...ALWAYS),
  );
});

Deno.test("standardInput() of a file may only be read", () => {
  const node = new FakeFile("abc");
  const { host, opened } = hostWith(node);
  const description = standardInput(host, { kind: "file", path: "in.txt" });
  assertEquals(opened, [["in.txt", "read"]]);
  assertStrictEquals(description.node, node);
  assertEquals([description.rights & bits.WRITE_RIGHTS, description.inheriting], [0, 0]);
  const read = bits.FD_READ | bits.FD_SEEK | bits.FD_TELL | bits.FD_FILESTAT_GET;
  assertEquals(description.rights & read, read);
});

Deno.test("standardOutput() keeps what is captured, and drops what goes nowhere", () => {
  for (const number of [1, 2] as const) {
    const collect = new CollectedOutput();
    const captured = standardOutput(fakeHost(), number, "capture", collect);
    captured.output!.write(utf8("abc"));
    const nowhere = standardOutput(fakeHost(), number, "null", collect);
    assertEquals(nowhere.output!.write(utf8("def")), 3);
    assertEquals(text(collect.bytes()), "abc");
    for (const { rights, input } of [captured, nowhere]) {
      assertEquals([namesIn(rights), input], [sorted("fd_write", ...ALWAYS), undefined]);
    }
  }
});

Deno.test("standardOutput() tells two streams of ours apart by their inode", () => {
  const collect = new CollectedOutput();
  const streams = [
    standardInput(fakeHost(), "null"),
    standardOutput(fakeHost(), 1, "null", collect),
    standardOutput(fakeHost(), 2, "capture", collect),
  ];
  assertEquals(new Set(streams.map(({ node }) => BigInt(node.stat().inode))).size, 3);
});

Deno.test("standardOutput() of a file may be written, and not read", () => {
  const { host, opened } = hostWith(new FakeFile());
  const spec = { kind: "file", path: "out.txt" } as const;
  const { rights, flags } = standardOutput(host, 1, spec, new CollectedOutput());
  assertEquals(opened.map(([path]) => path), ["out.txt"]);
  assertEquals(opened[0]![1] === "read" || opened[0]![1] === "append", false);
  assertEquals([rights, flags], [bits.FILE_RIGHTS & ~bits.FD_READ, 0]);
});

Deno.test("standardOutput() that appends cannot be written elsewhere than at the end", () => {
  const file = new FakeFile("abc");
  const { host, opened } = hostWith(file);
  const spec = { kind: "append", path: "log" } as const;
  const description = standardOutput(host, 2, spec, new CollectedOutput());
  assertEquals(opened, [["log", "append"]]);
  assertEquals(description.flags, 1);
  description.output!.write(utf8("de"));
  assertEquals(file.content(), "abcde");
  const elsewhere: readonly RightName[] = [
    ...["fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_filestat_set_size"] as const,
  ];
  assertEquals(namesIn(description.rights).filter((name) => elsewhere.includes(name)), []);
  assertEquals(namesIn(description.rights).includes("fd_write"), true);
});

Deno.test("standardInput() and standardOutput() take a name that is no regular file for a stream", () => {
  const end = new ScriptedStream();
  const input = standardInput(hostWith(new FakeStream({ input: end })).host, {
    kind: "file",
    path: "/dev/null",
  });
  assertEquals(namesIn(input.rights), sorted("fd_read", ...ALWAYS));
  for (const kind of ["file", "append"] as const) {
    const { host } = hostWith(new FakeStream({ output: end }));
    const output = standardOutput(host, 1, { kind, path: "fifo" }, new CollectedOutput());
    assertEquals(namesIn(output.rights), sorted("fd_write", ...ALWAYS));
  }
});

Deno.test("standardInput() and standardOutput() refuse with status 2 what cannot be opened", () => {
  const rows: readonly [code: ErrorCode, words: string][] = [
    ["no-entry", "is not there"],
    ["is-directory", "is a directory"],
    ["access", "may not be opened"],
  ];
  for (const [code, words] of rows) {
    const host = fakeHost({
      openAmbientFile() {
        throw new WasiError(code);
      },
    });
    const source: InputSource & OutputTarget = { kind: "file", path: "there" };
    for (
      const open of [
        () => standardInput(host, source),
        () => standardOutput(host, 1, source, new CollectedOutput()),
        () => standardOutput(host, 2, { kind: "append", path: "there" }, new CollectedOutput()),
      ]
    ) {
      const refusal = refusalOf(open);
      assertEquals(refusal.status, 2);
      assertStringIncludes(refusal.message, `there ${words}`);
    }
  }
});

Deno.test("standardInput() and standardOutput() refuse a word that stands for nothing", () => {
  const word = "captured" as string as "null";
  const input = refusalOf(() => standardInput(fakeHost(), word));
  assertEquals([input.status, input.message], [
    ...[2, "what is given as standard input is no stream: captured"],
  ]);
  for (const [number, name] of [[1, "standard output"], [2, "standard error"]] as const) {
    const output = refusalOf(() => standardOutput(fakeHost(), number, word, new CollectedOutput()));
    assertEquals(output.status, 2);
    assertStringIncludes(output.message, name);
  }
});
