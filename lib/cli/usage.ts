/**
 * The text of `--help`.
 *
 * @module
 */

import type { Option } from "./options.ts";
import { type Subcommand, SUBCOMMANDS } from "./subcommands.ts";

const WIDTH = 30;

/** How headings are told from the rest. */
export type Heading = (text: string) => string;

/**
 * The usage of the command as a whole, with the options of `run`.
 *
 * @param isolation which wall stands on this machine when nothing is asked for
 */
export function usage(isolation: string, heading: Heading = (text) => text): string {
  const [run, ...others] = SUBCOMMANDS;
  const commands = others.map(({ name, summary }) => line(`sluice ${name}`, summary));
  return `Runs a WebAssembly program that gets what is granted here, and nothing else.

${heading("usage:")} ${run!.usage}
${others.map((one) => `       ${one.usage}`).join("\n")}

${run!.about}

${commands.join("\n")}

${optionLines(run!)}

${heading("streams:")} --stream gives handles behind those of --dir, in the order given; --explain
has the numbers. file:PATH empties the file that it writes to, append:PATH does not. fd:N is a
descriptor that sluice was started with (on Linux, with FFI). tcp: and listen: are opened once,
before the program starts: tcp:[::1]:5432, listen:127.0.0.1:0 for any port that is free. With a
listener LISTEN_FDS and LISTEN_FDNAMES count and name the streams, unless --env sets them.

${heading("components:")} --invoke 'NAME(...)' has its arguments in WAVE; a function of an exported
interface is 'INTERFACE#NAME(...)'.

${heading("isolation on this machine:")} ${isolation}

${heading("exit status:")} the program's own; 2 a wrong option or grant; 124 a timeout; 125 a bug of
Sluice; 126 not runnable; 127 not found; 134 a trap

${exampleLines(run!, heading)}
`;
}

/** The usage of one command. */
export function usageOf(command: Subcommand, heading: Heading = (text) => text): string {
  const { summary, about, options } = command;
  return `${summary[0]!.toUpperCase()}${summary.slice(1)}.

${heading("usage:")} ${command.usage}

${about}

${options.length === 0 ? "" : `${optionLines(command)}\n\n`}${exampleLines(command, heading)}
`;
}

function optionLines({ options }: Subcommand): string {
  return options.map(({ help, ...option }) => line(spelling(option), help)).join("\n");
}

function exampleLines({ examples }: Subcommand, heading: Heading): string {
  return [heading("examples:"), ...examples.map((example) => `  ${example}`)].join("\n");
}

function line(left: string, help: string): string {
  return left.length < WIDTH - 1
    ? `  ${left.padEnd(WIDTH)}${help}`
    : `  ${left}\n  ${" ".repeat(WIDTH)}${help}`;
}

function spelling({ name, value, optional }: Omit<Option, "help">): string {
  if (value === undefined) return `--${name}`;
  return optional ? `--${name}[=${value}]` : `--${name} ${value}`;
}
