/**
 * One sample: one fresh process.
 *
 * @module
 */

import type { Host } from "./hosts.ts";
import type { Row } from "./rows.ts";
import { intoPipe, labelled, runToEnd } from "./spawn.ts";

/** Nanoseconds an operation, by the guest's own clock. */
export async function sampleOperation(host: Host, row: Row): Promise<number> {
  const command = host.command([row.op, `${row.size}`, `${row.count}`]);
  return labelled("ns-per-op", await runToEnd(row.toPipe ? intoPipe(command) : command));
}

/** What a process cost that only says hello. */
export interface StartUp {
  readonly nanoseconds: number;
  /** Of the processor, in user and system. Absent without the program that measures it. */
  readonly processor?: number;
  /** Likewise. */
  readonly peakKib?: number;
}

/**
 * Start the guest and let it end at once.
 *
 * @param measure The compiled `native/measure.c`; without it the time includes Deno's delay in noticing the end.
 */
export async function sampleStartUp(
  { hello: command }: Pick<Host, "hello">,
  measure: string | undefined,
): Promise<StartUp> {
  if (measure === undefined) {
    const start = performance.now();
    await runToEnd(command);
    return { nanoseconds: (performance.now() - start) * 1e6 };
  }
  const said = await runToEnd({ ...command, words: [measure, ...command.words] });
  return {
    nanoseconds: labelled("wall-ns", said),
    processor: labelled("processor-ns", said),
    peakKib: labelled("peak-kib", said),
  };
}
