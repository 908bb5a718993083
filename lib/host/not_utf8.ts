/**
 * Words of this process that are not UTF-8. Deno hands them out with U+FFFD in place of what it could
 * not read, which may be another name; only the kernel has the bytes.
 *
 * @module
 */

import { isUtf8 } from "../filesystem/path.ts";

/** The words of this process's command line or environment that are not UTF-8, as far as can be told. */
export function wordsNotUtf8(of: "cmdline" | "environ"): Uint8Array[] {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(`/proc/self/${of}`);
  } catch {
    return [];
  }
  const words: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0, start);
    const word = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(word)) words.push(word);
    start += word.length + 1;
  }
  return words;
}
