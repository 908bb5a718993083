/**
 * The timeout of a run in a process that goes on.
 *
 * @module
 */

import type { Deadline } from "../host/deadline.ts";
import type { Limits, Outcome } from "./options.ts";

/** When a run is ended, and what it has come to then. */
export interface Timing {
  readonly deadline: Deadline;
  readonly outcome: Outcome;
}

/**
 * Starts the clock.
 *
 * @returns undefined without a timeout
 * @throws SluiceError status 2 when a limit is out of its range
 */
export async function timingOf(limits: Limits | undefined): Promise<Timing | undefined> {
  if (limits === undefined) return undefined;
  const { checkLimits, timedOut } = await import("./limits.ts");
  checkLimits(limits);
  const { timeout } = limits;
  if (timeout === undefined) return undefined;
  const { Deadline } = await import("../host/deadline.ts");
  return { deadline: new Deadline(timeout), outcome: timedOut(timeout) };
}

/** Calls `body`; the answer is undefined where the time was over before there was one. */
export function inTime<T>(timing: Timing | undefined, body: () => T): T | undefined {
  return timing === undefined ? body() : timing.deadline.call(body);
}
