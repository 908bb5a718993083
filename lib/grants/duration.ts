/**
 * The grammar of durations: `500ms`, `2s`, `1.5m`, `1h`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";

/** Milliseconds by unit, largest first. */
const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** The longest duration, a little over 24 days: more than that no timer of JavaScript can wait. */
export const MAX_DURATION: number = 2 ** 31 - 1;

/**
 * Reads a duration as the command line has it.
 *
 * @param option the option that carries it, for the message
 * @returns milliseconds, at least 1
 * @throws SluiceError status 2 when it is malformed, shorter than a millisecond or too long
 */
export function parseDuration(option: string, text: string): number {
  const [, amount, name] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? [];
  const unit = UNITS.find((one) => one[0] === name);
  if (unit === undefined) {
    throw new SluiceError(2, `${option} ${text} is not a duration`, {
      hint: /^\d+$/.test(text) ? `${option} ${text}s` : `${option} 500ms, 2s or 1m`,
    });
  }
  const milliseconds = Math.round(Number(amount) * unit[1]);
  if (milliseconds < 1) throw new SluiceError(2, `${option} ${text} is no time at all`);
  if (milliseconds > MAX_DURATION) {
    throw new SluiceError(2, `${option} ${text} is more than the 24 days that can be waited`);
  }
  return milliseconds;
}

/** A duration in its largest whole unit. */
export function formatDuration(milliseconds: number): string {
  const [name, size] = UNITS.find((unit) => milliseconds % unit[1] === 0) ?? UNITS.at(-1)!;
  return `${milliseconds / size}${name}`;
}
