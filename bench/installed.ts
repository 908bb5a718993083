/**
 * A source tree as `deno task install` leaves it: parts that start quickly.
 *
 * @module
 */

import { runToEnd } from "./spawn.ts";

/** What starts Sluice: words for `deno run`, behind its permissions. */
export type Start = readonly string[];

/** From the tree itself, file by file. */
export function asCheckedOut(tree: string): Start {
  return [`${tree}/main.ts`];
}

/** From parts that are put into an empty directory. */
export async function asInstalled(tree: string, into: string): Promise<Start> {
  const how = ["--quiet", "--platform", "deno", "--minify", "--code-splitting"];
  const words = [Deno.execPath(), "bundle", ...how, "--outdir", into, "main.ts"];
  await runToEnd({ words, cwd: tree });
  return ["--no-config", "--unstable-lazy-dynamic-imports", `${into}/main.js`];
}
