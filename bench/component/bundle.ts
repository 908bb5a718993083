/**
 * Sluice as it is installed.
 *
 * @module
 */

import { runToEnd } from "../spawn.ts";

const BUNDLE = ["bundle", "--quiet", "--platform", "deno", "--minify", "--code-splitting"];

/**
 * Makes what the task `install` makes of a tree.
 *
 * @returns the words that run it
 */
export async function bundle(tree: string, into: string): Promise<string[]> {
  await runToEnd({ words: [Deno.execPath(), ...BUNDLE, "--outdir", into, "main.ts"], cwd: tree });
  return [
    ...[Deno.execPath(), "run", "--allow-all", "--no-prompt", "--no-config"],
    ...["--unstable-lazy-dynamic-imports", `${into}/main.js`],
  ];
}
