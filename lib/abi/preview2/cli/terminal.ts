/**
 * `wasi:cli/terminal-*`.
 *
 * @module
 */

import type { Context, Standard } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";

/** The resource `terminal-input`: that there is one is all that it says. */
export class TerminalInput {}

/** The resource `terminal-output`. */
export class TerminalOutput {}

/** `wasi:cli/terminal-input`. */
export function terminalInput(): Interface {
  return interfaceOf({}, { "terminal-input": TerminalInput });
}

/** `wasi:cli/terminal-output`. */
export function terminalOutput(): Interface {
  return interfaceOf({}, { "terminal-output": TerminalOutput });
}

/** `wasi:cli/terminal-stdin`. */
export function terminalStdin({ stdin }: Context): Interface {
  return interfaceOf({
    "get-terminal-stdin": [
      "func() -> option<own<terminal-input>>",
      () => stdin.isTerminal ? new TerminalInput() : undefined,
    ],
  }, { "terminal-input": TerminalInput });
}

/** `wasi:cli/terminal-stdout`. */
export function terminalStdout({ stdout }: Context): Interface {
  return outputOf("get-terminal-stdout", stdout);
}

/** `wasi:cli/terminal-stderr`. */
export function terminalStderr({ stderr }: Context): Interface {
  return outputOf("get-terminal-stderr", stderr);
}

function outputOf(name: string, { isTerminal }: Standard<unknown>): Interface {
  return interfaceOf({
    [name]: [
      "func() -> option<own<terminal-output>>",
      () => isTerminal ? new TerminalOutput() : undefined,
    ],
  }, { "terminal-output": TerminalOutput });
}
