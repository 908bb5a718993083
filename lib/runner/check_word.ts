/**
 * Checking that a word of the command line is what it seems.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { isCommandLineUtf8 } from "../host/command_line.ts";

/**
 * Refuses a word in which U+FFFD may stand for what is not UTF-8: it could only be passed on as another
 * word.
 *
 * @throws SluiceError status 2 when that is so, or cannot be ruled out
 */
export function checkWord(word: string): void {
  if (isCommandLineUtf8()) return;
  throw new SluiceError(2, `the word ${word} of the command line is not UTF-8`);
}
