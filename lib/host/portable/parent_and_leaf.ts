/**
 * A path taken apart for an operation on a name: its parent, resolved, and its last name.
 *
 * @module
 */

import { isDots, splitPath } from "../../filesystem/path.ts";
import { decodePath, join } from "./path_text.ts";
import { type Present, resolveDirectory } from "./resolve.ts";

/** The name that an operation acts on. */
export interface ParentAndLeaf {
  /** The whole path of the name; that of the parent where the last name is `.`, `..` or empty. */
  readonly path: string;
  /** The last name, without a slash; empty, `.` or `..` must not be acted on. */
  readonly leaf: Uint8Array;
  /** Whether a slash followed the name. */
  readonly trailingSlash: boolean;
}

/**
 * Takes `path` apart, and resolves the parent.
 *
 * @param base the directory that must not be left
 * @throws WasiError `not-capable` when the parent lies outside
 */
export function parentAndLeaf(base: Present, path: Uint8Array): ParentAndLeaf {
  const { parent, leaf, trailingSlash } = splitPath(path);
  const { path: at } = parent.length > 0 ? resolveDirectory(base, decodePath(parent)) : base;
  return { path: isDots(leaf) ? at : join(at, decodePath(leaf)), leaf, trailingSlash };
}
