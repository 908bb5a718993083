/**
 * Real programs from npm, each built with another toolchain, over real files: what they read, write and
 * list, and what they are refused. `tests/npm/deno.json` pins them, `deno task npm` installs them.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { dir, env, run } from "../../mod.ts";
import { installed, unpackRipgrep } from "./installed.ts";
import { type Ended, spawnSluice } from "./spawn_sluice.ts";
import { PROGRAMS, type Step } from "./table.ts";

for (const program of PROGRAMS) {
  Deno.test(`${program.name} ${program.does}`, async () => {
    const temporary = await Deno.makeTempDir({ prefix: "sluice-programs-" });
    try {
      const host = `${temporary}/granted`;
      await Deno.mkdir(host);
      for (const [name, content] of Object.entries(program.files ?? {})) {
        await write(`${host}/${name}`, content);
      }
      let module = `${temporary}/rg.wasm`;
      if (program.module === "ripgrep") await unpackRipgrep(module);
      else module = installed(program.module);
      for (const step of program.steps) {
        const ended = step.by === "main.ts"
          ? await spawnSluice(module, step, host)
          : await runHere(module, step, host);
        check(step, ended);
        await checkFiles(step, host);
      }
    } finally {
      await Deno.remove(temporary, { recursive: true });
    }
  });
}

/** A step in this process, by `run()`. */
async function runHere(module: string, step: Step, host: string): Promise<Ended> {
  const { guest, rights = "rw" } = step.grant ?? {};
  const result = await run(module, {
    args: step.args,
    grants: [
      ...(guest === undefined ? [] : [dir(host, { guest, rights })]),
      ...(step.env === undefined ? [] : [env(step.env)]),
    ],
    stdin: new TextEncoder().encode(step.stdin ?? ""),
    stdout: "capture",
    stderr: "capture",
  });
  const text = new TextDecoder();
  return {
    status: result.status,
    stdout: text.decode(result.stdout),
    stderr: text.decode(result.stderr),
  };
}

/** Compare how a step ended with what its row says. */
function check(step: Step, ended: Ended): void {
  const all = JSON.stringify(ended, null, 1);
  assertEquals(ended.status, step.status ?? 0, all);
  if (typeof step.stdout === "string") assertEquals(ended.stdout, step.stdout, all);
  if (step.stdout instanceof RegExp) assertMatch(ended.stdout, step.stdout);
  if (step.stderr !== undefined) assertMatch(ended.stderr, step.stderr);
}

/** Compare what a step left in the host's directory with what its row says; `null` is for no file. */
async function checkFiles(step: Step, host: string): Promise<void> {
  for (const [name, expected] of Object.entries(step.leaves ?? {})) {
    let found: string | null = null;
    try {
      found = await Deno.readTextFile(`${host}/${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    if (!(expected instanceof RegExp)) assertEquals(found, expected, name);
    else {
      assert(found !== null, `${name} was not written`);
      assertMatch(found, expected);
    }
  }
}

async function write(path: string, content: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, content);
}
