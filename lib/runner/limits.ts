/**
 * What a run may use at most.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { MAX_COUNT } from "../grants/count.ts";
import { formatDuration, MAX_DURATION } from "../grants/duration.ts";
import { TIMEOUT_STATUS } from "./statuses.ts";
import type { Limits, Outcome } from "./options.ts";

/**
 * Checks limits that a program gives.
 *
 * @throws SluiceError status 2 for one that is not a number in its range
 */
export function checkLimits({ timeout, maxMemory, maxHandles }: Limits): void {
  check("timeout", timeout, MAX_DURATION);
  check("maxMemory", maxMemory, Number.MAX_SAFE_INTEGER);
  check("maxHandles", maxHandles, MAX_COUNT);
}

function check(name: string, value: number | undefined, most: number): void {
  if (value === undefined || (value >= 1 && value <= most)) return;
  throw new SluiceError(2, `the limit ${name} of ${value} is not a number from 1 to ${most}`);
}

/** The outcome of a run that was ended by its timeout. */
export function timedOut(milliseconds: number): Outcome & { readonly message: string } {
  const message = `the guest ran longer than ${formatDuration(milliseconds)}`;
  return { status: TIMEOUT_STATUS, ended: "timeout", message };
}
