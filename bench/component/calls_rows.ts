/**
 * Calls that a component makes, in processor time.
 *
 * @module
 */

import { type Command, labelled, runToEnd } from "../spawn.ts";
import type { Hosts } from "./hosts.ts";
import type { Row, RowHost } from "./row.ts";

/** The name of the row that {@linkcode CALL_TARGET} is for. */
export const CALL_NAME = "call with a resource and 64 B";

/** The nanoseconds that such a call takes at most. */
export const CALL_TARGET = 1000;

/** Loops of calls, by the exports of the guest. */
const CALLS: Readonly<Record<string, string>> = {
  write: CALL_NAME,
  now: "call that answers a u64",
  text: "call with a string of 11 B, answered",
  open: "resource made and dropped",
  add: "between components: two numbers",
  send: "between components: a resource and 64 B",
};

const MEMORY_NAME = "memory after 3 million resources";

/** The names of the rows. */
export const CALL_NAMES: readonly string[] = [...Object.values(CALLS), MEMORY_NAME];

/** Calls that `calls.ts` times; it makes three times as many. */
const COUNT = 1_000_000;
/** jco takes longer for each. */
const COUNT_OF_JCO = 100_000;

/** The rows. */
export function callsOf({ jco }: Hosts): Row[] {
  const ofJco = (loop: string) =>
    jco === undefined ? [] : [host("jco", jco.command("calls.mjs", loop, `${COUNT_OF_JCO}`))];
  return [
    ...Object.entries(CALLS).map(([loop, name]): Row => ({
      name,
      unit: "ns",
      hosts: [
        host("sluice", calls("thread", loop)),
        host("suspendable", calls("suspended", loop)),
        ...ofJco(loop),
      ],
      samplesARound: 1,
      targets: {},
    })),
    {
      name: MEMORY_NAME,
      unit: "KiB",
      hosts: [host("sluice", calls("thread", "open"), "grown-kib")],
      samplesARound: 1,
      targets: {},
    },
  ];
}

function host(name: string, command: Command, label = "ns-per-op"): RowHost {
  return { name, sample: async () => ({ amount: labelled(label, await runToEnd(command)) }) };
}

function calls(waiting: "thread" | "suspended", loop: string): Command {
  const script = `${import.meta.dirname}/calls.ts`;
  return { words: [Deno.execPath(), "run", "-A", script, waiting, loop, `${COUNT}`] };
}
