/**
 * The report of a run that compares hosts.
 *
 * @module
 */

import type { Result, Results } from "./measure.ts";
import { summarize } from "./statistics.ts";
import { formatQuantity, formatRatio, renderTable } from "./table.ts";
import { type Check, CHECKED_COST, checkTargets, cost, GAIN, ratioOf } from "./targets.ts";

/** Baseline of the rows, and of the start-up rows. */
const BASELINE = "native";
const START_UP_BASELINE = "empty script";

/** Print both tables, the failures and the targets. */
export function printHosts({ rows, startUp }: Results): void {
  console.log(
    "\nMedian of the rounds, and the median ratio of a round ± its median absolute deviation\n",
  );
  if (rows.length > 0) console.log(`${hostTable(rows, BASELINE)}\n`);
  if (startUp.length > 0) console.log(`${hostTable(startUp, START_UP_BASELINE)}\n`);
  for (const { name, failures } of [...rows, ...startUp]) {
    for (const [host, reason] of failures) console.log(`${name}: ${host} failed: ${reason}`);
  }
  const checks = allChecks({ rows, startUp });
  const missed = checks.filter(({ met }) => !met);
  console.log(`\nTargets: ${checks.length - missed.length} of ${checks.length} met\n`);
  if (checks.length > 0) console.log(renderTable(checks.map(checkCells)));
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
  const quotients = [cost(baseline), GAIN, CHECKED_COST];
  const header = ["", ...hosts, ...quotients.map(({ over, under }) => `${over}/${under}`)];
  const rows = results.map((result) => [
    result.name,
    ...hosts.map((host) => quantityCell(result, host)),
    ...quotients.map((ratio) => {
      const found = ratioOf(result, ratio);
      return found === undefined ? "-" : formatRatio(found);
    }),
  ]);
  return renderTable([header, ...rows]);
}

function quantityCell(result: Result, host: string): string {
  const samples = result.samples.get(host);
  if (samples !== undefined) return formatQuantity(summarize(samples).median, result.unit);
  return result.failures.has(host) ? "fails" : "-";
}

function checkCells({ row, ratio, bound, limit, found, met, close }: Check): string[] {
  const verdict = met ? "met" : "MISSED";
  return [
    row,
    `${ratio.over}/${ratio.under}`,
    `${bound} ${limit}`,
    formatRatio(found),
    close ? `${verdict}, within the spread` : verdict,
  ];
}
