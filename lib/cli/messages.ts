/**
 * What Sluice says, on standard error, so that the guest's output stays its own.
 *
 * @module
 */

import type { SluiceError } from "../errors.ts";

/** Prints an error and its hint. */
export function printError({ message, hint }: Pick<SluiceError, "message" | "hint">): void {
  console.error(`error: ${escaped(message)}`);
  if (hint !== undefined) console.error(`hint: ${escaped(hint)}`);
}

/** Prints a warning. */
export function printWarning(message: string): void {
  console.error(`warning: ${escaped(message)}`);
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
