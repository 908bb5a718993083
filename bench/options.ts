/**
 * The task's own command line.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { HELLO_NAMES, ROWS } from "./rows.ts";

/** What the command line asks for. */
export interface Options {
  /** How often every host runs every row. */
  readonly rounds: number;
  /** Measure only rows whose name contains this. */
  readonly only: string;
  /** The JSON file to write. */
  readonly json: string;
  /** Measure the tree of this revision beside the current one. */
  readonly against?: string;
  /** Measure what `deno task install` puts on the `PATH`, not the checkout. */
  readonly installed: boolean;
  /** What the current tree is told with `--isolation`; nothing without it. */
  readonly isolation?: string;
}

/** The help text. */
export const USAGE = `deno task bench [OPTIONS]
  --rounds N       how often every host runs every row (default 5; with --against 30)
  --only TEXT      only rows whose name contains TEXT
  --json FILE      where to write the samples (default bench/results/latest.json)
  --against REV    measure the tree of git revision REV beside the current one
  --installed      measure Sluice as \`deno task install\` leaves it, not the checkout
  --isolation I    hand --isolation I to the current tree, strict or basic`;

/**
 * Read the command line.
 *
 * @throws {RangeError} for anything that is not in {@linkcode USAGE}.
 */
export function parseOptions(args: string[], defaultJson: string): Options {
  const given = parseArgs(args, {
    string: ["rounds", "only", "json", "against", "isolation"],
    boolean: ["installed"],
    unknown: (word) => {
      throw new RangeError(`unknown argument '${word}'`);
    },
  });
  for (const name of ["only", "json", "against", "isolation"]) {
    if (given[name] === "") throw new RangeError(`--${name} needs a value`);
  }
  const rounds = roundsOf(given.rounds, given.against === undefined ? 5 : 30);
  const only = given.only ?? "";
  const names = [...ROWS.map(({ name }) => name), ...HELLO_NAMES];
  checkOnly(only, names);
  return {
    rounds,
    only,
    json: given.json ?? defaultJson,
    installed: given.installed,
    ...(given.against === undefined ? {} : { against: given.against }),
    ...(given.isolation === undefined ? {} : { isolation: given.isolation }),
  };
}

/**
 * How many rounds are asked for.
 *
 * @throws {RangeError} for what is no number of rounds.
 */
export function roundsOf(given: string | undefined, otherwise: number): number {
  const rounds = Number(given ?? otherwise);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds takes a whole number from 1, not '${given}'`);
  }
  return rounds;
}

/** @throws {RangeError} for what is in none of the names. */
export function checkOnly(only: string, names: readonly string[]): void {
  if (!names.some((name) => name.includes(only))) {
    throw new RangeError(`--only '${only}' names none of: ${names.join(", ")}`);
  }
}
