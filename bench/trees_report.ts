/**
 * The report of a run that compares two source trees.
 *
 * @module
 */

import type { Result, Results } from "./measure.ts";
import { LEGEND, printFailures } from "./results_table.ts";
import { quantile, ratios, summarize, type Summary } from "./statistics.ts";
import { formatQuantity, formatRatio, renderTable } from "./table.ts";

/** The names of the two trees, and of the first one measured a second time. */
export const BASE = "base";
export const BASE_AGAIN = "base again";
export const CURRENT = "current";

/** How two trees compare in one row. */
export interface Comparison {
  readonly row: string;
  /** Current over base: below 1 the current tree is faster. */
  readonly ratio: Summary;
  /** Base over itself: what chance alone does. */
  readonly same: Summary;
  /** The middle half of the base's ratios to itself. */
  readonly sameQuartiles: readonly [number, number];
  /** Chance alone would hardly take the median ratio this far from 1. */
  readonly differs: boolean;
}

/**
 * How many standard errors of the median count as a difference, in median absolute deviations: three, times
 * 1.25 for a median instead of a mean, times 1.48 from the deviation to a standard deviation.
 */
const THREE_STANDARD_ERRORS = 3 * 1.25 * 1.48;

/** Compare the trees in every row that both could run. */
export function compareTrees({ rows, startUp }: Results): Comparison[] {
  return [...rows, ...startUp].map(compare).filter((made) => made !== undefined);
}

function compare(result: Result): Comparison | undefined {
  const base = result.samples.get(BASE);
  const again = result.samples.get(BASE_AGAIN);
  const current = result.samples.get(CURRENT);
  if (!base || !again || !current) return undefined;
  const same = ratios(again, base);
  const ratio = summarize(ratios(current, base));
  const { median, spread } = summarize(same);
  const chance = THREE_STANDARD_ERRORS * Math.max(spread, ratio.spread) / Math.sqrt(base.length);
  return {
    row: result.name,
    ratio,
    same: { median, spread },
    sameQuartiles: [quantile(same, 0.25), quantile(same, 0.75)],
    differs: Math.abs(ratio.median - 1) > chance,
  };
}

/** Print the table and the failures. */
export function printTrees(results: Results): void {
  const all = [...results.rows, ...results.startUp];
  const comparisons = new Map(compareTrees(results).map((made) => [made.row, made]));
  const header = ["", BASE, CURRENT, `${CURRENT}/${BASE}`, `${BASE}/${BASE}`, "its quartiles", ""];
  console.log(`\n${LEGEND}\n`);
  console.log(
    renderTable([header, ...all.map((result) => cells(result, comparisons.get(result.name)))]),
  );
  printFailures(all);
}

function cells(result: Result, made: Comparison | undefined): string[] {
  const quantities = [BASE, CURRENT].map((tree) => {
    const samples = result.samples.get(tree);
    return samples ? formatQuantity(summarize(samples).median, result.unit) : "fails";
  });
  if (made === undefined) return [result.name, ...quantities, "-", "-", "-", ""];
  const [low, high] = made.sameQuartiles;
  const verdict = made.ratio.median < 1 ? "less" : "more";
  return [
    result.name,
    ...quantities,
    formatRatio(made.ratio),
    formatRatio(made.same),
    `${low.toFixed(2)} to ${high.toFixed(2)}`,
    made.differs ? verdict : "same",
  ];
}
