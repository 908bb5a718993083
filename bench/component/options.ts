/**
 * The command line of `deno task bench:component`.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { resolve } from "@std/path";
import { checkOnly, type Options, roundsOf } from "../options.ts";

/** What the command line asks for. */
export interface ComponentOptions extends Pick<Options, "rounds" | "only" | "json"> {
  /** A directory in whose `node_modules` jco is. */
  readonly jco?: string;
}

/** The help text. */
export const USAGE = `deno task bench:component [OPTIONS]
  --rounds N       how often every host runs every row (default 7)
  --only TEXT      only rows whose name contains TEXT
  --json FILE      where to write the samples (default bench/results/component.json)
  --jco DIR        measure jco too, from DIR/node_modules (npm install @bytecodealliance/jco), on Node`;

/**
 * Read the command line.
 *
 * @param names those of the rows that there are.
 * @throws {RangeError} for anything that is not in {@linkcode USAGE}.
 */
export function parseOptions(
  args: string[],
  names: readonly string[],
  defaultJson: string,
): ComponentOptions {
  const given = parseArgs(args, {
    string: ["rounds", "only", "json", "jco"],
    unknown: (word) => {
      throw new RangeError(`unknown argument '${word}'`);
    },
  });
  for (const name of ["only", "json", "jco"]) {
    if (given[name] === "") throw new RangeError(`--${name} needs a value`);
  }
  const only = given.only ?? "";
  checkOnly(only, names);
  return {
    rounds: roundsOf(given.rounds, 7),
    only,
    json: given.json ?? defaultJson,
    ...(given.jco !== undefined && { jco: resolve(given.jco) }),
  };
}
