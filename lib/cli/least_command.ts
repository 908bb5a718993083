/**
 * `sluice inspect --from-audit`: the least that a recorded run needed.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { commandLine } from "../grants/option_words.ts";
import { leastGrants } from "../runner/audit/least_grants.ts";
import { readNamedText } from "../runner/named_text.ts";
import type { Arguments } from "./arguments.ts";
import { jsonText } from "./json_text.ts";

/** An audit has a few lines for each grant. */
const MAX_SIZE = 1 << 26;

/**
 * The command line with the least grants, or with `--json` that and its words.
 *
 * @param path what `--audit` has written
 * @param module the words behind the options
 * @throws SluiceError status 2 when it cannot be read, or is no audit
 */
export function leastCommand(
  path: string,
  module: readonly string[],
  options: Arguments["options"],
): string {
  const words = leastOf(path, readNamedText(path, MAX_SIZE));
  const command = commandLine(["sluice", ...words, ...module]);
  return options.has("json") ? jsonText({ options: words, command }, 2) : command;
}

/** What is wrong with an audit is said with its name. */
function leastOf(path: string, text: string): string[] {
  try {
    return leastGrants(text);
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    throw new SluiceError(error.status, `${path}: ${error.message}`, {
      ...error.hint !== undefined && { hint: error.hint },
      cause: error,
    });
  }
}
