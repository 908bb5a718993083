/**
 * The results as a file.
 *
 * @module
 */

import { dirname } from "@std/path";
import type { Result, Results } from "./measure.ts";
import type { Options } from "./options.ts";
import { summarize } from "./statistics.ts";

/** Write every sample with what was made of them; `conclusions` is what the report of the mode found. */
export function writeJson(
  options: Pick<Options, "rounds" | "against" | "json">,
  results: Results,
  conclusions: object,
): void {
  const { rounds, against } = options;
  const report = {
    machine: { ...Deno.version, os: Deno.build.os, arch: Deno.build.arch },
    rounds,
    ...(against === undefined ? {} : { against }),
    rows: [...results.rows, ...results.startUp].map(plain),
    ...conclusions,
  };
  Deno.mkdirSync(dirname(options.json), { recursive: true });
  Deno.writeTextFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nEvery sample is in ${options.json}`);
}

function plain({ name, unit, samples, failures }: Result): object {
  return {
    name,
    unit,
    hosts: Object.fromEntries(
      samples.entries().map(([host, taken]) => [host, { ...summarize(taken), samples: taken }]),
    ),
    ...(failures.size > 0 && { failures: Object.fromEntries(failures) }),
  };
}
