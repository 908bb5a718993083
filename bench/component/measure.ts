/**
 * Every row on every host, in interleaved rounds.
 *
 * @module
 */

import { type Result, type Results, samplesOf } from "../measure.ts";
import { Series } from "../rounds.ts";
import { sampleStartUp, type StartUp } from "../samples.ts";
import { CommandFailed, runToEnd } from "../spawn.ts";
import type { Targets } from "../rows.ts";
import type { Loop } from "./loops.ts";
import type { Start } from "./starts.ts";

/** Starts are short and uneven, so a round has several. */
const STARTS_A_ROUND = 5;

/** A component starts beside a core module. */
const COLD: Targets = { baseline: 1.5 };

/** What to measure. */
export interface Plan {
  readonly starts: readonly Start[];
  readonly loops: readonly Loop[];
  readonly rounds: number;
  /** The compiled `native/measure.c`, where there is one. */
  readonly startUpProgram: string | undefined;
}

/** Measure what the plan says; progress goes to standard error. */
export async function measure({ starts, loops, rounds, startUpProgram }: Plan): Promise<Results> {
  const started = new Map(starts.map((start) => [start, new Series<StartUp>()]));
  const looped = new Map(loops.map((loop) => [loop, new Series<number>()]));
  for (const { hosts } of starts) await fillCaches(hosts);
  for (let round = 0; round < rounds; round++) {
    console.error(`round ${round + 1} of ${rounds}`);
    let turn = round;
    for (const [{ hosts }, series] of started) {
      for (let i = 0; i < STARTS_A_ROUND; i++) {
        await series.round(hosts, turn++, (host) => sampleStartUp(host, startUpProgram));
      }
    }
    for (const [{ hosts }, series] of looped) {
      await series.round(hosts, turn++, (host) => host.sample());
    }
  }
  return {
    startUp: started.entries().toArray().flatMap(([start, series]) => startResults(start, series)),
    rows: looped.entries().toArray().map(([loop, series]) => loopResult(loop, series)),
  };
}

/** Deno keeps what it has compiled; a host that fails is told of when it is measured. */
async function fillCaches(hosts: Start["hosts"]): Promise<void> {
  for (const { hello } of hosts) {
    try {
      await runToEnd(hello);
      await runToEnd(hello);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
    }
  }
}

function startResults({ name, hosts }: Start, series: Series<StartUp>): Result[] {
  const { failures } = series;
  const time = samplesOf(series, hosts, ({ nanoseconds }) => nanoseconds);
  const processor = samplesOf(series, hosts, (start) => start.processor);
  return [
    { name, unit: "ns", samples: time, failures, targets: COLD },
    { name: `${name}: processor`, unit: "ns", samples: processor, failures, targets: {} },
  ];
}

function loopResult({ name, unit, hosts, targets }: Loop, series: Series<number>): Result {
  const samples = samplesOf(series, hosts, (cost) => cost);
  return { name, unit, samples, failures: series.failures, targets };
}
