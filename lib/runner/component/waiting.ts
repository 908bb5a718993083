/**
 * How the guest of a component waits.
 *
 * @module
 */

import { inThread, type Waiting } from "../../component/instantiate/waiting.ts";
import type { Wait } from "../../io/wait.ts";
import type { Guest } from "../guest.ts";
import type { RunEnd } from "../run_end.ts";

/**
 * Blocks the thread where the guest has it to itself, else suspends the guest.
 *
 * @param end what ends the run beside the guest, which is suspended then
 * @throws SluiceError status 2 where the runtime cannot do it
 */
export async function waitingOf(guest: Guest, end: RunEnd | undefined): Promise<Waiting<Wait>> {
  const { host, context } = guest;
  return context.shared || end !== undefined
    ? (await import("./suspending.ts")).suspending(guest, end)
    : inThread(({ pollables, timeout }: Wait) => host.wait(pollables, timeout));
}
