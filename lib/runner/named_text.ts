/**
 * Reading text for the command.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { readTextFile } from "../host/read_text.ts";

/**
 * The text of a file that the user named.
 *
 * @param most bytes
 * @throws SluiceError status 2 when it cannot be read, or is not UTF-8
 */
export function readNamedText(path: string, most: number): string {
  const bytes = readTextFile(path, { status: 2, most });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SluiceError(2, `${path} is not UTF-8`, { cause });
  }
}
