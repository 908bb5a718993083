/**
 * Paths on their way into the C library.
 *
 * @module
 */

import { MAX_PATH } from "../../filesystem/path.ts";

/** A buffer that holds one path at a time, ended by NUL. */
export class PathArgument {
  readonly #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(MAX_PATH + 1);

  /** The argument that carries `path`, valid until the next call. */
  of(path: Uint8Array): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer;
    if (path.length > MAX_PATH) throw new RangeError("path longer than PATH_MAX");
    // A loop beats set() for the short paths that guests use.
    for (let i = 0; i < path.length; i++) buffer[i] = path[i]!;
    buffer[path.length] = 0;
    return buffer;
  }
}
