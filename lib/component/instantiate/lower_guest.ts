/**
 * Lowering functions that another guest has lifted: calls between components.
 *
 * @module
 */

import { callTrampoline, type TrampolineImports } from "../../wasm/call_trampoline.ts";
import type { CoreValue } from "../canonical/core_values.ts";
import {
  liftedCoreType,
  liftingParameters,
  liftingResults,
  type LiftValues,
  loweredCoreType,
  loweringParameters,
  loweringResult,
  type LowerResult,
  type LowerValues,
  type Passing,
  passing,
  resultPointer,
} from "../canonical/function.ts";
import type { CoreType } from "../canonical/layout.ts";
import { lazily } from "../lazily.ts";
import type { FuncType } from "../types.ts";
import { type ComponentInstance, enter, leave } from "./component_instance.ts";
import { liftingToGuest, loweringFromGuest } from "./guest_handles.ts";
import type { LiftedFunction } from "./lifted_function.ts";
import type { CoreFunction } from "./waiting.ts";
import type { Side } from "./side.ts";

/**
 * The core function for `callee`, a function of `type` as the side that calls it sees it: a trampoline,
 * so that either side can be suspended in it.
 */
export function lowerGuest(callee: LiftedFunction, type: FuncType, caller: Side): CoreFunction {
  const { run } = caller;
  const call = lazily(() => new GuestCall(callee, type, caller));
  const callerType = loweredCoreType(passing(type, run.layouts));
  const calleeType = liftedCoreType(passing(callee.type, run.layouts));
  const name = `call ${callerType.parameters} ${callerType.results} ` +
    `${calleeType.parameters} ${calleeType.results}`;
  const module = run.generated(name, () => callTrampoline(callerType, calleeType));
  const imports: TrampolineImports = {
    enter: (...flat: CoreValue[]) => run.endingOnError(() => call().enter(flat)),
    callee: callee.core,
    exit: (...flat: CoreValue[]) => run.endingOnError(() => call().exit(flat)),
    memory: run.scratch.memory,
  };
  return new WebAssembly.Instance(module, { "": { ...imports } }).exports.call as CoreFunction;
}

/** Calls of one function of a guest's by another guest. */
class GuestCall {
  readonly #callee: LiftedFunction;
  readonly #caller: Side;
  readonly #entered: readonly ComponentInstance[];
  readonly #outside: Passing;
  readonly #arguments: readonly CoreType[];
  readonly #liftArguments: LiftValues;
  readonly #lowerArguments: LowerValues;
  readonly #liftResults: LiftValues;
  readonly #lowerResult: LowerResult;

  constructor(callee: LiftedFunction, type: FuncType, caller: Side) {
    const { side } = callee;
    const { layouts } = caller.run;
    const inside = passing(callee.type, layouts);
    // An instance's allocator can change, and grow, each of its own memories.
    const lists = caller.instance === side.instance ? "copies" : "views";
    const from = caller.lifting(liftingToGuest(caller), lists);
    const to = side.lowering(loweringFromGuest(side), caller.encoding);
    const back = side.lifting(liftingToGuest(side), lists);
    const home = caller.lowering(loweringFromGuest(caller), side.encoding);
    this.#callee = callee;
    this.#caller = caller;
    this.#entered = side.instance.enteredFrom(caller.instance);
    this.#outside = passing(type, layouts);
    this.#arguments = liftedCoreType(inside).parameters;
    this.#liftArguments = liftingParameters(this.#outside, from);
    this.#lowerArguments = loweringParameters(inside, to);
    this.#liftResults = liftingResults(inside, back);
    this.#lowerResult = loweringResult(this.#outside, home);
  }

  /** Takes the caller's core values, and leaves the callee's in the scratch memory. */
  enter(flat: readonly CoreValue[]): void {
    const { run, instance } = this.#caller;
    instance.checkLeave();
    enter(this.#entered);
    run.begin(resultPointer(this.#outside, flat));
    run.scratch.pass(this.#lowerArguments(this.#liftArguments(flat)), this.#arguments);
  }

  /** Takes what the callee answered; answers the caller. */
  exit(flat: readonly CoreValue[]): CoreValue | undefined {
    const { run } = this.#caller;
    const { call } = run;
    run.allowance.refill();
    const [result] = this.#liftResults(flat);
    call.checkBorrowed();
    const lowered = this.#lowerResult(result, call.resultPointer);
    this.#callee.cleanUp(flat);
    run.finish(call);
    leave(this.#entered);
    return lowered;
  }
}
