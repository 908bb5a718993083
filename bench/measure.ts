/**
 * Every row on every host, in interleaved rounds.
 *
 * @module
 */

import type { Host } from "./hosts.ts";
import { Series } from "./rounds.ts";
import { HELLO_MEMORY, HELLO_NAMES, HELLO_TIME, type Row, ROWS, type Targets } from "./rows.ts";
import { sampleOperation, sampleStartUp, type StartUp } from "./samples.ts";

/** Starts are short and uneven, so a round has several. */
const STARTS_A_ROUND = 5;

/** What to measure. */
export interface Plan {
  /** The hosts of the rows. */
  readonly hosts: readonly Host[];
  /** The hosts of the start-up rows. */
  readonly starting: readonly Host[];
  readonly rounds: number;
  /** Measure only what has this in its name. */
  readonly only: string;
  /** The compiled `native/measure.c`, where there is one. */
  readonly startUpProgram: string | undefined;
}

/** All samples of one row. */
export interface Result {
  readonly name: string;
  readonly unit: "ns" | "KiB";
  /** By host, a sample a round, all from the same rounds; a host that failed has none. */
  readonly samples: ReadonlyMap<string, readonly number[]>;
  /** Hosts that failed, with what they said. */
  readonly failures: ReadonlyMap<string, string>;
  readonly targets: Targets;
}

/** Results in the order of the table. */
export interface Results {
  readonly rows: readonly Result[];
  readonly startUp: readonly Result[];
}

/** Measure what the plan says; progress goes to standard error. */
export async function measure(plan: Plan): Promise<Results> {
  const { hosts, starting, rounds, startUpProgram } = plan;
  const rows = new Map<Row, Series<number>>();
  for (const row of ROWS) if (row.name.includes(plan.only)) rows.set(row, new Series());
  const hello = HELLO_NAMES.filter((name) => name.includes(plan.only));
  const starts = new Series<StartUp>();

  for (let round = 0; round < rounds; round++) {
    console.error(`round ${round + 1} of ${rounds}`);
    let turn = round;
    for (const [row, series] of rows) {
      await series.round(hosts, turn++, (host) => sampleOperation(host, row));
    }
    for (let i = 0; hello.length > 0 && i < STARTS_A_ROUND; i++) {
      await starts.round(starting, turn++, (host) => sampleStartUp(host, startUpProgram));
    }
  }

  return {
    rows: rows.entries().map(([row, series]) => resultOf(row, series, hosts)).toArray(),
    startUp: startUpResults(starts, starting).filter(({ name }) => hello.includes(name)),
  };
}

function resultOf(row: Row, series: Series<number>, hosts: readonly Host[]): Result {
  return {
    name: row.name,
    unit: "ns",
    samples: samplesOf(series, hosts, (nanoseconds) => nanoseconds),
    failures: series.failures,
    targets: row.targets,
  };
}

function startUpResults(series: Series<StartUp>, hosts: readonly Host[]): Result[] {
  const time = samplesOf(series, hosts, ({ nanoseconds }) => nanoseconds);
  const memory = samplesOf(series, hosts, ({ peakKib }) => peakKib);
  const { failures } = series;
  return [
    { name: "hello time", unit: "ns", samples: time, failures, targets: HELLO_TIME },
    { name: "hello memory", unit: "KiB", samples: memory, failures, targets: HELLO_MEMORY },
  ];
}

/** A number of each sample of the hosts that did not fail. */
export function samplesOf<Sample>(
  series: Series<Sample>,
  hosts: readonly { readonly name: string }[],
  pick: (sample: Sample) => number | undefined,
): Map<string, number[]> {
  const picked = new Map<string, number[]>();
  for (const { name } of hosts) {
    const samples = series.of(name)?.map(pick).filter((value) => value !== undefined);
    if (samples !== undefined && samples.length > 0) picked.set(name, samples);
  }
  return picked;
}
