/**
 * Waiting, in one place: a call that cannot go on is tried again when this returns.
 *
 * @module
 */

import type { Wait } from "../abi/preview1/context.ts";
import type { Host } from "../host/host.ts";

/** Blocks the thread, which is the guest's alone, until what the call waits for may have come. */
export function waitInHost(host: Host, { pollables, timeout }: Wait): void {
  host.wait(pollables, timeout);
}
