/**
 * What a call does that finds nothing to be done now.
 *
 * @module
 */

import type { Pollable } from "../../io/pollable.ts";
import { type Context, mustGiveWay, suspendOn } from "./context.ts";
import type { Description } from "./description.ts";
import { AGAIN } from "./errno.ts";

/** Waits for `awaited`, or answers AGAIN where the descriptor is not to wait. */
export function notReady(
  context: Context,
  { nonblocking }: Description,
  awaited: { subscribe(): Pollable },
): number {
  if (!nonblocking) return suspendOn(context, [awaited.subscribe()]);
  return mustGiveWay(context) ? suspendOn(context, [awaited.subscribe()], 0n) : AGAIN;
}
