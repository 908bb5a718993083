/**
 * `deno task fuzz`: the fuzzers in long form.
 *
 * ```text
 * --count N     steps of each fuzzer (default 100 000, of `command` a hundredth of it)
 * --minutes N   in place of it: so long for each
 * --only NAME   only this one: paths, abi, modules, components, command
 * --seed S      of the first episode; those behind it count up
 * ```
 *
 * The status is 1 after a finding, which says how to come to it again.
 *
 * @module
 */

import { selectHost } from "../../lib/host/select_host.ts";
import { EPISODE as ABI_EPISODE, fuzzAbi } from "./abi/abi_fuzz.ts";
import { EPISODE as COMPONENT_EPISODE, fuzzComponents } from "./components/component_fuzz.ts";
import { FuzzFailure } from "./failure.ts";
import { EPISODE as COMMAND_EPISODE, fuzzCommand } from "./modules/command_fuzz.ts";
import { EPISODE as MODULE_EPISODE } from "./modules/module_fuzz.ts";
import { fuzzModulesApart } from "./modules/apart.ts";
import { type Length, parseOptions } from "./options.ts";
import { EPISODE as PATH_EPISODE, fuzzPaths } from "./paths/path_fuzz.ts";

/** A fuzzer: episodes of so many steps, each told by its seed alone. */
interface Fuzzer {
  readonly episode: number;
  /** Steps for one step of the others, as it is that much slower. */
  readonly share: number;
  run(seed: number, steps: number): unknown;
}

/** How often it is said how far a fuzzer has come. */
const REPORT = 30_000;

if (import.meta.main) {
  const { length, seed, only } = parseOptions(Deno.args, "count", 100_000);
  const host = await selectHost({ files: true, clocks: true });
  const fuzzers: Readonly<Record<string, Fuzzer>> = {
    paths: { episode: PATH_EPISODE, share: 1, run: (seed, n) => fuzzPaths(host, seed, n) },
    abi: { episode: ABI_EPISODE, share: 1, run: (seed, n) => fuzzAbi(host, seed, n) },
    modules: { episode: MODULE_EPISODE, share: 1, run: fuzzModulesApart },
    components: { episode: COMPONENT_EPISODE, share: 1, run: fuzzComponents },
    command: { episode: COMMAND_EPISODE, share: 0.01, run: fuzzCommand },
  };
  const chosen = Object.entries(fuzzers).filter(([name]) => only === "" || name === only);
  if (chosen.length === 0) throw new RangeError(`--only is one of ${Object.keys(fuzzers)}`);
  let status = 0;
  for (const [name, fuzzer] of chosen) {
    if (!await fuzz(name, fuzzer, seed, length, only !== "")) status = 1;
  }
  Deno.exit(status);
}

/** Answers whether nothing was found. */
async function fuzz(
  name: string,
  fuzzer: Fuzzer,
  seed: number,
  length: Length,
  alone: boolean,
): Promise<boolean> {
  const begun = performance.now();
  const passed = () => performance.now() - begun;
  const wanted = "minutes" in length
    ? Infinity
    : alone
    ? length.count
    : Math.ceil(length.count * fuzzer.share);
  const until = "minutes" in length ? length.minutes * 60_000 : Infinity;
  let steps = 0;
  let next = REPORT;
  const report = () =>
    console.log(
      `${name}: ${steps} from seed ${seed}, ${(1000 * passed() / steps).toFixed(1)} us each`,
    );
  for (let episode = 0; steps < wanted && passed() < until; episode++) {
    const now = Math.min(fuzzer.episode, wanted - steps);
    try {
      await fuzzer.run((seed + episode) >>> 0, now);
    } catch (error) {
      if (!(error instanceof FuzzFailure)) throw error;
      console.log(`FAILED ${name} after ${steps}: ${error.message}`);
      return false;
    }
    steps += now;
    if (passed() < next) continue;
    report();
    next = passed() + REPORT;
  }
  report();
  return true;
}
