/**
 * `sluice completions`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { parseArguments } from "./arguments.ts";
import { bash } from "./completions/bash.ts";
import { fish } from "./completions/fish.ts";
import { zsh } from "./completions/zsh.ts";
import { printUsageOf } from "./help_command.ts";
import { print } from "./messages.ts";
import { nearest } from "../grants/nearest.ts";
import { COMPLETIONS_OPTIONS } from "./options.ts";
import { commandLine } from "../grants/option_words.ts";
import { SHELLS } from "./subcommands.ts";

/**
 * Prints what lets a shell complete the words of the command.
 *
 * @param words the command line behind `completions`
 * @returns the exit status
 * @throws SluiceError status 2 when there is nothing for the shell
 */
export async function completionsCommand(words: readonly string[]): Promise<number> {
  const { options, module: shell, args } = await parseArguments(words, COMPLETIONS_OPTIONS);
  if (options.has("help")) return printUsageOf("completions");
  const scripts: Readonly<Record<typeof SHELLS[number], () => string>> = { bash, zsh, fish };
  const name = SHELLS.find((one) => one === shell);
  if (name !== undefined && args.length === 0) {
    print(scripts[name]());
    return 0;
  }
  throw new SluiceError(
    2,
    name !== undefined
      ? `completions takes one shell, and ${args[0]} follows it`
      : shell === undefined
      ? "no shell is given"
      : `there are no completions for ${shell}`,
    { hint: commandLine(["sluice", "completions", nearest(shell ?? "", SHELLS) ?? SHELLS[0]]) },
  );
}
