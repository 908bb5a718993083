/**
 * The one bit that a grant puts on everything opened through it.
 *
 * @module
 */

import { WasiError } from "../errors.ts";

/** What may be done to a directory and all below it. It only shrinks. */
export type Access = "read-only" | "read-write";

/**
 * Refuses a change through a read-only grant.
 *
 * @throws WasiError `not-capable` when `access` is read-only
 */
export function requireWrite(access: Access): void {
  if (access === "read-only") throw new WasiError("not-capable");
}
