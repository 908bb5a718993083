/**
 * What runs the guests.
 *
 * @module
 */

import { asCheckedOut, asInstalled, type Start } from "../installed.ts";
import type { Command } from "../spawn.ts";
import { type Jco, prepareJco } from "./jco.ts";

const TREE = `${import.meta.dirname}/../..`;

/** Runs Sluice with these words. */
export type Sluice = (...args: readonly string[]) => Command;

/** Sluice by different ways, and jco where it is. */
export interface Hosts {
  /** Sluice as it lies in the repository. */
  readonly source: Sluice;
  /** Sluice as `deno task install` leaves it. */
  readonly installed: Sluice;
  readonly jco: Jco | undefined;
}

/**
 * Prepares what runs the guests.
 *
 * @param tools a directory for it.
 */
export async function prepareHosts(tools: string, jco: string | undefined): Promise<Hosts> {
  await Deno.mkdir(`${tools}/jco`);
  return {
    source: startedBy(asCheckedOut(TREE)),
    installed: startedBy(await asInstalled(TREE, `${tools}/installed`)),
    jco: jco === undefined ? undefined : await prepareJco(jco, `${tools}/jco`),
  };
}

function startedBy(start: Start): Sluice {
  const words = [Deno.execPath(), "run", "-A", "--no-prompt", ...start];
  return (...args) => ({ words: [...words, ...args], cwd: TREE });
}
