/**
 * The command lines of the two long tasks.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { freshSeed } from "./chance.ts";

/** How long to go on. */
export type Length = { readonly minutes: number } | { readonly count: number };

/** What both tasks take. */
export interface Options {
  readonly length: Length;
  readonly seed: number;
  /** Only what has this in its name. */
  readonly only: string;
  /** The other options by name. */
  readonly others: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a command line.
 *
 * @param counted the option that says how often in place of how long
 * @param usual how often, when neither is given
 * @param others further options with a value
 * @throws {RangeError} for what is not an option, or not a number
 */
export function parseOptions(
  args: string[],
  counted: string,
  usual: number,
  others: readonly string[] = [],
): Options {
  const given = parseArgs(args, {
    string: ["minutes", "seed", "only", counted, ...others],
    unknown: (word) => {
      throw new RangeError(`unknown argument '${word}'`);
    },
  }) as Record<string, string | undefined>;
  const numberOf = (name: string, otherwise: number): number => {
    const text = given[name];
    if (text === undefined) return otherwise;
    const number = Number(text);
    if (text === "" || !Number.isFinite(number) || number < 0) {
      throw new RangeError(`--${name} takes a number, not '${text}'`);
    }
    return number;
  };
  return {
    length: given.minutes === undefined
      ? { count: numberOf(counted, usual) }
      : { minutes: numberOf("minutes", 0) },
    seed: numberOf("seed", freshSeed()) >>> 0,
    only: given.only ?? "",
    others: Object.fromEntries(others.map((name) => [name, given[name]])),
  };
}
