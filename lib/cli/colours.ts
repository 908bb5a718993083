/**
 * Colours, for a terminal alone and never with `NO_COLOR`.
 *
 * @module
 */

import { hasColours } from "../runner/terminal.ts";

/** What is told apart by its colour. */
export type Tone = "error" | "hint" | "warning" | "heading";

/** The parameters of SGR, the terminal's way to select one. */
const CODES: Readonly<Record<Tone, string>> = {
  error: "1;31",
  hint: "1;36",
  warning: "1;33",
  heading: "1",
};

/** Text in its tone where the stream that it goes to shows colours. */
export function toned(tone: Tone, text: string, stream: "stdout" | "stderr"): string {
  return hasColours(stream) ? `\x1b[${CODES[tone]}m${text}\x1b[0m` : text;
}
