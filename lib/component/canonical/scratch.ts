/**
 * Core values on their way through a trampoline.
 *
 * @module
 */

import { SLOT } from "../../wasm/call_trampoline.ts";
import type { CoreValue } from "./core_values.ts";
import type { CoreType } from "./layout.ts";

/**
 * Where a trampoline finds the arguments of its callee. They lie there for no time in which a guest
 * runs, so one place does for all calls.
 */
export class Scratch {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  readonly #view: DataView = new DataView(this.memory.buffer);

  /** Leaves `values` there. */
  pass(values: readonly CoreValue[], types: readonly CoreType[]): void {
    for (let i = 0; i < types.length; i++) {
      const at = i * SLOT;
      switch (types[i]) {
        case "i32":
          this.#view.setInt32(at, values[i] as number, true);
          break;
        case "i64":
          this.#view.setBigInt64(at, values[i] as bigint, true);
          break;
        case "f32":
          this.#view.setFloat32(at, values[i] as number, true);
          break;
        case "f64":
          this.#view.setFloat64(at, values[i] as number, true);
      }
    }
  }
}
