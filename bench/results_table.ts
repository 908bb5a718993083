/**
 * Results and verdicts as tables.
 *
 * @module
 */

import type { Result } from "./measure.ts";
import { summarize } from "./statistics.ts";
import { formatQuantity, formatRatio, renderTable } from "./table.ts";
import { type Check, type Ratio, ratioOf } from "./targets.ts";

/** What {@linkcode resultsTable} shows. */
export const LEGEND: string =
  "Median of the rounds, and the median ratio of a round ± its median absolute deviation";

/** A row for each result, a column for each host and each quotient of two of them. */
export function resultsTable(
  results: readonly Result[],
  hosts: readonly string[],
  quotients: readonly Ratio[],
): string {
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

/** Says why hosts failed. */
export function printFailures(results: readonly Result[]): void {
  for (const { name, failures } of results) {
    for (const [host, reason] of failures) console.log(`${name}: ${host} failed: ${reason}`);
  }
}

/** Says which targets were met. */
export function printChecks(checks: readonly Check[]): void {
  const missed = checks.filter(({ met }) => !met);
  console.log(`\nTargets: ${checks.length - missed.length} of ${checks.length} met\n`);
  if (checks.length > 0) console.log(renderTable(checks.map(checkCells)));
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
