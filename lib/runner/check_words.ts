/**
 * Checking that the command line is what it seems.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { isCommandLineUtf8 } from "../host/command_line.ts";

/** What stands for bytes that could not be read as text. */
const REPLACEMENT = "\ufffd";

/**
 * Refuses words that are not UTF-8: they could only be passed on as other words.
 *
 * @throws SluiceError status 2 when that is so, or cannot be ruled out
 */
export function checkWords(words: readonly string[]): void {
  const doubtful = words.find((word) => word.includes(REPLACEMENT));
  if (doubtful !== undefined && !isCommandLineUtf8()) {
    throw new SluiceError(2, `the word ${doubtful} of the command line is not UTF-8`);
  }
}
