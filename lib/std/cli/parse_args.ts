/**
 * Local face of `@std/cli/parse-args`: the code is the real one, the types are declared here.
 *
 * @module
 */
// `cli/mod.js` of this release imports a file that it does not ship, so only the one file is named.
// deno-lint-ignore no-import-prefix
import { parseArgs as real } from "npm:deno-std@1.4.0/cli/parse_args.js";

/** The options that Sluice and its tests use; a part of the real package's options. */
export interface ParseOptions<Flag extends string, Text extends string, Many extends string> {
  /** Put what follows a `--` into its own property instead of behind the other words. */
  readonly "--"?: boolean;
  /** Further spellings of an option. */
  readonly alias?: Readonly<Record<string, string | readonly string[]>>;
  /** Options without a value. */
  readonly boolean?: readonly Flag[];
  /** Options whose value stays text, also where it reads as a number. */
  readonly string?: readonly Text[];
  /** Options that may be given more than once. */
  readonly collect?: readonly Many[];
  /** Options that `--no-NAME` turns off. */
  readonly negatable?: readonly string[];
  /** Values of options that are not given. */
  readonly default?: Readonly<Record<string, unknown>>;
  /** Take everything from the first word that is no option as it is. */
  readonly stopEarly?: boolean;
  /** Called for a word that no option names; `false` leaves it out of the result. */
  readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** What {@linkcode parseArgs} answers: a property an option, and the other words in `_`. */
export type Args<Flag extends string, Text extends string, Many extends string> =
  & { [name: string]: unknown; _: (string | number)[]; "--"?: string[] }
  & { [name in Exclude<Flag, Many>]: boolean }
  & { [name in Exclude<Text, Many | "_">]?: string }
  & { [name in Extract<Text, Many>]: string[] };

/** Split command line words into options and the rest. */
export const parseArgs: <
  const Flag extends string = never,
  const Text extends string = never,
  const Many extends string = never,
>(args: string[], options?: ParseOptions<Flag, Text, Many>) => Args<Flag, Text, Many> = real;
