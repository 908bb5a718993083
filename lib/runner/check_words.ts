/**
 * Checking that the command line is what it seems.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { wordsNotUtf8 } from "../host/not_utf8.ts";

/**
 * Refuses a command line with a word that is not UTF-8: it could only be passed on as another word.
 *
 * @throws SluiceError status 2
 */
export function checkWords(): void {
  if (wordsNotUtf8("cmdline").length > 0) {
    throw new SluiceError(2, "the command line has a word that is not UTF-8");
  }
}
