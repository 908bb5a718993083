/**
 * Components that ask of WASI 0.2 what they must not have, whichever way they wait.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dir, run, type RunOptions, type RunResult, SluiceError } from "../../mod.ts";
import { TemporaryDirectory } from "../unit/doubles/temporary_directory.ts";
import { utf8 } from "../unit/outcome.ts";
import { attack } from "./attack.ts";
import { openFiles } from "./open_files.ts";
import { Place } from "./place.ts";

const components = new URL("../guests/components/", import.meta.url);

/** In a thread that is shared, where the guest is suspended, and in one that is its own. */
const WAYS = [
  run,
  (source: Uint8Array, options: RunOptions) =>
    run(source, { ...options, process: { isolation: "basic" } }),
];

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`${name}.wasm`, components));
}

/** Calls an export of the component that breaks contracts. */
async function calls(name: string, options: RunOptions = {}): Promise<RunResult[]> {
  const contract = bytesOf("wasi/contract");
  const results: RunResult[] = [];
  for (const way of WAYS) {
    results.push(await way(contract, { ...options, invoke: { name, args: [] } }));
  }
  return results;
}

async function assertTraps(name: string, message: string, options: RunOptions = {}): Promise<void> {
  for (const result of await calls(name, options)) {
    assertEquals([result.ended, result.status], ["trap", 134], name);
    assertStringIncludes(result.message!, message, name);
  }
}

async function assertAnswers(name: string, answer: number, options: RunOptions = {}) {
  for (const { ended, results } of await calls(name, options)) {
    assertEquals([ended, results], ["exit", [answer]], name);
  }
}

attack("M47", async () => {
  const permitted = "more is written than an output-stream has permitted";
  for (const stdout of ["null", "capture"] as const) {
    await assertTraps("write-unasked", permitted, { stdout });
    await assertTraps("write-beyond", permitted, { stdout });
    await assertTraps("write-twice", permitted, { stdout });
    await assertTraps("zeroes-beyond", permitted, { stdout });
    await assertTraps("flush-5000", "more than 4096 bytes", { stdout });
  }
  // All that there can be is asked for: 64 KiB come.
  await assertAnswers("read-all", 65_536, { stdin: new Uint8Array(1 << 20) });
  // `closed` twice, by a read and by a splice.
  await assertAnswers("after-end", 2, { stdin: utf8("x") });
});

attack("M48", async () => {
  await assertTraps("poll-nothing", "nothing is polled");
  await assertAnswers("poll-often", 10_000);
  await assertTraps("drop-parent-in", "an input-stream is dropped before a pollable of it");
  await assertTraps("drop-parent-out", "an output-stream is dropped before a pollable of it");
  await assertAnswers("drop-child", 7);
  for (const { ended, message } of await calls("keep", { limits: { maxHandles: 1000 } })) {
    assertEquals([ended, message], ["limit", "the guest has more than 1000 resources"]);
  }
});

attack("R24", async () => {
  // Each of the functions is in tests/unit/abi/preview2/filesystem/types_test.ts.
  using at = new TemporaryDirectory();
  at.make({ from: "content", to: "kept" });
  for (const way of WAYS) {
    const grants = [dir(at.path, { guest: "/", rights: "ro" })];
    assertEquals((await way(bytesOf("wasi/copy"), { grants })).ended, "trap");
  }
  at.assertTree({ from: "content", to: "kept" });
});

Deno.test("a guest that allocates for ever after a wait is ended in time", async () => {
  const spin = bytesOf("wasi/spin");
  const late = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((done) => setTimeout(done, 20));
        controller.enqueue(new Uint8Array(3));
      },
    });
  const { ended } = await run(spin, { stdin: late(), limits: { timeout: 2000 } });
  assertEquals(ended, "timeout");
});

Deno.test("what the trap of a component has left to nobody is closed", async () => {
  using place = new Place({ in: { f: "content" } });
  for (let i = 0; i < 3; i++) {
    const grants = [dir(`${place.up}/in`, { guest: "/", rights: "ro" })];
    const { ended, message } = await run(bytesOf("wasi/leak"), { grants });
    assertEquals([ended, message], ["trap", "an input-stream is dropped before a pollable of it"]);
  }
  assertEquals(openFiles(place), []);
});

attack("W18", async () => {
  const hello = bytesOf("wasi/hello");
  const rows: readonly [why: string, bytes: Uint8Array, message: RegExp, hint: RegExp][] = [
    [
      "a version to come",
      renamed(hello, "wasi:io/streams@0.2.0", "wasi:io/streams@0.2.99"),
      /nothing provides the import wasi:io\/streams@0\.2\.99/,
      /0\.2\.0 to 0\.2\./,
    ],
    [
      "another package of WASI",
      renamed(hello, "wasi:io/streams@0.2.0", "wasi:http/types@0.2.0"),
      /import wasi:http\/types@0\.2\.0/,
      /does not provide wasi:http/,
    ],
    ["imports of another", bytesOf("host_calls"), /import test:host\/streams/, /another component/],
    ["no command", bytesOf("wasi/contract"), /does not export wasi:cli\/run/, /--invoke/],
  ];
  for (const way of WAYS) {
    for (const [why, bytes, message, hint] of rows) {
      const refusal = await assertRejects(() => way(bytes, {}), SluiceError);
      assertEquals(refusal.status, 126, why);
      assertEquals(message.test(refusal.message), true, `${why}: ${refusal.message}`);
      assertEquals(hint.test(refusal.hint ?? ""), true, `${why}: ${refusal.hint}`);
    }
    for (const rest of [[], [0, 4, 1, 0x61, 1, 2]]) {
      const refusal = await assertRejects(
        () => way(header(0x0d, 0, 1, 0, ...rest), {}),
        SluiceError,
      );
      assertEquals([refusal.status, /component/.test(refusal.message)], [126, true]);
    }
    for (const version of [[0x0d, 0, 2, 0], [0x0e, 0, 1, 0], [2, 0, 0, 0], [1, 0, 1, 0]]) {
      const refusal = await assertRejects(() => way(header(...version), {}), SluiceError);
      assertEquals([refusal.status, /version/.test(refusal.message)], [126, true]);
    }
    // (component (type (func async))), that is: of WASI 0.3.
    const async = header(0x0d, 0, 1, 0, ...[7, 5, 1, 0x43, 0, 1, 0]);
    const refusal = await assertRejects(() => way(async, {}), SluiceError);
    assertEquals([refusal.status, /async \(WASI 0\.3\)/.test(refusal.message)], [126, true]);
  }
});

/** Bytes behind the magic number that all of them begin with. */
function header(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.of(0x00, 0x61, 0x73, 0x6d, ...bytes);
}

/** The component with one name in place of another, in a section whose length changes by as much. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const [head, name, tail] = around(bytes, utf8(from));
  const section = sectionAround(bytes, head.length);
  const grown = utf8(to).length - name.length;
  const out = [...head, ...utf8(to), ...tail];
  // Both lengths stay below 128 in the second byte, or are written anew here.
  out[head.length - 1] = utf8(to).length;
  const length = readLength(bytes, section + 1);
  const encoded = encodeLength(length.value + grown);
  out.splice(section + 1, length.size, ...encoded);
  return Uint8Array.from(out);
}

function around(bytes: Uint8Array, part: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  for (let at = 0; at + part.length <= bytes.length; at++) {
    if (part.every((byte, i) => bytes[at + i] === byte)) {
      return [bytes.slice(0, at), part, bytes.slice(at + part.length)];
    }
  }
  throw new Error("the name is not there");
}

/** Where the section begins that `position` is in. */
function sectionAround(bytes: Uint8Array, position: number): number {
  for (let at = 8;;) {
    const { value, size } = readLength(bytes, at + 1);
    const end = at + 1 + size + value;
    if (position < end) return at;
    at = end;
  }
}

function readLength(bytes: Uint8Array, at: number): { value: number; size: number } {
  let value = 0;
  for (let size = 0;; size++) {
    const byte = bytes[at + size]!;
    value |= (byte & 0x7f) << (7 * size);
    if (byte < 0x80) return { value, size: size + 1 };
  }
}

function encodeLength(value: number): number[] {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...encodeLength(value >>> 7)];
}
