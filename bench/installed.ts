/**
 * A source tree as `deno task install` leaves it: parts that start quickly.
 *
 * @module
 */

import { bundle } from "../install/bundle.ts";

/** What starts Sluice: words for `deno run`, behind its permissions. */
export type Start = readonly string[];

/** From the tree itself, file by file. */
export function asCheckedOut(tree: string): Start {
  return [`${tree}/main.ts`];
}

/** From parts that are put into an empty directory. */
export async function asInstalled(tree: string, into: string): Promise<Start> {
  await bundle(tree, into);
  return ["--no-config", "--unstable-lazy-dynamic-imports", `${into}/main.js`];
}
