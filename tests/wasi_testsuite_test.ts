/**
 * The preview1 programs of WebAssembly/wasi-testsuite, branch `prod/testsuite-base`, run from a
 * checkout that stays outside the repository.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import { dir, env, type Grant, run } from "../mod.ts";

const VARIABLE = "SLUICE_WASI_TESTSUITE";
const LANGUAGES = ["assemblyscript", "c", "rust"];

/** What Deno's API, and so the path-checked back end, cannot do. */
const PATH_CHECKED_CANNOT: Readonly<Record<string, string>> = {
  "rust/fd_filestat_set.wasm": "times finer than a millisecond",
  "rust/path_filestat.wasm": "times finer than a millisecond",
  "rust/symlink_filestat.wasm": "times of a symbolic link itself",
};

/** What a program's JSON file may say. */
interface Expectation {
  readonly root?: string;
  readonly args?: string[];
  readonly env?: Record<string, string>;
  readonly exit_code?: number;
  readonly stdout?: string;
}

const folder = Deno.env.get(VARIABLE);
const pathChecked = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";

Deno.test({
  name: folder === undefined
    ? `wasi-testsuite: ignored, because ${VARIABLE} does not name a checkout of its prebuilt branch`
    : "wasi-testsuite: every preview1 program behaves as its file says",
  ignore: folder === undefined,
  async fn(t) {
    for (const language of LANGUAGES) {
      const base = `${folder}/tests/${language}/testsuite/wasm32-wasip1`;
      const programs = [...Deno.readDirSync(base)].filter(({ name }) => name.endsWith(".wasm"));
      for (const { name } of programs.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
        const program = `${language}/${name}`;
        const reason = pathChecked ? PATH_CHECKED_CANNOT[program] : undefined;
        const check = () => checkProgram(base, name.slice(0, -".wasm".length));
        await t.step(
          reason === undefined ? program : `${program} fails, for Deno's API lacks ${reason}`,
          reason === undefined ? check : async () => void await assertRejects(check),
        );
      }
    }
  },
});

async function checkProgram(base: string, name: string): Promise<void> {
  const expected = expectationOf(`${base}/${name}.json`);
  const scratch = await Deno.makeTempDir();
  try {
    const grants: Grant[] = [env(expected.env ?? {})];
    if (expected.root !== undefined) {
      copyTree(`${base}/${expected.root}`, scratch);
      grants.push(dir(scratch, { guest: "/" }));
    }
    const result = await run(`${base}/${name}.wasm`, {
      args: expected.args ?? [],
      grants,
      stdout: "capture",
      stderr: "capture",
    });
    const decoder = new TextDecoder();
    assertEquals(
      result.status,
      expected.exit_code ?? 0,
      `${result.message ?? ""} ${decoder.decode(result.stderr)}`,
    );
    if (expected.stdout !== undefined) {
      assertEquals(decoder.decode(result.stdout), expected.stdout);
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

function expectationOf(file: string): Expectation {
  try {
    return JSON.parse(Deno.readTextFileSync(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

function copyTree(from: string, to: string): void {
  for (const entry of Deno.readDirSync(from)) {
    const [source, target] = [`${from}/${entry.name}`, `${to}/${entry.name}`];
    if (entry.isDirectory) {
      Deno.mkdirSync(target);
      copyTree(source, target);
    } else Deno.copyFileSync(source, target);
  }
}
