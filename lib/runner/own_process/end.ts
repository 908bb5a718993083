/**
 * How a run ended whose process ended without saying so.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { formatSize } from "../../grants/size.ts";
import type { ChildEnd } from "../../host/child/start_child.ts";
import { TIMEOUT_STATUS, TRAP_STATUS } from "../statuses.ts";
import { timedOut } from "../limits.ts";
import type { Limits, Outcome } from "../options.ts";

/** How the engine ends a process, by itself and by way of the C library. */
const CRASHES: readonly (string | null)[] = ["SIGTRAP", "SIGABRT", "SIGILL"];

/** What the engine says when its heap is full. */
const HEAP_IS_FULL = /JavaScript (heap )?out of memory/;

/**
 * The outcome.
 *
 * @param begun whether the run had begun
 * @throws SluiceError status 125 for an end that is none of a guest's
 */
export function outcomeOfEnd(end: ChildEnd, begun: boolean, limits: Limits = {}): Outcome {
  const { status, signal, words } = end;
  const { timeout, maxMemory } = limits;
  if (!begun) {
    const [reason = ""] = words.trim().split("\n");
    throw new SluiceError(125, `the guest's process did not start: ${reason || ending(end)}`);
  }
  if (timeout !== undefined && status === TIMEOUT_STATUS) return timedOut(timeout);
  // Where the engine's words are not kept apart there are none.
  const heapIsFull = CRASHES.includes(signal) && (words === "" || HEAP_IS_FULL.test(words));
  if (maxMemory !== undefined && heapIsFull) {
    const message = `the guest has filled the heap, which may have ${formatSize(maxMemory)}`;
    return { status: TRAP_STATUS, ended: "limit", message };
  }
  throw new SluiceError(125, `the guest's process ended before the guest did, ${ending(end)}`, {
    cause: new Error(words),
  });
}

function ending({ status, signal }: ChildEnd): string {
  return signal === null ? `with status ${status}` : `by ${signal}`;
}
