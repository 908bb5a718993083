/**
 * Cold starts: processes that say hello, and end.
 *
 * @module
 */

import type { Targets } from "../rows.ts";
import { sampleStartUp } from "../samples.ts";
import type { Command } from "../spawn.ts";
import { HELLO, PREVIEW1 } from "./guests.ts";
import type { Hosts, Sluice } from "./hosts.ts";
import type { Row, RowHost } from "./row.ts";

const STARTS_A_ROUND = 5;

/** A component beside a core module. */
const COLD: Targets = { baseline: 1.5 };

/** The names of the rows. */
export const START_NAMES = [
  "cold hello, from the sources",
  "cold hello, installed",
  "cold hello, jco translates it first",
] as const;

/**
 * The rows.
 *
 * @param measure the compiled `native/measure.c`, where there is one.
 */
export function startsOf({ source, installed, jco }: Hosts, measure: string | undefined): Row[] {
  const [fromSources, asInstalled, translated] = START_NAMES;
  const host = (name: string, hello: Command): RowHost => ({
    name,
    async sample() {
      const { nanoseconds, processor } = await sampleStartUp({ hello }, measure);
      return { amount: nanoseconds, processor };
    },
  });
  const both = (run: Sluice) => [
    host("preview1", run(`${PREVIEW1}/hello.wasm`)),
    host("sluice", run(HELLO)),
  ];
  const ofJco = (hello: Command | undefined) => hello === undefined ? [] : [host("jco", hello)];
  const rows: readonly (readonly [name: string, hosts: RowHost[]])[] = [
    [fromSources, both(source)],
    [asInstalled, [...both(installed), ...ofJco(jco?.command("hello.mjs"))]],
    [translated, [host("sluice", installed(HELLO)), ...ofJco(jco?.run(HELLO))]],
  ];
  return rows.map(([name, hosts]) => ({
    name,
    unit: "ns",
    hosts,
    samplesARound: STARTS_A_ROUND,
    targets: COLD,
  }));
}
