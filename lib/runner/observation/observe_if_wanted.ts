/**
 * Letting somebody look on at a run, when there is somebody.
 *
 * @module
 */

import type { Guest } from "../guest.ts";
import type { RunOptions } from "../options.ts";

/** Has a guest of preview1 that has not begun looked on at, if its options want a trace or an audit. */
export async function observeIfWanted(guest: Guest, options: RunOptions): Promise<void> {
  if (options.trace === undefined && options.audit === undefined) return;
  const { observe } = await import("./observation.ts");
  observe(guest, options);
}
