/**
 * The ratios of a row, and whether they keep what is promised.
 *
 * @module
 */

import type { Result } from "./measure.ts";
import { ratios, summarize, type Summary } from "./statistics.ts";

/** A quotient of two hosts' samples. */
export interface Ratio {
  readonly over: string;
  readonly under: string;
}

/** A bound, what was found, and the verdict. */
export interface Check {
  readonly row: string;
  readonly ratio: Ratio;
  readonly bound: "at most" | "at least";
  readonly limit: number;
  readonly found: Summary;
  /** By the median alone. */
  readonly met: boolean;
  /** The limit is nearer to the median than the spread: measure longer before believing the verdict. */
  readonly close: boolean;
}

/** What Sluice costs beside the least possible. */
export function cost(baseline: string): Ratio {
  return { over: "sluice", under: baseline };
}
/** How much faster Sluice is than `node:wasi`. */
export const GAIN: Ratio = { over: "node:wasi", under: "sluice" };
/** What the back end without FFI costs beside `node:wasi`. */
export const CHECKED_COST: Ratio = { over: "path-checked", under: "node:wasi" };

/** The ratio of each round, summarized; nothing where one of the hosts has no samples. */
export function ratioOf(result: Result, { over, under }: Ratio): Summary | undefined {
  const [above, below] = [result.samples.get(over), result.samples.get(under)];
  return above && below && summarize(ratios(above, below));
}

/** Hold a result to its targets, as far as the hosts that they name were measured. */
export function checkTargets(result: Result, baseline: string): Check[] {
  const { targets } = result;
  return [
    check(result, cost(baseline), "at most", targets.baseline),
    check(result, GAIN, "at least", targets.nodeWasi),
    check(result, CHECKED_COST, "at most", targets.pathChecked),
  ].filter((made) => made !== undefined);
}

function check(
  result: Result,
  ratio: Ratio,
  bound: Check["bound"],
  limit: number | undefined,
): Check | undefined {
  const found = ratioOf(result, ratio);
  if (limit === undefined || found === undefined) return undefined;
  const met = bound === "at most" ? found.median <= limit : found.median >= limit;
  const close = Math.abs(found.median - limit) <= found.spread;
  return { row: result.name, ratio, bound, limit, found, met, close };
}
