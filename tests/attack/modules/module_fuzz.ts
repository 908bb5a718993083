/**
 * Mutated modules, run in this process: each is refused, traps, comes to a limit, or ends by itself.
 *
 * @module
 */

import { run, type RunResult, SluiceError } from "../../../mod.ts";
import { dir } from "../../../lib/grants/directory.ts";
import { Canary } from "../canary.ts";
import { Chance } from "../chance.ts";
import { FuzzFailure } from "../failure.ts";
import { FreshDirectory } from "../place.ts";
import { layOut } from "../paths/tree.ts";
import { Mutator } from "./mutate.ts";

/** Modules of an episode. */
export const EPISODE = 2000;

/** Modules between two looks at the canaries. */
const WATCH = 500;

/** A guest that computes gets 50 ms more. */
const LIMITS = { timeout: 30, maxMemory: 16 << 20, maxHandles: 64 };

/** How modules ended. */
export type Endings = Map<RunResult["ended"] | "refusal", number>;

/**
 * One episode.
 *
 * @param before called with the number of each module before it is run
 * @throws FuzzFailure
 */
export async function fuzzModules(
  seed: number,
  modules: number,
  before: (number: number) => void = () => {},
): Promise<Endings> {
  const mutator = new Mutator(new Chance(seed));
  const endings: Endings = new Map();
  using base = new FreshDirectory("sluice_modules_");
  layOut(base.path);
  const canary = new Canary(base.path, `${base.path}/grant`);
  for (let i = 1; i <= modules; i++) {
    before(i);
    const { story, bytes } = mutator.next();
    const fail = (finding: string): never => {
      throw new FuzzFailure("modules", seed, i, `${story}: ${finding}`);
    };
    const ended = await endingOf(bytes, `${base.path}/grant`).catch(
      (error) => fail(error instanceof Error ? `${error.stack}` : `${error}`),
    );
    endings.set(ended, (endings.get(ended) ?? 0) + 1);
    if (i % WATCH !== 0 && i < modules) continue;
    const changes = canary.differences();
    if (changes.length > 0) fail(`outside of the grant:\n${changes.join("\n")}`);
  }
  return endings;
}

async function endingOf(
  bytes: Uint8Array<ArrayBuffer>,
  grant: string,
): Promise<RunResult["ended"] | "refusal"> {
  try {
    const { status, ended } = await run(bytes, {
      args: ["one", "two"],
      grants: [dir(grant, { guest: "/in" })],
      stdout: "capture",
      stderr: "capture",
      limits: LIMITS,
    });
    if (!Number.isInteger(status) || status < 0 || status >= 2 ** 32) {
      throw new Error(`a status of ${status}`);
    }
    return ended;
  } catch (error) {
    if (error instanceof SluiceError && error.status === 126) return "refusal";
    if (error instanceof SluiceError && error.cause instanceof Error) throw error.cause;
    throw error;
  }
}
