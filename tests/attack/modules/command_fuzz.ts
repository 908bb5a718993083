/**
 * Mutated modules through the command line: never status 125, never a signal.
 *
 * @module
 */

import { Canary } from "../canary.ts";
import { Chance } from "../chance.ts";
import { FuzzFailure } from "../failure.ts";
import { FreshDirectory } from "../place.ts";
import { layOut } from "../paths/tree.ts";
import { Mutator } from "./mutate.ts";

/** Modules of an episode. */
export const EPISODE = 100;

/** Processes at once. */
const AT_ONCE = 2;

/** Milliseconds after which a process hangs that should have ended itself. */
const PATIENCE = 30_000;

const INTERNAL_ERROR = 125;

const mainModule = new URL("../../../main.ts", import.meta.url).pathname;

/**
 * One episode.
 *
 * @throws FuzzFailure
 */
export async function fuzzCommand(seed: number, modules: number): Promise<void> {
  const mutator = new Mutator(new Chance(seed));
  using base = new FreshDirectory("sluice_command_");
  layOut(base.path);
  Deno.mkdirSync(`${base.path}/modules`);
  const mutants = Array.from({ length: modules }, () => mutator.next());
  for (const [i, { bytes }] of mutants.entries()) {
    Deno.writeFileSync(`${base.path}/modules/${i}.wasm`, bytes);
  }
  const canary = new Canary(base.path, `${base.path}/grant`);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < modules) {
      const i = next++;
      const finding = await runOne(`${base.path}/modules/${i}.wasm`, `${base.path}/grant`);
      if (finding === undefined) continue;
      throw new FuzzFailure("command", seed, i + 1, `${mutants[i]!.story}: ${finding}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const changes = canary.differences();
  if (changes.length === 0) return;
  throw new FuzzFailure("command", seed, modules, `outside of the grant:\n${changes.join("\n")}`);
}

async function runOne(module: string, grant: string): Promise<string | undefined> {
  const pathChecked = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-prompt", ...pathChecked ? ["--deny-ffi"] : [], mainModule],
      ...["--timeout", "1s", "--max-memory", "16MiB", "--dir", `${grant}::/in`],
      ...[module, "one", "two"],
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const { code, signal, stderr } = await child.output();
  clearTimeout(timer);
  if (code !== INTERNAL_ERROR && signal === null) return undefined;
  return `${signal ?? code}: ${new TextDecoder().decode(stderr).slice(-2000)}`;
}
