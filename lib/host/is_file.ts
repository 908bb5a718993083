/**
 * Whether there is a file.
 *
 * @module
 */

import { isGranted } from "./permission.ts";

/** Whether a path leads to a regular file, as far as that can be told. */
export function isFile(path: string): boolean {
  if (!isGranted({ name: "read", path })) return false;
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
