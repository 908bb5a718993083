/**
 * Lowering functions of the host: what a core module imports to call them.
 *
 * @module
 */

import type { CoreValue } from "../canonical/core_values.ts";
import {
  checkingResultPlace,
  liftingParameters,
  loweredCoreType,
  loweringResult,
  passing,
  resultPointer,
} from "../canonical/function.ts";
import { type HostFunction, Suspend } from "../host_interface.ts";
import { lazily } from "../lazily.ts";
import type { FuncType } from "../types.ts";
import { liftingToHost, loweringFromHost } from "./host_handles.ts";
import type { ProvidedFunction } from "./lifted_function.ts";
import type { Run } from "./run.ts";
import type { Side } from "./side.ts";
import type { CoreFunction, InThread, ShimParts, ShimState, Suspended } from "./waiting.ts";

/** The core function for a function of the host's, of `type` as the side that calls it sees it. */
export function lowerHost(
  { host, waits }: ProvidedFunction,
  type: FuncType,
  side: Side,
): CoreFunction {
  // A program imports many functions that it never calls.
  const call = lazily(() => new HostCall(host, type, side));
  const { waiting } = side.run;
  if (!waits) return direct(call, side);
  return waiting.kind === "thread"
    ? waitingInThread(call, side, waiting)
    : suspending(call, type, side, waiting);
}

/** Calls of one host function: the part that is the same however the guest waits. */
class HostCall {
  readonly #host: (...args: unknown[]) => unknown;
  readonly #lift: (flat: readonly CoreValue[]) => unknown[];
  readonly #lower: (result: unknown, pointer: number) => CoreValue | undefined;
  readonly #pointer: (flat: readonly CoreValue[]) => number;
  readonly #checkPlace: ((pointer: number) => void) | undefined;
  readonly #side: Side;

  constructor(host: HostFunction, type: FuncType, side: Side) {
    const passed = passing(type, side.run.layouts);
    this.#host = host as (...args: unknown[]) => unknown;
    this.#lift = liftingParameters(passed, side.lifting(liftingToHost(side), "views"));
    const to = side.lowering(loweringFromHost(side));
    this.#lower = loweringResult(passed, to);
    this.#checkPlace = checkingResultPlace(passed, to);
    this.#pointer = (flat) => resultPointer(passed, flat);
    this.#side = side;
  }

  /** Answers what the host does, be it that it has to wait. */
  begin(flat: readonly CoreValue[]): unknown {
    const { run, instance } = this.#side;
    instance.checkLeave();
    run.enterHost();
    run.allowance.refill();
    // Before the host does anything that nobody would hear of.
    this.#checkPlace?.(this.#pointer(flat));
    return this.#host(...this.#lift(flat));
  }

  /** Answers the guest. */
  finish(result: unknown, flat: readonly CoreValue[]): CoreValue | undefined {
    const lowered = this.#lower(result, this.#pointer(flat));
    this.#side.run.leaveHost();
    return lowered;
  }
}

function direct(call: () => HostCall, { run }: Side): CoreFunction {
  return (...flat: CoreValue[]) => {
    try {
      return call().finish(call().begin(flat), flat);
    } catch (error) {
      return run.fail(error);
    }
  };
}

function waitingInThread(call: () => HostCall, { run }: Side, { wait }: InThread): CoreFunction {
  return (...flat: CoreValue[]) => {
    try {
      let result = call().begin(flat);
      while (result instanceof Suspend) {
        wait(result.wait as never);
        result = result.retry();
      }
      return call().finish(result, flat);
    } catch (error) {
      return run.fail(error);
    }
  };
}

/** In two parts, of which the second is for calls that really have to wait: see suspending_shim.ts. */
function suspending(
  call: () => HostCall,
  type: FuncType,
  { run, memory }: Side,
  { wait, resuming, shim, call: calling }: Suspended,
): CoreFunction {
  // Nobody has called by then in whose time the guest could allocate.
  const lower = (result: unknown, flat: readonly CoreValue[]) =>
    memory.allocates ? calling(() => call().finish(result, flat)) : call().finish(result, flat);
  const parts = (state: ShimState): ShimParts => {
    let pending: Suspend | undefined;
    const attempt = (...flat: CoreValue[]) => {
      try {
        const result = call().begin(flat);
        if (!(result instanceof Suspend)) return call().finish(result, flat);
        run.leaveHost();
        pending = result;
        state.waits();
      } catch (error) {
        run.fail(error);
      }
      return zeroFor(type, run);
    };
    const finish = async (...flat: CoreValue[]) => {
      state.goesOn();
      try {
        let result: unknown = pending;
        while (result instanceof Suspend) {
          await wait(result.wait as never);
          run.enterHost();
          result = result.retry();
          if (result instanceof Suspend) run.leaveHost();
        }
        return lower(result, flat);
      } catch (error) {
        run.end(error);
        state.ended();
      }
      return zeroFor(type, run);
    };
    return { attempt, finish: (...flat: CoreValue[]) => resuming(finish(...flat)) };
  };
  return shim(loweredCoreType(passing(type, run.layouts)), parts, run);
}

/** What stands for a result that is not there. */
function zeroFor(type: FuncType, run: Run): CoreValue | undefined {
  const { results } = loweredCoreType(passing(type, run.layouts));
  return results.length === 0 ? undefined : results[0] === "i64" ? 0n : 0;
}
