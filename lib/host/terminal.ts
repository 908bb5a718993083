/**
 * What stands behind the standard streams, as far as words of our own are concerned.
 *
 * @module
 */

import { variable } from "./variable.ts";

/**
 * Whether the user wants no colours: Deno forgets that where `FORCE_COLOR` is set too. Read early, as
 * the permission to read it is given back.
 */
const IS_PLAIN: boolean = Deno.noColor || (variable("NO_COLOR") ?? "") !== "";

/** Whether a standard stream is a terminal that shows colours, and the user wants some. */
export function hasColours(stream: "stdout" | "stderr"): boolean {
  return !IS_PLAIN && isTerminal(stream);
}

/** Whether a standard stream is a terminal. */
export function isTerminal(stream: "stdout" | "stderr"): boolean {
  return Deno[stream].isTerminal();
}

/** Writes to standard error as it is, without an end of the line. What cannot be written is dropped. */
export function writeError(text: string): void {
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  } catch {
    // Nobody can be told.
  }
}

/** Text in which nothing is left that a terminal would act on. */
export function presentable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?");
}

/**
 * Shows at once what is being done, for what leaves no time to show it later.
 *
 * @returns takes the line away when it is disposed
 */
export function showAtOnce(what: string): Disposable {
  const shown = isTerminal("stderr");
  if (shown) writeError(presentable(what));
  return {
    [Symbol.dispose]() {
      if (shown) writeError("\r\x1b[K");
    },
  };
}
