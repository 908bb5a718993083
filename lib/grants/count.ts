/**
 * The grammar of counts: a whole number.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";

/** The largest count. */
export const MAX_COUNT: number = 2 ** 31 - 1;

/**
 * Reads a count as the command line has it.
 *
 * @param option the option that carries it, for the message
 * @returns at least 1
 * @throws SluiceError status 2 when it is malformed, 0 or too large
 */
export function parseCount(option: string, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= MAX_COUNT) return count;
  throw new SluiceError(2, `${option} ${text} is not a number from 1 to ${MAX_COUNT}`);
}
