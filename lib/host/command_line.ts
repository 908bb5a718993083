/**
 * The command line as the kernel has it.
 *
 * @module
 */

import { isUtf8 } from "../filesystem/path.ts";

/**
 * Whether every word of this process's command line is UTF-8: Deno puts U+FFFD in place of what it
 * cannot read, and that may be another word.
 *
 * @returns false also where the kernel does not tell
 */
export function isCommandLineUtf8(): boolean {
  try {
    return isUtf8(Deno.readFileSync("/proc/self/cmdline"));
  } catch {
    return false;
  }
}
