/**
 * `--audit`, and the least grants that come of it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type AuditRecord, leastGrants } from "../../mod.ts";
import { sluice, start } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** The records in an audit. */
function recordsIn(place: Workspace): AuditRecord[] {
  return place.read("audit")!.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** What was used, in short. */
function usesIn(place: Workspace): string[] {
  return recordsIn(place).flatMap((record) =>
    record.kind === "use"
      ? [`${record.grant.join(" ")}: ${record.operation} ${record.directory ?? ""}`.trimEnd()]
      : []
  );
}

/** A run, and the least words that it could have done with. */
interface Trip {
  readonly words: readonly string[];
  readonly guest: readonly string[];
  readonly least: string;
}

const TRIPS: readonly Trip[] = [
  {
    words: ["--dir", ".::/all", "--dir", "data::/unused", "--env", "A=1"],
    guest: ["files.wasm", "read", "/all/data/hello"],
    least: "--dir ./data::/all/data::ro --stdin null --stderr null",
  },
  {
    // The link leads out of what a narrower grant would hold.
    words: ["--dir", ".::/all"],
    guest: ["files.wasm", "read", "/all/deep/link"],
    least: "--dir .::/all::ro --stdin null --stderr null",
  },
  {
    words: ["--dir", "data"],
    guest: ["files.wasm", "write", "data/new", "text"],
    least: "--dir data --stdin null --stdout null --stderr null",
  },
  {
    words: ["--dir", "."],
    guest: ["files.wasm", "write", "data/other", "text"],
    least: "--dir ./data::data --stdin null --stdout null --stderr null",
  },
  {
    words: ["--dir", "data", "--stdin", "file:file", "--stdout", "file:out"],
    guest: ["cat.wasm"],
    least: "--stdin file:file --stdout file:out --stderr null",
  },
  {
    words: ["--env", "A=1", "--env", "HOME", "--dir", "data"],
    guest: ["args.wasm", "x"],
    least: "--env A=1 --env HOME --stdin null --stderr null",
  },
];

Deno.test("a run with the least grants of another one comes to the same", async () => {
  using place = workspace();
  Deno.mkdirSync(`${place.path}/deep`);
  Deno.symlinkSync("../data/hello", `${place.path}/deep/link`);
  for (const { words, guest, least } of TRIPS) {
    const { status, stdout } = await sluice(["--audit", "audit", ...words, ...guest], {
      cwd: place.path,
    });
    const found = leastGrants(place.read("audit")!);
    assertEquals([status, found.join(" ")], [0, least]);
    const again = await sluice([...found, ...guest], { cwd: place.path });
    assertEquals([again.status, again.stdout], [status, stdout], least);
  }
});

Deno.test("--audit has each use once, and the refusals", async () => {
  using place = workspace();
  const words = ["--audit", "audit", "--dir", ".::/all::ro", "files.wasm"];
  await sluice([...words, "read", "/all/data/hello"], { cwd: place.path });
  assertEquals(usesIn(place), [
    "--dir .::/all::ro: open data",
    "--dir .::/all::ro: read data",
    "--stdout inherit: write",
  ]);
  await sluice([...words, "write", "/all/data/hello", "text"], { cwd: place.path });
  assertEquals(recordsIn(place), [
    { kind: "audit", version: 1 },
    {
      kind: "refusal",
      grant: ["--dir", ".::/all::ro"],
      operation: "write",
      call: "path_open",
      result: "NOTCAPABLE",
      name: "/all/data/hello",
      allowedBy: ["--dir", ".::/all"],
    },
  ]);
});

Deno.test("--audit keeps what a guest used that is killed", async () => {
  using place = workspace();
  const child = start(["--audit", "audit", "cat.wasm"], { cwd: place.path });
  const [reader, writer] = [child.stdout.getReader(), child.stdin.getWriter()];
  await writer.write(new TextEncoder().encode("x"));
  await reader.read();
  // By now the guest waits again, so that its last record has been written.
  await writer.write(new TextEncoder().encode("y"));
  await reader.read();
  child.kill("SIGKILL");
  await child.status;
  await Promise.all([child.stderr.cancel(), reader.read(), writer.abort().catch(() => {})]);
  assertEquals(usesIn(place), ["--stdin inherit: read", "--stdout inherit: write"]);
});

Deno.test("--audit keeps what a guest used that is out of time", async () => {
  using place = workspace();
  const words = ["--audit", "audit", "--timeout", "1s", "spin.wasm"];
  assertEquals((await sluice(words, { cwd: place.path })).status, 124);
  assertEquals(usesIn(place), ["--stdout inherit: write"]);
});
