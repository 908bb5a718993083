/**
 * Waiting where the guest has the thread to itself: in the kernel.
 *
 * @module
 */

import { functionsOf } from "../abi/preview1/imports.ts";
import type { RunEnd } from "./run_end.ts";
import type { Waiting, WaitingGuest } from "./waiting.ts";

/**
 * Blocks the thread while a call waits, so that no call pays for being able to.
 *
 * @param end what ends the run beside the guest, which then has no imports that wait
 */
export function blocking({ host, context, boundary }: WaitingGuest, end?: RunEnd): Waiting {
  return {
    imports: (module) =>
      Object.fromEntries(
        Object.entries(functionsOf(module, context)).map(([name, call]) => [
          name,
          boundary.guard(call, ({ pollables, timeout }) => host.wait(pollables, timeout)),
        ]),
      ),
    entrance: (exported) => end === undefined ? exported : end.entering(exported),
  };
}
