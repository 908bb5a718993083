/**
 * The host lets go of a resource that a guest implements.
 *
 * @module
 */

import type { LetGo } from "../resources/guest_resource.ts";
import { type ComponentInstance, enter, leave } from "./component_instance.ts";
import type { Run } from "./run.ts";

/** What calls the destructor, if there is one; nothing once the run has ended. */
export function letGo(run: Run): LetGo {
  return ({ owner, destructor }, representation) => {
    if (run.ending !== undefined || destructor === undefined) return;
    const entered = (owner as ComponentInstance).enteredFrom();
    try {
      enter(entered);
      const call = run.begin(0);
      destructor(representation);
      run.finish(call);
      leave(entered);
    } catch (error) {
      run.end(error);
      throw error;
    }
  };
}
