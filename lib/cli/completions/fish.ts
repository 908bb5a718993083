/**
 * Completions of fish.
 *
 * @module
 */

import { type Option, OPTIONS } from "../options.ts";
import { type Subcommand, SUBCOMMANDS } from "../subcommands.ts";

const NAMES = SUBCOMMANDS.map(({ name }) => name).join(" ");

const VALUED = OPTIONS.filter(({ value, optional }) => value !== undefined && !optional)
  .map(({ name }) => `--${name}`).join(" ");

/** What tells which command is being written, and whether its module stands there already. */
const CONDITIONS = `function __sluice_first
  test (count (commandline -opc)) -eq 1
end
function __sluice_in
  set -l words (commandline -opc)
  set -e words[1]
  set -l command run
  if set -q words[1]; and contains -- $words[1] ${NAMES}
    set command $words[1]
    set -e words[1]
  end
  test $command = $argv[1]; or return 1
  while set -q words[1]
    switch $words[1]
      case ${VALUED}
        set -q words[2]; and set -e words[2]
      case '-?*'
      case '*'
        return 1
    end
    set -e words[1]
  end
end`;

/** The script: a line for each option and each command. */
export function fish(): string {
  return [
    "# Completions of sluice for fish.",
    CONDITIONS,
    ...SUBCOMMANDS.map(({ name, summary }) =>
      `complete -c sluice -n __sluice_first -a ${name} -d ${quoted(summary)}`
    ),
    ...SUBCOMMANDS.flatMap(linesOf),
  ].join("\n");
}

function linesOf({ name, options, completes }: Subcommand): string[] {
  const start = `complete -c sluice -n '__sluice_in ${name}'`;
  return [
    ...options.map((option) => `${start} ${flagsOf(option)} -d ${quoted(option.help)}`),
    ...completes === "files" ? [] : [`${start} -f -a ${quoted(completes.join(" "))}`],
  ];
}

function flagsOf({ name, value, completes, optional }: Option): string {
  if (value === undefined || optional) return `-l ${name}`;
  if (completes === "files" || completes === undefined) return `-l ${name} -r`;
  const words = completes === "directories" ? "(__fish_complete_directories)" : completes.join(" ");
  return `-l ${name} -x -a ${quoted(words)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
