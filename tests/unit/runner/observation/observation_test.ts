import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { dir } from "../../../../lib/grants/directory.ts";
import type { AuditRecord } from "../../../../lib/runner/audit/records.ts";
import { preview1 } from "../../../../lib/runner/preview1.ts";
import type { RunOptions } from "../../../../lib/runner/options.ts";
import { run } from "../../../../lib/runner/run.ts";
import type { TraceRecord } from "../../../../lib/runner/trace/records.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { text } from "../../outcome.ts";

const FILES = fromFileUrl(new URL("../../../cli/guests/files.wasm", import.meta.url));
const EXIT = fromFileUrl(new URL("../../../guests/process/exit.wasm", import.meta.url));

Deno.test("run() tells of calls as they are made, and of the sums before it resolves", async () => {
  using at = new TemporaryDirectory();
  at.make({ f: "content" });
  const traced: TraceRecord[] = [];
  const audited: AuditRecord[] = [];
  const result = await run(FILES, {
    args: ["read", "/d/f"],
    grants: [dir(at.path, { guest: "/d", rights: "ro" })],
    stdout: "capture",
    trace: (record) => void traced.push(record),
    audit: (record) => void audited.push(record),
  });
  assertEquals([result.status, text(result.stdout!)], [0, "content"]);
  const summary = traced.at(-1);
  assert(summary?.kind === "summary");
  assertEquals(summary.handles, [
    { name: "/d/f", read: 7, written: 0 },
    { name: "stdout", read: 0, written: 7 },
  ]);
  assertEquals(traced.filter(({ kind }) => kind === "summary").length, 1);
  assertEquals(audited[0], { kind: "audit", version: 1 });
  const uses = audited.flatMap((record) => record.kind === "use" ? [record.operation] : []);
  assertEquals(uses, ["open", "read", "write"]);
  // A record is its own JSON.
  assertEquals(JSON.parse(JSON.stringify([traced, audited])), [traced, audited]);
});

Deno.test("run() comes to the same result whoever listens, and whatever becomes of him", async () => {
  let calls = 0;
  const failure = new Error("the listener failed");
  const failing = () => {
    calls++;
    throw failure;
  };
  for (const options of [{ trace: failing }, { audit: failing }]) {
    calls = 0;
    const error = await assertRejects(() => run(EXIT, { args: ["3"], ...options }), Error);
    assertEquals([error, calls], [failure, 1]);
  }
  const quiet = await run(EXIT, { args: ["3"] });
  const loud = await run(EXIT, { args: ["3"], trace: () => {}, audit: () => {} });
  assertEquals(loud, quiet);
});

Deno.test("run() hints at the option after a refusal that a guest has failed with", async () => {
  using at = new TemporaryDirectory();
  const grants = [dir(at.path, { guest: "/d", rights: "ro" })];
  const { status, hint } = await run(FILES, { args: ["write", "/d/f", "x"], grants });
  assertEquals(status, 76);
  assertEquals(
    hint,
    `the guest was refused path_open of /d/f: --dir ${at.path}::/d in place of --dir ${at.path}::/d::ro`,
  );
  assertEquals((await run(EXIT, { args: ["3"] })).hint, undefined);
});

Deno.test("preview1() tells of calls, and of the sums when it is disposed", async () => {
  const traced: TraceRecord[] = [];
  {
    using wasi = await preview1({ args: ["", "3"], trace: (record) => void traced.push(record) });
    const module = new WebAssembly.Module(Deno.readFileSync(EXIT));
    const { status } = await wasi.start(new WebAssembly.Instance(module, wasi.imports));
    assertEquals(status, 3);
    const last = traced.at(-1);
    assert(last?.kind === "call");
    assertEquals([last.name, last.result], ["proc_exit", "exit"]);
  }
  assertEquals(traced.at(-1)!.kind, "summary");
});

Deno.test("run() ends a trace whose guest is out of time with the sums", async () => {
  const traced: TraceRecord[] = [];
  const SPIN = fromFileUrl(new URL("../../../cli/guests/spin.wasm", import.meta.url));
  const { ended } = await run(SPIN, {
    limits: { timeout: 200 },
    trace: (record) => void traced.push(record),
  });
  assertEquals([ended, traced.at(-1)!.kind], ["timeout", "summary"]);
});

Deno.test("run() tells the same of a guest in a process of its own", async () => {
  using at = new TemporaryDirectory();
  const told = async (options: RunOptions) => {
    const records: unknown[] = [];
    const { status, hint } = await run(FILES, {
      args: ["write", "/d/f", "x"],
      grants: [dir(at.path, { guest: "/d", rights: "ro" })],
      trace: (record) => void records.push({ ...record, microseconds: 0 }),
      audit: (record) => void records.push(record),
      ...options,
    });
    return { status, hint, records };
  };
  const here = await told({});
  assertEquals([here.status, here.hint !== undefined], [76, true]);
  assertEquals(await told({ process: { isolation: "basic" } }), here);

  const failure = new Error("the listener failed");
  const failing = () => {
    throw failure;
  };
  const error = await assertRejects(() =>
    told({ process: { isolation: "basic" }, trace: failing })
  );
  assertEquals(error, failure);
});
