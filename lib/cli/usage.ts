/**
 * The text of `--help`.
 *
 * @module
 */

import { type Option, OPTIONS } from "./options.ts";

const WIDTH = 30;

/**
 * The usage.
 *
 * @param isolation which wall stands on this machine when nothing is asked for
 */
export function usage(isolation: string): string {
  const options = OPTIONS.map(({ help, ...option }) => {
    const left = spelling(option);
    return left.length < WIDTH - 1
      ? `  ${left.padEnd(WIDTH)}${help}`
      : `  ${left}\n  ${" ".repeat(WIDTH)}${help}`;
  });
  return `Runs a WebAssembly program that gets what is granted here, and nothing else.

usage: sluice [run] [OPTIONS] MODULE [ARGS...]

MODULE is a file, or - for standard input. What follows it belongs to the program.

${options.join("\n")}

isolation on this machine: ${isolation}

exit status: the program's own; 2 a wrong option or grant; 124 a timeout; 125 a bug of Sluice;
126 not runnable; 127 not found; 134 a trap

examples:
  sluice --dir ./data::/data::ro python.wasm -c 'print(open("/data/x").read())'
  sluice --env LANG=C --stdout file:out.txt tool.wasm --flag
`;
}

function spelling({ name, value, optional }: Omit<Option, "help">): string {
  if (value === undefined) return `--${name}`;
  return optional ? `--${name}[=${value}]` : `--${name} ${value}`;
}
