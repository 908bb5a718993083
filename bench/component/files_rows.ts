/**
 * Files through streams, in pieces of 64 KiB, beside the same over preview1.
 *
 * @module
 */

import type { Targets } from "../rows.ts";
import { type Command, CommandFailed, labelled, outputOf } from "../spawn.ts";
import { COMPONENTS, PREVIEW1 } from "./guests.ts";
import type { Hosts } from "./hosts.ts";
import type { Cost, Row, RowHost } from "./row.ts";

/** Loops over files, by the exports of the guests. */
const FILES: Readonly<Record<string, string>> = {
  read: "read a file by 64 KiB",
  write: "write a file by 64 KiB",
  copy: "copy a file by 64 KiB",
};

/** The names of the rows. */
export const FILE_NAMES: readonly string[] = Object.values(FILES);

/** Bytes of the file. The guests know that they are so many pieces. */
export const FILE_SIZE: number = 64 << 20;
const PIECES = FILE_SIZE / 65_536;

/**
 * How often two processes go through the file, of which the difference is what counts: the engine is at
 * work on its code for as long as the first times take.
 */
type Times = readonly [few: number, many: number];
const TIMES: Times = [24, 56];
/** jco takes longer for each. */
const TIMES_OF_JCO: Times = [2, 6];

/** Beside the same over preview1. */
const STREAMS: Targets = { baseline: 1.25 };

/**
 * The rows.
 *
 * @param directory where the file is.
 * @param measure the compiled `native/measure.c`, where there is one.
 */
export function filesOf(
  { source, jco }: Hosts,
  directory: string,
  measure: string | undefined,
): Row[] {
  const grant = ["--dir", `${directory}::/bench`, "--invoke"];
  return Object.entries(FILES).map(([loop, name]) => {
    const module = (times: number) => source(...grant, loop, `${PREVIEW1}/files.wasm`, `${times}`);
    const component = (times: number) =>
      source(...grant, `${loop}(${times})`, `${COMPONENTS}/files.wasm`);
    const hosts = [
      host("preview1", TIMES, measure, module),
      host("sluice", TIMES, measure, component),
    ];
    if (jco !== undefined) {
      const translated = (times: number) => jco.command("files.mjs", loop, `${times}`, directory);
      hosts.push(host("jco", TIMES_OF_JCO, measure, translated));
    }
    return { name, unit: "ns", hosts, samplesARound: 1, targets: STREAMS };
  });
}

function host(
  name: string,
  [few, many]: Times,
  measure: string | undefined,
  command: (times: number) => Command,
): RowHost {
  return {
    name,
    async sample() {
      const less = await costOf(command(few), measure);
      const more = await costOf(command(many), measure);
      const operations = (many - few) * PIECES;
      return {
        amount: (more.amount - less.amount) / operations,
        processor: more.processor && less.processor &&
          (more.processor - less.processor) / operations,
      };
    },
  };
}

/** What a process cost: by the guest's own clock, and of the processor. */
async function costOf(command: Command, measure: string | undefined): Promise<Cost> {
  const words = measure === undefined ? command.words : [measure, ...command.words];
  const [printed, said] = await outputOf({ ...command, words });
  const amount = Number(printed || "nothing");
  if (Number.isNaN(amount)) throw new CommandFailed(`'${printed}' is no number`);
  return measure === undefined ? { amount } : { amount, processor: labelled("processor-ns", said) };
}
