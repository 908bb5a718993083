/**
 * What runs the guests.
 *
 * @module
 */

import type { Command } from "../spawn.ts";
import { bundle } from "./bundle.ts";
import { type Jco, prepareJco } from "./jco.ts";

const TREE = `${import.meta.dirname}/../..`;

/** Sluice by different ways, and jco where it is. */
export interface Hosts {
  /** Sluice as it lies in the repository. */
  readonly source: (...args: readonly string[]) => Command;
  /** Sluice as `deno task install` leaves it. */
  readonly installed: (...args: readonly string[]) => Command;
  readonly jco: Jco | undefined;
}

/**
 * Prepares what runs the guests.
 *
 * @param tools an empty directory for it.
 */
export async function prepareHosts(tools: string, jco: string | undefined): Promise<Hosts> {
  const deno = [Deno.execPath(), "run", "-A", "--no-prompt"];
  const bundled = await bundle(TREE, `${tools}/installed`);
  await Deno.mkdir(`${tools}/jco`);
  return {
    source: (...args) => ({ words: [...deno, `${TREE}/main.ts`, ...args], cwd: TREE }),
    installed: (...args) => ({ words: [...bundled, ...args] }),
    jco: jco === undefined ? undefined : await prepareJco(jco, `${tools}/jco`),
  };
}
