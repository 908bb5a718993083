/**
 * Waiting, in one place: a call that cannot go on is tried again when this returns.
 *
 * @module
 */

import type { Wait } from "../abi/preview1/context.ts";
import type { Deadline } from "../host/deadline.ts";
import type { Host } from "../host/host.ts";

/**
 * Blocks the thread, which is the guest's alone, until what the call waits for may have come.
 *
 * @param deadline beyond which nothing is waited for
 * @throws LimitReached when that has passed
 */
export function waitInHost(
  host: Host,
  { pollables, timeout }: Wait,
  deadline: Deadline | undefined,
): void {
  host.wait(pollables, deadline === undefined ? timeout : deadline.limit(timeout));
}
