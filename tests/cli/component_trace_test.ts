/**
 * `--trace` and `--audit` of components, and the least grants that come of it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { type AuditRecord, leastGrants, type TraceRecord } from "../../mod.ts";
import { TemporaryDirectory } from "../unit/doubles/temporary_directory.ts";
import { sluice, start } from "./spawn.ts";

const components = new URL("../guests/components/", import.meta.url);

/** The path of a command of tests/guests/components/wasi. */
function command(name: string): string {
  return fromFileUrl(new URL(`wasi/${name}.wasm`, components));
}

const SOCKETS = fromFileUrl(new URL("sockets/sockets.wasm", components));

/** Deno looks for a newer version of itself when a run lasts. */
const env = { DENO_NO_UPDATE_CHECK: "1" };

/** The records in a file of JSON lines. */
function recordsIn<T>(path: string): T[] {
  return Deno.readTextFileSync(path).trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** What was used, in short. */
function usesIn(path: string): string[] {
  return recordsIn<AuditRecord>(path).flatMap((record) =>
    record.kind === "use"
      ? [
        `${record.grant.join(" ")}: ${record.operation} ${record.directory ?? record.part ?? ""}`
          .trimEnd(),
      ]
      : []
  );
}

Deno.test("--trace=FILE tells of each call of a component in a line", async () => {
  using at = new TemporaryDirectory();
  at.make({ "data/": "", "data/from": "content" });
  const words = ["--trace=calls", "--dir", "data::/data", command("copy")];
  const { status } = await sluice(words, { cwd: at.path });
  assertEquals(status, 0);
  const text = Deno.readTextFileSync(at.at("calls"));
  const lines = [
    /^wasi:filesystem\/preopens@0\.2\.0 get-directories\(\) = ok, value=\[\[descriptor 1 "\/data", \/data\]\], \d+\.\d us$/m,
    /^wasi:filesystem\/types@0\.2\.0 \[method\]descriptor\.open-at\(self=descriptor 1 "\/data", path-flags=none, path="from", open-flags=none, flags=read\) = ok, value=descriptor 2 "\/data\/from", \d+\.\d us, by --dir data::\/data$/m,
    /^.*open-at\(.*path="to", open-flags=create\+truncate, flags=write\) = ok, /m,
    /^wasi:io\/streams@0\.2\.0 \[method\]input-stream\.blocking-read\(self=input-stream 3 "\/data\/from", len=65536\) = ok, value=\{bytes=7\}, .* by --dir data::\/data$/m,
    /^.*\[method\]output-stream\.write\(self=output-stream 5 "\/data\/to", contents=\{bytes=7\}\) = ok, /m,
    /^.*blocking-read\(.*\) = closed, /m,
    /^\d+ calls: .*blocking-read 2.*\n"\/data\/from": 7 bytes read, 0 written\n"\/data\/to": 0 bytes read, 7 written\n$/m,
  ];
  for (const line of lines) assertMatch(text, line);
});

Deno.test("--trace tells what a component was refused, and the option that would allow it", async () => {
  using at = new TemporaryDirectory();
  at.make({ "data/": "", "data/from": "content" });
  const words = ["--dir", "data::/data::ro", command("copy")];
  const { status, stderr } = await sluice(["--trace", ...words], { cwd: at.path });
  assertEquals(status, 134);
  assertMatch(
    stderr,
    /^trace: wasi:filesystem\/types@0\.2\.0 \[method\]descriptor\.open-at\(.*path="to", .*\) = read-only, .*, by --dir data::\/data::ro, refused: --dir data::\/data would allow it$/m,
  );
  assertMatch(
    stderr,
    /^trace: refused: .*open-at of "\/data\/to", read-only, 1 times: --dir data::\/data would allow it$/m,
  );
  at.make({ "data/from": "content" });
  const granted = ["--dir", "data::/data", command("copy")];
  assertEquals((await sluice(granted, { cwd: at.path })).status, 0);
});

Deno.test("--trace --trace-format json tells of a component as a program reads it", async () => {
  using at = new TemporaryDirectory();
  const words = ["--trace=calls", "--trace-format", "json", "--env", "TOKEN=secret"];
  const { status } = await sluice([...words, command("arguments"), "x"], { cwd: at.path });
  assertEquals(status, 3);
  const records = recordsIn<TraceRecord>(at.at("calls"));
  const named = (name: string) => {
    const found = records.find((one) => one.kind === "call" && one.name.endsWith(` ${name}`));
    assert(found?.kind === "call", name);
    return { ...found, microseconds: 0 };
  };
  const call = { kind: "call", arguments: {}, result: "ok", results: {}, microseconds: 0 };
  const environment = "wasi:cli/environment@0.2.12";
  assertEquals(named("get-environment"), {
    ...{ ...call, name: `${environment} get-environment`, grants: ["--env TOKEN=secret"] },
  } as TraceRecord);
  assertEquals(named("get-arguments"), {
    ...{ ...call, name: `${environment} get-arguments`, grants: [] },
  } as TraceRecord);
  const ended = named("exit-with-code");
  assertEquals([ended.result, ended.arguments], ["exit", { "status-code": 3 }]);
  const written = named("[method]output-stream.blocking-write-and-flush");
  assertEquals(written.arguments.self, { resource: "output-stream", number: 1, name: "stdout" });
  const summary = records.at(-1);
  assert(summary?.kind === "summary");
  assertEquals(summary.handles.map(({ name, read }) => [name, read]), [["stdout", 0]]);
});

/** A run, and the least words that it could have done with. */
interface Trip {
  readonly words: readonly string[];
  readonly guest: readonly string[];
  readonly least: string;
}

const TRIPS: readonly Trip[] = [
  {
    words: ["--dir", "data::/data", "--dir", "unused::/unused", "--env", "A=1"],
    guest: [command("copy")],
    least: "--dir data::/data --stdin null --stdout null --stderr null",
  },
  {
    words: ["--dir", "data::/data", "--dir", "unused::/unused", "--allow-outbound", "tcp://*:*"],
    guest: [command("walk")],
    least: "--dir data::/data::ro --dir unused::/unused::ro --stdin null --stderr null",
  },
  {
    words: ["--stdin", "file:data/from", "--env", "A=1", "--dir", "data"],
    guest: [command("cat")],
    least: "--stdin file:data/from --stderr null",
  },
  {
    words: ["--env", "A=1", "--env", "B=2", "--allow-inbound", "tcp://*:*"],
    guest: [command("arguments"), "x"],
    least: "--env A=1 --env B=2 --stdin null --stderr null",
  },
  {
    words: [
      "--allow-outbound",
      "tcp://*:*",
      "--allow-resolve",
      "*",
      "--allow-resolve",
      "a.example",
    ],
    guest: [SOCKETS, "lookup", "localhost"],
    least: "--allow-resolve localhost --stdin null --stderr null",
  },
  {
    words: ["--allow-inbound", "tcp://*:*", "--allow-inbound", "udp://*:*"],
    guest: [SOCKETS, "tcp", "127.0.0.1", "0"],
    least: "--allow-inbound tcp://127.0.0.1:0 --stdin null --stderr null",
  },
];

Deno.test("a component with the least grants of another run comes to the same", async () => {
  using at = new TemporaryDirectory();
  at.make({ "data/": "", "data/from": "content", "unused/": "" });
  for (const { words, guest, least } of TRIPS) {
    const options = { cwd: at.path, env };
    const { status, stdout } = await sluice(["--audit", "audit", ...words, ...guest], options);
    const found = leastGrants(Deno.readTextFileSync(at.at("audit")));
    assertEquals(found.join(" "), least);
    const again = await sluice([...found, ...guest], options);
    assertEquals([again.status, again.stdout], [status, stdout], least);
  }
});

Deno.test("--audit has each use of a component once, and what it was refused", async () => {
  using at = new TemporaryDirectory();
  at.make({ "data/": "", "data/from": "content" });
  const words = ["--audit", "audit", "--dir", "data::/data::ro", command("copy")];
  await sluice(words, { cwd: at.path });
  assertEquals(usesIn(at.at("audit")), ["--dir data::/data::ro: open ."]);
  assertEquals(recordsIn<AuditRecord>(at.at("audit")).at(-1), {
    kind: "refusal",
    grant: ["--dir", "data::/data::ro"],
    operation: "write",
    call: "wasi:filesystem/types@0.2.0 [method]descriptor.open-at",
    result: "read-only",
    name: "/data/to",
    allowedBy: ["--dir", "data::/data"],
  });
});

Deno.test("--audit keeps whom a component has reached, and --trace says who was refused", async () => {
  using at = new TemporaryDirectory();
  using listening = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listening.addr;
  const echo = async () => {
    using connection = await listening.accept();
    await connection.readable.pipeTo(connection.writable);
  };
  const guest = [SOCKETS, "connect", "127.0.0.1", `${port}`];
  const options = { cwd: at.path, env };
  const granted = ["--audit", "audit", "--allow-outbound", "tcp://localhost:*"];
  const [{ status, stdout }] = await Promise.all([sluice([...granted, ...guest], options), echo()]);
  assertEquals([status, stdout], [0, "over loopback\nend\n"]);
  const grant = "--allow-outbound tcp://localhost:1-65535";
  const part = `tcp://localhost:${port}`;
  assertEquals(usesIn(at.at("audit")), [
    `${grant}: connect ${part}`,
    `${grant}: write ${part}`,
    `${grant}: read ${part}`,
    "--stdout inherit: write",
  ]);
  const refused = await sluice(["--trace", ...guest], options);
  assertMatch(refused.stdout, /^start-connect: access-denied$/m);
  const wanted = `--allow-outbound tcp://127.0.0.1:${port}`;
  assertMatch(
    refused.stderr,
    new RegExp(
      `start-connect\\(.*\\) = access-denied, .*, refused: ${wanted} would allow it$`,
      "m",
    ),
  );
  const allowed = [...wanted.split(" "), ...guest];
  const [after] = await Promise.all([sluice(allowed, options), echo()]);
  assertEquals(after.status, 0);
});

Deno.test("--audit keeps what a component used that is killed", async () => {
  using at = new TemporaryDirectory();
  const child = start(["--audit", "audit", command("cat")], { cwd: at.path });
  const [reader, writer] = [child.stdout.getReader(), child.stdin.getWriter()];
  // When the second one comes back, what was noted of the first has been written.
  for (const text of ["x", "y"]) {
    await writer.write(new TextEncoder().encode(text));
    await reader.read();
  }
  child.kill("SIGKILL");
  await child.status;
  await Promise.all([child.stderr.cancel(), reader.read(), writer.abort().catch(() => {})]);
  assertEquals(usesIn(at.at("audit")).sort(), ["--stdin inherit: read", "--stdout inherit: write"]);
});
