/**
 * Waiting where the thread is shared: the guest is suspended by JSPI, and only a call that really has
 * to wait pays for it.
 *
 * @module
 */

import type { Suspension } from "../abi/preview1/boundary.ts";
import { functionsOf, WAITING_FUNCTIONS } from "../abi/preview1/imports.ts";
import { signatureOf } from "../abi/preview1/signatures.ts";
import { ENDED, SHIM_IMPORTS, suspendingShim, WAITS } from "../wasm/suspending_shim.ts";
import { requireJspi } from "./jspi.ts";
import type { RunEnd } from "./run_end.ts";
import type { Waiting, WaitingGuest } from "./waiting.ts";
import { Waits } from "./waits.ts";

const STATES = { waits: WAITS, done: 0, ended: ENDED } as const;

/**
 * Suspends the guest while a call waits.
 *
 * @param end when the run is over, whatever the guest waits for; absent where only the guest ends it
 * @throws SluiceError status 2 where the runtime cannot suspend
 */
export function suspending({ host, context, boundary }: WaitingGuest, end?: RunEnd): Waiting {
  const { Suspending, promising } = requireJspi();
  const state = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  const waits = new Waits(host, end);
  const suspension: Suspension = {
    wait: (wanted) => waits.wait(wanted),
    tell: (now) => void (state.value = STATES[now]),
  };
  const shim = new WebAssembly.Module(suspendingShim(WAITING_FUNCTIONS.map((name) => ({
    name,
    type: signatureOf(name)!,
  }))));
  return {
    imports(module) {
      const calls = Object.entries(functionsOf(module, context));
      const whole = calls.filter(([name]) => !WAITING_FUNCTIONS.includes(name));
      const divided = calls.filter(([name]) => WAITING_FUNCTIONS.includes(name))
        .map(([name, call]) => [name, boundary.divide(call, suspension)] as const);
      const { exports } = new WebAssembly.Instance(shim, {
        [SHIM_IMPORTS.attempt]: Object.fromEntries(
          divided.map(([name, { attempt }]) => [name, attempt]),
        ),
        [SHIM_IMPORTS.finish]: Object.fromEntries(
          divided.map(([name, { finish }]) => [
            name,
            new Suspending(end === undefined ? finish : (...args) => end.resuming(finish(...args))),
          ]),
        ),
        [SHIM_IMPORTS.state]: { [SHIM_IMPORTS.state]: state },
      });
      return {
        ...Object.fromEntries(whole.map(([name, call]) => [name, boundary.guard(call)])),
        ...exports as Record<string, () => unknown>,
      };
    },
    entrance: (exported) =>
      end === undefined ? promising(exported) : end.enteringSuspendable(exported, promising),
  };
}
