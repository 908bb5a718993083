/**
 * Runs a row of a guest's table and compares.
 *
 * @module
 */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { dir, env, type Rights, run, type RunOptions, SluiceError } from "../../mod.ts";
import type { Expected, Row, Tree } from "./row.ts";

const here = new URL("./", import.meta.url);
const mainModule = new URL("../../main.ts", import.meta.url).pathname;

/** What a run came to, in the library and by the command alike. */
interface Outcome {
  readonly status: number;
  readonly ended?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly message: string;
  readonly refused: boolean;
}

/** Lays out, runs, compares, and takes away. */
export async function runRow(row: Row): Promise<void> {
  const root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "guest_" }));
  try {
    layOut(root, row.tree ?? {});
    const before = listing(`${root}/out`);
    const outcome = row.by === "command"
      ? await runByCommand(row, root)
      : await runInLibrary(row, root);
    compare(outcome, row.expected ?? {}, row.by);
    assertEquals(listing(`${root}/out`), before, "the guest reached what lies outside");
    row.after?.(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

function layOut(root: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    const path = `${root}/${name}`;
    Deno.mkdirSync(name.endsWith("/") ? path : path.slice(0, path.lastIndexOf("/")), {
      recursive: true,
    });
    if (name.endsWith("/")) continue;
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else if ("link" in content) Deno.symlinkSync(content.link.replace("ROOT", root), path);
    else Deno.linkSync(`${root}/${content.sameAs}`, path);
  }
}

/** Everything below a directory with what a guest could have changed. */
function listing(path: string): string[] {
  const lines: string[] = [];
  let info: Deno.FileInfo;
  try {
    info = Deno.lstatSync(path);
  } catch {
    return lines;
  }
  lines.push(`${path} ${info.mode} ${info.nlink} ${info.size} ${info.mtime?.getTime()}`);
  if (info.isFile) lines.push(Deno.readTextFileSync(path));
  if (!info.isDirectory) return lines;
  for (const { name } of Deno.readDirSync(path)) lines.push(...listing(`${path}/${name}`));
  return lines.sort();
}

function moduleOf(row: Row): Uint8Array {
  return typeof row.guest === "string"
    ? Deno.readFileSync(new URL(`${row.guest}.wasm`, here))
    : row.guest;
}

/** Rights as the library takes them: names are a list there. */
function rightsOf(rights: string): Rights {
  return rights === "ro" || rights === "rw" ? rights : rights.split("+") as Exclude<Rights, string>;
}

async function runInLibrary(row: Row, root: string): Promise<Outcome> {
  if (row.stdin === "silent") throw new TypeError("a silent input is a pipe of the command");
  const options: RunOptions = {
    argv0: "guest",
    args: [...row.args ?? []],
    grants: [
      ...(row.dirs ?? []).map(([host, guest, rights]) =>
        dir(`${root}/${host}`, { guest, rights: rightsOf(rights) })
      ),
      env({ ...row.env }),
    ],
    stdin: row.stdin ?? "null",
    stdout: "capture",
    stderr: "capture",
  };
  if (row.expected?.refused !== undefined) {
    const error = await assertRejects(() => run(moduleOf(row), options), SluiceError);
    return { status: error.status, stdout: "", stderr: "", message: error.message, refused: true };
  }
  const { status, ended, message, stdout, stderr } = await run(moduleOf(row), options);
  return {
    status,
    ended,
    stdout: text(stdout),
    stderr: text(stderr),
    message: message ?? "",
    refused: false,
  };
}

async function runByCommand(row: Row, root: string): Promise<Outcome> {
  const module = `${root}/guest.wasm`;
  Deno.writeFileSync(module, moduleOf(row));
  const confined = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-prompt", ...confined ? [] : ["--deny-ffi"]],
      ...[mainModule, "--argv0", "guest"],
      ...(row.dirs ?? []).flatMap((grant) => ["--dir", `${root}/${grant.join("::")}`]),
      ...Object.entries(row.env ?? {}).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...(row.options ?? []).map((option) => option.replace("ROOT", root)),
      ...[module, ...row.args ?? []],
    ],
    env: { NO_COLOR: "1" },
    stdin: row.stdin === undefined || row.stdin === "null" ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (row.stdin instanceof Uint8Array) {
    const writer = child.stdin.getWriter();
    await writer.write(row.stdin);
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  if (row.stdin === "silent") await child.stdin.close();
  const own = text(stderr).split("\n").filter((line) => /^(error|hint): /.test(line));
  return {
    status: code,
    stdout: text(stdout),
    stderr: text(stderr),
    message: own.join("\n"),
    refused: code === row.expected?.refused,
  };
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function compare(got: Outcome, expected: Expected, by: Row["by"]): void {
  const status = expected.refused ?? expected.status ?? 0;
  const seen = JSON.stringify(
    { status: got.status, ended: got.ended, message: got.message, stderr: got.stderr },
    null,
    1,
  );
  assertEquals(got.stdout, expected.stdout ?? (status === 0 ? "ok\n" : ""), seen);
  assertEquals(got.status, status, seen);
  assertEquals(got.refused, expected.refused !== undefined, seen);
  if (expected.message !== undefined) assertMatch(got.message, expected.message, seen);
  if (by === "command" || got.refused) return;
  assertEquals(got.ended, expected.ended ?? (status === 134 ? "trap" : "exit"), seen);
  if (expected.stderr !== undefined) assertEquals(got.stderr, expected.stderr);
}
