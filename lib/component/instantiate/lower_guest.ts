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
  loweredCoreType,
  loweringParameters,
  loweringResult,
  passing,
  resultPointer,
} from "../canonical/function.ts";
import type { FuncType } from "../types.ts";
import { enter, leave } from "./component_instance.ts";
import { liftingToGuest, loweringFromGuest } from "./guest_handles.ts";
import type { LiftedFunction } from "./lifted_function.ts";
import type { CoreFunction } from "./waiting.ts";
import type { Side } from "./side.ts";

/**
 * The core function for `callee`, a function of `type` as the side that calls it sees it: a trampoline,
 * so that either side can be suspended in it.
 */
export function lowerGuest(callee: LiftedFunction, type: FuncType, caller: Side): CoreFunction {
  const { run, instance } = caller;
  const { side } = callee;
  const entered = side.instance.enteredFrom(instance);
  const lists = caller.memory.shares(side.memory) ? "copies" : "views";
  const outside = passing(type, run.layouts);
  const inside = passing(callee.type, run.layouts);
  const liftArguments = liftingParameters(
    outside,
    caller.lifting(liftingToGuest(caller), lists),
  );
  const lowerArguments = loweringParameters(
    inside,
    side.lowering(loweringFromGuest(side), caller.encoding),
  );
  const liftResults = liftingResults(inside, side.lifting(liftingToGuest(side), lists));
  const lowerResult = loweringResult(
    outside,
    caller.lowering(loweringFromGuest(caller), side.encoding),
  );
  const callerType = loweredCoreType(outside);
  const calleeType = liftedCoreType(inside);

  const before = (...flat: CoreValue[]) => {
    try {
      instance.checkLeave();
      enter(entered);
      run.begin(resultPointer(outside, flat));
      run.scratch.pass(lowerArguments(liftArguments(flat)), calleeType.parameters);
    } catch (error) {
      run.end(error);
      throw error;
    }
  };
  const after = (...flat: CoreValue[]) => {
    try {
      const { call } = run;
      run.allowance.refill();
      const [result] = liftResults(flat);
      call.checkBorrowed();
      const lowered = lowerResult(result, call.resultPointer);
      callee.cleanUp(flat);
      run.finish(call);
      leave(entered);
      return lowered;
    } catch (error) {
      run.end(error);
      throw error;
    }
  };

  const name = `call ${callerType.parameters} ${callerType.results} ` +
    `${calleeType.parameters} ${calleeType.results}`;
  const module = run.generated(name, () => callTrampoline(callerType, calleeType));
  const imports: TrampolineImports = {
    enter: before,
    callee: callee.core,
    exit: after,
    memory: run.scratch.memory,
  };
  return new WebAssembly.Instance(module, { "": { ...imports } }).exports.call as CoreFunction;
}
