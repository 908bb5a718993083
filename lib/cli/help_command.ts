/**
 * `sluice help`, and `--help` of each command.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { toned } from "./colours.ts";
import { print } from "./messages.ts";
import { nearest } from "../grants/nearest.ts";
import { commandLine } from "../grants/option_words.ts";
import { SUBCOMMANDS } from "./subcommands.ts";
import { usage, usageOf } from "./usage.ts";

const heading = (text: string): string => toned("heading", text, "stdout");

/**
 * Prints how the command, or one of its commands, is called.
 *
 * @param words the command line behind `help`
 * @returns the exit status
 * @throws SluiceError status 2 when there is no such command
 */
export async function helpCommand(words: readonly string[]): Promise<number> {
  const [name = "run", ...more] = words;
  if (more.length > 0) {
    throw new SluiceError(2, `help takes one command, and ${more[0]} follows it`, {
      hint: commandLine(["sluice", "help", name]),
    });
  }
  if (name !== "run") return printUsageOf(name);
  const { usualIsolation } = await import("../runner/isolation.ts");
  print(usage(await usualIsolation(), heading));
  return 0;
}

/**
 * Prints how one command is called.
 *
 * @throws SluiceError status 2 when there is no such command
 */
export function printUsageOf(name: string): number {
  const command = SUBCOMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const near = nearest(name, SUBCOMMANDS.map((one) => one.name));
    throw new SluiceError(2, `there is no command ${name}`, {
      hint: commandLine(["sluice", "help", ...near === undefined ? [] : [near]]),
    });
  }
  print(usageOf(command, heading));
  return 0;
}
