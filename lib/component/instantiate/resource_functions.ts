/**
 * The built-in functions for resources.
 *
 * @module
 */

import { dropTrampoline, type TrampolineImports } from "../../wasm/call_trampoline.ts";
import { Handle } from "../resources/handle.ts";
import type { LivingType } from "../resources/living_type.ts";
import { type ComponentInstance, enter, leave } from "./component_instance.ts";
import type { CoreFunction } from "./waiting.ts";
import type { Run } from "./run.ts";

/** `resource.new`: makes a resource with this representation; answers the handle that owns it. */
export function resourceNew(
  type: LivingType,
  instance: ComponentInstance,
  run: Run,
): CoreFunction {
  return guarded(run, (representation) => {
    instance.checkLeave();
    return instance.handles.add(new Handle(type, representation));
  });
}

/** `resource.rep`: answers the representation of the resource under a handle. */
export function resourceRep(
  type: LivingType,
  { handles }: ComponentInstance,
  run: Run,
): CoreFunction {
  return guarded(run, (index) => handles.get(index, type).representation as number);
}

/** `resource.drop`: lets go of a handle, and with it of the resource if it was owned. */
export function resourceDrop(
  type: LivingType,
  instance: ComponentInstance,
  run: Run,
): CoreFunction {
  if (type.destructor !== undefined) return droppingGuests(type, instance, run);
  const entered = enteredFor(type, instance);
  return guarded(run, (index) => {
    instance.checkLeave();
    const { scope, representation } = instance.handles.remove(index, type);
    if (scope !== undefined) scope.borrowed--;
    else if (type.owner === undefined) {
      (representation as Partial<Disposable>)[Symbol.dispose]?.();
    } else {
      enter(entered);
      leave(entered);
    }
  });
}

/** A destructor may have to wait: it is called through a trampoline, as any other guest's function. */
function droppingGuests(
  type: LivingType,
  instance: ComponentInstance,
  run: Run,
): CoreFunction {
  const entered = enteredFor(type, instance);
  const before = (index: number) => {
    instance.checkLeave();
    const { scope, representation } = instance.handles.remove(index, type);
    if (scope !== undefined) {
      scope.borrowed--;
      return 0;
    }
    enter(entered);
    run.begin(0);
    run.scratch.pass([representation as number], ["i32"]);
    return 1;
  };
  const after = () => {
    run.finish(run.call);
    leave(entered);
  };
  const imports: TrampolineImports = {
    enter: (index: number) => run.endingOnError(() => before(index)),
    callee: type.destructor!,
    exit: after,
    memory: run.scratch.memory,
  };
  const module = run.generated("drop", dropTrampoline);
  return new WebAssembly.Instance(module, { "": { ...imports } }).exports.call as CoreFunction;
}

/** The instances that dropping a resource enters, whether or not there is a destructor. */
function enteredFor({ owner }: LivingType, from: ComponentInstance): ComponentInstance[] {
  return owner === undefined ? [] : (owner as ComponentInstance).enteredFrom(from);
}

function guarded(run: Run, body: (argument: number) => number | void): CoreFunction {
  return (argument: number) => {
    try {
      run.checkAlive();
      return body(argument);
    } catch (error) {
      return run.fail(error);
    }
  };
}
