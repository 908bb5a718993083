import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type AuditRecord,
  dir,
  env,
  run,
  type RunOptions,
  type TraceRecord,
} from "../../../../mod.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { text } from "../../outcome.ts";

const components = new URL("../../../guests/components/wasi/", import.meta.url);

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`${name}.wasm`, components));
}

Deno.test("run() tells of a component's calls, of one that waits once, and of the sums", async () => {
  const traced: TraceRecord[] = [];
  const chunks = ["one ", "two"].map((chunk) => new TextEncoder().encode(chunk));
  const { stdout } = await run(bytesOf("cat"), {
    stdin: ReadableStream.from(chunks),
    stdout: "capture",
    trace: (record) => void traced.push(record),
  });
  assertEquals(text(stdout!), "one two");
  const calls = traced.flatMap((one) => one.kind === "call" ? [one] : []);
  const spliced = calls.filter(({ name }) => name.endsWith("blocking-splice"));
  assertEquals(spliced.at(-1)!.result, "closed");
  const moved = spliced.map(({ results }) => Number(results.value ?? 0));
  assertEquals(moved.reduce((sum, count) => sum + count), 7);
  assert(spliced.length <= chunks.length + 1, "a call that waits is one call");
  assertEquals(spliced[0]!.grants, ["--stdout inherit", "--stdin inherit"]);
  const summary = traced.at(-1);
  assert(summary?.kind === "summary");
  assertEquals(summary.handles, [
    { name: "stdout", read: 0, written: 7 },
    { name: "stdin", read: 7, written: 0 },
  ]);
  assertEquals(traced.filter(({ kind }) => kind === "summary").length, 1);
});

Deno.test("run() tells the same of a component in a process of its own", async () => {
  using at = new TemporaryDirectory();
  at.make({ from: "content" });
  const told = async (options: RunOptions) => {
    const records: unknown[] = [];
    const { status } = await run(bytesOf("copy"), {
      grants: [dir(at.path, { guest: "/d" }), env({ A: "1" })],
      trace: (record) => void records.push({ ...record, microseconds: 0 }),
      audit: (record) => void records.push(record),
      ...options,
    });
    return { status, records };
  };
  const here = await told({});
  assertEquals([here.status, here.records.length > 8], [0, true]);
  assertEquals(await told({ process: { isolation: "basic" } }), here);
  // A record is its own JSON.
  assertEquals(JSON.parse(JSON.stringify(here.records)), here.records);
});

Deno.test("run() comes to the same with a component, whoever listens and whatever becomes of him", async () => {
  const failure = new Error("the listener failed");
  let calls = 0;
  const failing = () => {
    calls++;
    throw failure;
  };
  const hello = bytesOf("hello");
  for (const options of [{ trace: failing }, { audit: failing }]) {
    calls = 0;
    const error = await assertRejects(() => run(hello, options), Error);
    assertEquals([error, calls], [failure, 1]);
  }
  const quiet = await run(hello, { stdout: "capture" });
  const audited: AuditRecord[] = [];
  const loud = await run(hello, {
    stdout: "capture",
    trace: () => {},
    audit: (record) => void audited.push(record),
  });
  assertEquals(loud, quiet);
  assertEquals(audited.length, 2);
});

Deno.test("run() ends the trace of a component that is out of time with what it waited in, and the sums", async () => {
  const traced: TraceRecord[] = [];
  const { ended } = await run(bytesOf("poll"), {
    args: ["an hour"],
    stdin: new ReadableStream(),
    limits: { timeout: 200 },
    trace: (record) => void traced.push(record),
  });
  const [last, summary] = traced.slice(-2);
  assert(last?.kind === "call");
  assertEquals([ended, summary!.kind, last.result], ["timeout", "summary", "unfinished"]);
});
