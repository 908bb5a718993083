/**
 * A path taken apart for an operation on a name: its parent, opened beneath, and its last name.
 *
 * @module
 */

import { splitPath } from "../../filesystem/path.ts";
import { O_DIRECTORY, O_PATH } from "../libc/constants.ts";
import { fileCalls } from "../libc/file_calls.ts";
import { openBeneath } from "./open_beneath.ts";

/** The directory that holds a name, held open itself so that no race can swap it. */
export class ParentAndLeaf implements Disposable {
  /** The descriptor of the parent. */
  readonly fd: number;
  /** The last name, without a slash; empty, `.` or `..` must not be acted on. */
  readonly leaf: Uint8Array;
  /** Whether a slash followed the name. */
  readonly trailingSlash: boolean;
  readonly #owned: boolean;

  /**
   * @param root the directory that must not be left
   * @throws WasiError `not-capable` when the parent lies outside
   */
  constructor(root: number, path: Uint8Array) {
    const { parent, leaf, trailingSlash } = splitPath(path);
    this.leaf = leaf;
    this.trailingSlash = trailingSlash;
    this.#owned = parent.length > 0;
    this.fd = this.#owned ? openBeneath(root, parent, O_PATH | O_DIRECTORY) : root;
  }

  [Symbol.dispose](): void {
    if (this.#owned) fileCalls.close(this.fd);
  }
}
