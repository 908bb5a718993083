/**
 * Every row on every host, in interleaved rounds.
 *
 * @module
 */

import { type Result, samplesOf } from "../measure.ts";
import { Series } from "../rounds.ts";
import type { Cost, Row } from "./row.ts";

/** Measure the rows; progress goes to standard error. */
export async function measure(rows: readonly Row[], rounds: number): Promise<Result[]> {
  const measured = new Map(rows.map((row) => [row, new Series<Cost>()]));
  for (let round = 0; round < rounds; round++) {
    console.error(`round ${round + 1} of ${rounds}`);
    let turn = round;
    for (const [{ hosts, samplesARound }, series] of measured) {
      for (let i = 0; i < samplesARound; i++) {
        await series.round(hosts, turn++, (host) => host.sample());
      }
    }
  }
  return measured.entries().toArray().flatMap(([row, series]) => resultsOf(row, series));
}

function resultsOf({ name, unit, hosts, targets }: Row, series: Series<Cost>): Result[] {
  const { failures } = series;
  const amounts = samplesOf(series, hosts, ({ amount }) => amount);
  const processor = samplesOf(series, hosts, (cost) => cost.processor);
  const result: Result = { name, unit, samples: amounts, failures, targets };
  if (processor.size === 0) return [result];
  const ofProcessor = { name: `${name}: processor`, samples: processor, failures: new Map() };
  return [result, { ...result, ...ofProcessor }];
}
