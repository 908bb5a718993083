/**
 * How the guest of a component waits.
 *
 * @module
 */

import {
  inThread,
  type Suspended,
  suspended,
  type Waiting,
} from "../../component/instantiate/waiting.ts";
import type { Wait } from "../../io/wait.ts";
import type { Guest } from "../guest.ts";
import { requireJspi } from "../jspi.ts";
import type { RunEnd } from "../run_end.ts";
import type { WasmFunction } from "../waiting.ts";
import { Waits } from "../waits.ts";

/**
 * Blocks the thread where the guest has it to itself, else suspends the guest.
 *
 * @param end what ends the run beside the guest, which is suspended then
 * @throws SluiceError status 2 where the runtime cannot do it
 */
export function waitingOf({ host, context }: Guest, end: RunEnd | undefined): Waiting<Wait> {
  if (!context.shared && end === undefined) {
    return inThread(({ pollables, timeout }: Wait) => host.wait(pollables, timeout));
  }
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
