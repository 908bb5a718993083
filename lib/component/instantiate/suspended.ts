/**
 * Guests that are suspended while they wait: what they need, and is not loaded for others.
 *
 * @module
 */

import type { FunctionType } from "../../wasm/module_interface.ts";
import { exportStart } from "../../wasm/start_section.ts";
import { ENDED, SHIM_IMPORTS, suspendingShim, WAITS } from "../../wasm/suspending_shim.ts";
import { promising, Suspending } from "./jspi.ts";
import type { CoreFunction, Generated, ShimParts, ShimState, Suspended } from "./waiting.ts";

/** Suspends the guest, which ends by itself alone. */
export function suspended<Wait>(wait: (wait: Wait) => Promise<void>): Suspended<Wait> {
  return {
    kind: "suspended",
    wait,
    promising,
    call: (body) => body(),
    resuming: (answer) => answer,
    exportStart,
    shim,
  };
}

/** A function through a shim that suspends only calls that really have to wait. */
function shim(
  type: FunctionType,
  partsOf: (state: ShimState) => ShimParts,
  modules: Generated,
): CoreFunction {
  const state = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  const { attempt, finish } = partsOf({
    waits: () => void (state.value = WAITS),
    goesOn: () => void (state.value = 0),
    ended: () => void (state.value = ENDED),
  });
  const name = `shim ${type.parameters} ${type.results}`;
  const module = modules.generated(name, () => suspendingShim([{ name: "call", type }]));
  const { exports } = new WebAssembly.Instance(module, {
    [SHIM_IMPORTS.attempt]: { call: attempt },
    [SHIM_IMPORTS.finish]: { call: new Suspending(finish) },
    [SHIM_IMPORTS.state]: { [SHIM_IMPORTS.state]: state },
  });
  return exports.call as CoreFunction;
}
