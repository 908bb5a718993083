/**
 * Functions between components.
 *
 * @module
 */

import type { CoreValue } from "../canonical/core_values.ts";
import type { HostFunction } from "../host_interface.ts";
import type { FuncType } from "../types.ts";
import type { CoreFunction } from "./waiting.ts";
import type { Side } from "./side.ts";

/** A function between components: the host's, or one that a guest has lifted. */
export type ComponentFunction = LiftedFunction | ProvidedFunction;

/** A function of the host's. */
export interface ProvidedFunction {
  readonly host: HostFunction;
  /** Whether it may answer that it has to wait. */
  readonly waits: boolean;
}

/** A core function that was lifted. */
export class LiftedFunction {
  readonly core: CoreFunction;
  /** As the component that lifted it sees it. */
  readonly type: FuncType;
  readonly side: Side;
  readonly #postReturn: CoreFunction | undefined;

  constructor(
    core: CoreFunction,
    type: FuncType,
    side: Side,
    postReturn: CoreFunction | undefined,
  ) {
    this.core = core;
    this.type = type;
    this.side = side;
    this.#postReturn = postReturn;
  }

  /** Tells the guest that what it answered has been taken. */
  cleanUp(flat: readonly CoreValue[]): void {
    const postReturn = this.#postReturn as ((...flat: readonly CoreValue[]) => void) | undefined;
    if (postReturn !== undefined) this.side.instance.confined(() => postReturn(...flat));
  }
}
