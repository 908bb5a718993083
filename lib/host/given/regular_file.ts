/**
 * Telling the files of Deno from its other resources.
 *
 * @module
 */

/**
 * Whether this is a file that never lets anyone wait: then it is read and written at once, and its
 * position is never ahead of the guest.
 */
export function isRegularFile(given: object): boolean {
  if (!(given instanceof Deno.FsFile)) return false;
  try {
    return given.statSync().isFile;
  } catch {
    return false;
  }
}
