/**
 * The grammar of sizes: `64MiB`, `1.5GiB`, `65536B`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";

/** Bytes by unit, largest first. */
const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ["GiB", 2 ** 30],
  ["MiB", 2 ** 20],
  ["KiB", 2 ** 10],
  ["B", 1],
];

/**
 * Reads a size as the command line has it.
 *
 * @param option the option that carries it, for the message
 * @returns bytes, at least 1
 * @throws SluiceError status 2 when it is malformed, nothing or too large
 */
export function parseSize(option: string, text: string): number {
  const [, amount, name = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const unit = UNITS.find((one) => one[0] === name);
  if (amount === undefined || unit === undefined) {
    // 64M, 64MB and 64mib mean what is written 64MiB.
    const near = UNITS.find((one) => name !== "" && one[0][0] === name[0]!.toUpperCase());
    throw new SluiceError(2, `${option} ${text} is not a size`, {
      hint: near === undefined
        ? `${option} 64MiB, or with KiB, GiB or B`
        : `${option} ${amount}${near[0]}`,
    });
  }
  const bytes = Math.floor(Number(amount) * unit[1]);
  if (bytes < 1) throw new SluiceError(2, `${option} ${text} is nothing`);
  if (bytes > Number.MAX_SAFE_INTEGER) {
    throw new SluiceError(2, `${option} ${text} is more than there can be`);
  }
  return bytes;
}

/** A size in its largest whole unit. */
export function formatSize(bytes: number): string {
  const [name, size] = UNITS.find((unit) => bytes % unit[1] === 0) ?? UNITS.at(-1)!;
  return `${bytes / size}${name}`;
}
