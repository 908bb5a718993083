/**
 * Loops: what a guest does many times in one process.
 *
 * @module
 */

import type { Result } from "../measure.ts";
import { type Command, labelled, numberFrom, runToEnd } from "../spawn.ts";
import type { Targets } from "../rows.ts";
import { COMPONENTS, PREVIEW1 } from "./guests.ts";
import type { Hosts } from "./hosts.ts";

/** A loop, by several hosts. */
export interface Loop {
  readonly name: string;
  readonly unit: Result["unit"];
  readonly hosts: readonly Looping[];
  readonly targets: Targets;
}

/** One of them. */
export interface Looping {
  readonly name: string;
  /** Runs it in a fresh process, and answers what an operation cost. */
  sample(): Promise<number>;
}

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

/** Calls a sample. */
const COUNT = 1_000_000;
/** jco takes longer for each. */
const COUNT_OF_JCO = 100_000;

/** Loops over files, by the exports of the guest. */
const FILES: Readonly<Record<string, string>> = {
  read: "read a file by 64 KiB",
  write: "write a file by 64 KiB",
  copy: "copy a file by 64 KiB",
};

/** Bytes of the file. The guests know that they are so many pieces. */
export const FILE_SIZE: number = 64 << 20;
const PIECES = FILE_SIZE / 65_536;

/** How often a sample goes through the file. */
const TIMES = 8;

/** Beside the same over preview1. */
const STREAMS: Targets = { baseline: 1.25 };

/** The names of the rows. */
export const LOOP_NAMES: readonly string[] = [
  ...Object.values(CALLS),
  MEMORY_NAME,
  ...Object.values(FILES),
];

/**
 * The rows.
 *
 * @param directory where the file is.
 */
export function loopsOf(hosts: Hosts, directory: string): Loop[] {
  return [
    ...Object.entries(CALLS).map(([loop, name]) => callLoop(hosts, loop, name)),
    memoryLoop(),
    ...Object.entries(FILES).map(([loop, name]) => fileLoop(hosts, loop, name, directory)),
  ];
}

function callLoop({ jco }: Hosts, loop: string, name: string): Loop {
  const looping = (name: string, command: Command) => ({
    name,
    sample: async () => labelled("ns-per-op", await runToEnd(command)),
  });
  return {
    name,
    unit: "ns",
    hosts: [
      looping("sluice", calls("thread", loop)),
      looping("suspendable", calls("suspended", loop)),
      ...jco === undefined
        ? []
        : [looping("jco", jco.command("calls.mjs", loop, `${COUNT_OF_JCO}`))],
    ],
    targets: {},
  };
}

function memoryLoop(): Loop {
  const sample = async () => labelled("grown-kib", await runToEnd(calls("thread", "open")));
  return { name: MEMORY_NAME, unit: "KiB", hosts: [{ name: "sluice", sample }], targets: {} };
}

function calls(waiting: "thread" | "suspended", loop: string): Command {
  const script = `${import.meta.dirname}/calls.ts`;
  return { words: [Deno.execPath(), "run", "-A", script, waiting, loop, `${COUNT}`] };
}

function fileLoop({ source, jco }: Hosts, loop: string, name: string, directory: string): Loop {
  const looping = (name: string, command: Command) => ({
    name,
    sample: async () => await numberFrom(command) / (TIMES * PIECES),
  });
  const grant = ["--dir", `${directory}::/bench`, "--invoke"];
  return {
    name,
    unit: "ns",
    hosts: [
      looping("preview1", source(...grant, loop, `${PREVIEW1}/files.wasm`, `${TIMES}`)),
      looping("sluice", source(...grant, `${loop}(${TIMES})`, `${COMPONENTS}/files.wasm`)),
      ...jco === undefined
        ? []
        : [looping("jco", jco.command("files.mjs", loop, `${TIMES}`, directory))],
    ],
    targets: STREAMS,
  };
}
