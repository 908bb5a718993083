/**
 * Cold starts: processes that say hello, and end.
 *
 * @module
 */

import type { Command } from "../spawn.ts";
import { HELLO, PREVIEW1 } from "./guests.ts";
import type { Hosts } from "./hosts.ts";

/** A program that says hello, by several hosts. */
export interface Start {
  readonly name: string;
  readonly hosts: readonly Starting[];
}

/** One of them. */
export interface Starting {
  readonly name: string;
  readonly hello: Command;
}

/** The names of the rows. */
export const START_NAMES = [
  "cold hello, from the sources",
  "cold hello, installed",
  "cold hello, jco translates it first",
] as const;

/** The rows. */
export function startsOf({ source, installed, jco }: Hosts): Start[] {
  const [fromSources, asInstalled, translated] = START_NAMES;
  const both = (run: Hosts["source"]) => [
    { name: "preview1", hello: run(`${PREVIEW1}/hello.wasm`) },
    { name: "sluice", hello: run(HELLO) },
  ];
  const ofJco = (hello: Command | undefined) => hello === undefined ? [] : [{ name: "jco", hello }];
  return [
    { name: fromSources, hosts: both(source) },
    { name: asInstalled, hosts: [...both(installed), ...ofJco(jco?.command("hello.mjs"))] },
    {
      name: translated,
      hosts: [{ name: "sluice", hello: installed(HELLO) }, ...ofJco(jco?.run(HELLO))],
    },
  ];
}
