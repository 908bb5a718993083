/**
 * The report of a run that compares hosts.
 *
 * @module
 */

import type { Result, Results } from "./measure.ts";
import { LEGEND, printChecks, printFailures, resultsTable } from "./results_table.ts";
import { type Check, CHECKED_COST, checkTargets, cost, GAIN } from "./targets.ts";

/** Baseline of the rows, and of the start-up rows. */
const BASELINE = "native";
const START_UP_BASELINE = "empty script";

/** Print both tables, the failures and the targets. */
export function printHosts({ rows, startUp }: Results): void {
  console.log(`\n${LEGEND}\n`);
  if (rows.length > 0) console.log(`${hostTable(rows, BASELINE)}\n`);
  if (startUp.length > 0) console.log(`${hostTable(startUp, START_UP_BASELINE)}\n`);
  printFailures([...rows, ...startUp]);
  printChecks(allChecks({ rows, startUp }));
}

/** Every target that could be checked. */
export function allChecks({ rows, startUp }: Results): Check[] {
  return [
    ...rows.flatMap((result) => checkTargets(result, BASELINE)),
    ...startUp.flatMap((result) => checkTargets(result, START_UP_BASELINE)),
  ];
}

function hostTable(results: readonly Result[], baseline: string): string {
  const hosts = [baseline, "sluice", "path-checked", "node:wasi"];
  return resultsTable(results, hosts, [cost(baseline), GAIN, CHECKED_COST]);
}
