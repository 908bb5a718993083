/**
 * Guests of components that are suspended while they wait.
 *
 * @module
 */

import { suspended } from "../../component/instantiate/suspended.ts";
import type { Suspended } from "../../component/instantiate/waiting.ts";
import type { Wait } from "../../io/wait.ts";
import type { Guest } from "../guest.ts";
import { requireJspi } from "../jspi.ts";
import type { RunEnd } from "../run_end.ts";
import type { WasmFunction } from "../waiting.ts";
import { Waits } from "../waits.ts";

/**
 * Suspends the guest.
 *
 * @param end what ends the run beside the guest
 * @throws SluiceError status 2 where the runtime cannot do it
 */
export function suspending({ host }: Guest, end: RunEnd | undefined): Suspended<Wait> {
  const { promising } = requireJspi();
  const waits = new Waits(host, end);
  const alone = suspended((wait: Wait) => waits.wait(wait));
  return end === undefined ? alone : { ...alone, ...endedBy(end, promising) };
}

/** The ways into a guest, each of which ends with the run. */
function endedBy(
  end: RunEnd,
  promising: (exported: WasmFunction) => WasmFunction,
): Pick<Suspended, "promising" | "call" | "resuming"> {
  return {
    promising(exported) {
      // What cannot be made so says it here by a TypeError; behind a deadline it would be of a realm
      // of its own, which nobody knows.
      promising(exported as WasmFunction);
      return end.enteringSuspendable(exported as WasmFunction, promising) as (
        ...args: never[]
      ) => Promise<unknown>;
    },
    call(body) {
      const answer = end.call(() => [body()] as const);
      if (answer === undefined) throw end.reason;
      return answer[0];
    },
    resuming: (answer) => end.resuming(answer),
  };
}
