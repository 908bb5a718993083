/**
 * What Sluice says, on standard error, so that the guest's output stays its own.
 *
 * @module
 */

import type { SluiceError } from "../errors.ts";
import { toned } from "./colours.ts";

/** Sluice's own standard output could not be written. */
export class OutputError extends Error {
  override name = "OutputError";
}

/**
 * Prints what was asked for, on standard output.
 *
 * @throws OutputError when that cannot be written
 */
export function print(text: string): void {
  try {
    console.log(text);
  } catch (cause) {
    throw new OutputError("standard output cannot be written", { cause });
  }
}

/** The line that {@linkcode printError} prints of a message, without colours. */
export function errorLine(message: string): string {
  return `error: ${escaped(message)}`;
}

/** Prints an error and its hint. */
export function printError({ message, hint }: Pick<SluiceError, "message" | "hint">): void {
  say("error", message);
  if (hint !== undefined) printHint(hint);
}

/** Prints what may help, after the words of a guest that has failed. */
export function printHint(hint: string): void {
  say("hint", hint);
}

/** Prints a warning. */
export function printWarning(message: string): void {
  say("warning", message);
}

/** Nobody can be told that this failed, and it must not change the exit status. */
function say(tone: "error" | "hint" | "warning", message: string): void {
  try {
    console.error(`${toned(tone, `${tone}:`, "stderr")} ${escaped(message)}`);
  } catch {
    // Standard error is full or gone.
  }
}

/**
 * Text of foreign origin made harmless for a terminal: control characters, and those that turn the
 * direction of writing, as `\u{..}`.
 */
export function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
