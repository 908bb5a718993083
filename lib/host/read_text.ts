/**
 * Reading text that the user named.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/** How text is read. */
export interface TextOptions {
  /** The exit status when it cannot be. */
  readonly status: 2 | 126 | 127;
  /** The most bytes. */
  readonly most: number;
}

/**
 * The bytes of a file of text, which are not looked at.
 *
 * @throws SluiceError of the given status when it is missing, a directory, too large or cannot be read
 */
export function readTextFile(
  path: string,
  { status, most }: TextOptions,
): Uint8Array<ArrayBuffer> {
  requirePermission({ name: "read", path });
  try {
    using file = Deno.openSync(path);
    const { isDirectory } = file.statSync();
    if (isDirectory) throw new SluiceError(status, `${path} is a directory`);
    return read(file, path, { status, most });
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "is not there" : "cannot be read";
    throw new SluiceError(status, `${path} ${reason}`, { cause: error });
  }
}

/** Reads to the end, which a device need not have, or to one byte too many. */
function read(
  file: Deno.FsFile,
  path: string,
  { status, most }: TextOptions,
): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  for (;;) {
    const count = file.readSync(bytes.subarray(length));
    if (count === null) return bytes.subarray(0, length);
    length += count;
    if (length > most) throw new SluiceError(status, `${path} is larger than text of its kind is`);
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
  }
}
