/**
 * Functions that a component exports, for the host to call.
 *
 * @module
 */

import type { CoreValue } from "../canonical/core_values.ts";
import {
  liftingResults,
  type LiftValues,
  loweringParameters,
  type LowerValues,
  passing,
} from "../canonical/function.ts";
import { ShapeError } from "../canonical/shape.ts";
import { lazily } from "../lazily.ts";
import type { FuncType } from "../types.ts";
import type { Value } from "../values.ts";
import { type ComponentInstance, enter, leave } from "./component_instance.ts";
import { liftingToHost, loweringFromHost } from "./host_handles.ts";
import type { LiftedFunction } from "./lifted_function.ts";
import type { Run } from "./run.ts";
import { suspendable, type Suspended } from "./waiting.ts";

type Call = (...flat: CoreValue[]) => unknown;

/** A function that a component exports. */
export class ExportedFunction {
  readonly type: FuncType;
  readonly #run: Run;
  readonly #lifted: LiftedFunction;
  readonly #entered: readonly ComponentInstance[];
  readonly #lower: () => LowerValues;
  readonly #lift: () => LiftValues;

  /** @param type as the world sees it */
  constructor(lifted: LiftedFunction, type: FuncType) {
    const { side } = lifted;
    const passed = lazily(() => passing(lifted.type, side.run.layouts));
    this.type = type;
    this.#run = side.run;
    this.#lifted = lifted;
    this.#entered = side.instance.enteredFrom();
    this.#lower = lazily(() => loweringParameters(passed(), side.lowering(loweringFromHost(side))));
    this.#lift = lazily(() =>
      liftingResults(passed(), side.lifting(liftingToHost(side), "copies"))
    );
  }

  /**
   * Calls it.
   *
   * @param values in the shapes of values.ts, one for each parameter
   * @throws TypeError when they are of other shapes
   * @throws what ends the run, if that happens in the call: the run's `ending` tells how
   */
  call(values: readonly Value[]): Value {
    this.#check(values);
    try {
      const flat = this.#begin(values);
      return this.#finish((this.#lifted.core as Call)(...flat));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Calls it such that it can be suspended; see {@linkcode ExportedFunction.call}. */
  async callSuspended(values: readonly Value[]): Promise<Value> {
    this.#check(values);
    const waiting = this.#run.waiting as Suspended;
    try {
      const flat = waiting.call(() => this.#begin(values));
      const answered = await (suspendable(this.#lifted.core, waiting) as Call)(...flat);
      return waiting.call(() => this.#finish(answered));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #check(values: readonly Value[]): void {
    const { length } = this.type.parameters;
    if (values.length !== length) {
      throw new ShapeError(`${length} parameters are wanted, not ${values.length}`);
    }
    this.#run.checkAlive();
  }

  #begin(values: readonly Value[]): CoreValue[] {
    enter(this.#entered);
    this.#run.begin(0);
    return this.#lower()(values);
  }

  /** Only what the caller gave can be of a wrong shape here: nothing of the guest's function has run. */
  #failed(error: unknown): unknown {
    if (error instanceof ShapeError) {
      this.#run.finish(this.#run.call);
      leave(this.#entered);
    } else {
      this.#run.end(error);
    }
    return error;
  }

  #finish(answered: unknown): Value {
    // A guest that went on after its end has not undone it.
    this.#run.checkAlive();
    const flat = answered === undefined ? [] : [answered as CoreValue];
    const { call } = this.#run;
    this.#run.allowance.refill();
    const [result] = this.#lift()(flat);
    call.checkBorrowed();
    this.#lifted.cleanUp(flat);
    this.#run.finish(call);
    leave(this.#entered);
    return result as Value;
  }
}
