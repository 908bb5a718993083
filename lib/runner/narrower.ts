/**
 * Whether one grant gives no more than another.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { DirectoryGrant } from "../grants/grant.ts";
import { realPath } from "../host/real_path.ts";
import { maskOf } from "./directories.ts";

/** Whether a directory grant stays within another one: its rights, and its directory. */
export function isWithin(inner: DirectoryGrant, outer: DirectoryGrant): boolean {
  if ((maskOf(inner.rights) & ~maskOf(outer.rights)) !== 0) return false;
  if (inner.host === outer.host) return true;
  try {
    // By their real paths: a link within the one may lead out of it.
    return `${realPath(inner.host)}/`.startsWith(`${realPath(outer.host)}/`.replace("//", "/"));
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    return false;
  }
}
