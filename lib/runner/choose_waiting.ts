/**
 * Choosing how a guest waits.
 *
 * @module
 */

import { blocking } from "./block.ts";
import type { RunEnd } from "./run_end.ts";
import type { Waiting, WaitingGuest } from "./waiting.ts";

/**
 * The way in which a guest waits.
 *
 * @param mayWait whether it has imports that can wait
 * @param end what ends the run beside the guest
 * @throws SluiceError status 2 where the runtime cannot do it
 */
export async function waitingOf(
  guest: WaitingGuest,
  mayWait: boolean,
  end?: RunEnd,
): Promise<Waiting> {
  return guest.context.shared && mayWait
    ? (await import("./suspend.ts")).suspending(guest, end)
    : blocking(guest, end);
}
