/**
 * The report: components beside preview1, and beside jco.
 *
 * @module
 */

import type { Result } from "../measure.ts";
import { LEGEND, printChecks, printFailures, resultsTable } from "../results_table.ts";
import { summarize } from "../statistics.ts";
import { formatQuantity } from "../table.ts";
import { type Check, checkTargets, cost, type Ratio } from "../targets.ts";
import { CALL_NAME, CALL_TARGET } from "./calls_rows.ts";

const BASELINE = "preview1";
const HOSTS = [BASELINE, "sluice", "suspendable", "jco"];
const QUOTIENTS: readonly Ratio[] = [cost(BASELINE), { over: "jco", under: "sluice" }];

/** Print the table, the failures and the targets. */
export function printComponents(results: readonly Result[]): void {
  console.log(`\n${LEGEND}\n`);
  console.log(resultsTable(results, HOSTS, QUOTIENTS));
  printFailures(results);
  printChecks(componentChecks(results));
  const call = results.find(({ name }) => name === CALL_NAME)?.samples.get("sluice");
  if (call === undefined) return;
  const { median } = summarize(call);
  const verdict = median <= CALL_TARGET ? "met" : "MISSED";
  console.log(
    `${CALL_NAME}: ${formatQuantity(median, "ns")}, at most ${CALL_TARGET} ns: ${verdict}`,
  );
}

/** Every ratio that could be checked. */
export function componentChecks(results: readonly Result[]): Check[] {
  return results.flatMap((result) => checkTargets(result, BASELINE));
}
