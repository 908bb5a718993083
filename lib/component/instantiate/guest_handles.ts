/**
 * Handles that pass between two guests: as what represents the resource.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { HandleLifting } from "../canonical/lifting.ts";
import type { HandleLowering } from "../canonical/lowering.ts";
import { Handle } from "../resources/handle.ts";
import type { Side } from "./side.ts";

/** Handles that a guest gives another one. */
export function liftingToGuest({ run, instance: { handles }, living }: Side): HandleLifting {
  return {
    own(resource) {
      const type = living(resource);
      return (index) => {
        const { scope, representation } = handles.remove(index, type);
        if (scope !== undefined) throw new Trap("a borrowed resource is given away");
        return representation;
      };
    },
    borrow(resource) {
      const type = living(resource);
      return (index) => {
        const handle = handles.get(index, type);
        run.call.lend(handle);
        return handle.representation;
      };
    },
  };
}

/** Handles that a guest is given by another one. */
export function loweringFromGuest({ run, instance, living }: Side): HandleLowering {
  const { handles } = instance;
  return {
    own(resource) {
      const type = living(resource);
      return (representation) => handles.add(new Handle(type, representation));
    },
    borrow(resource) {
      const type = living(resource);
      // Who implements the type needs no handle.
      if (type.owner === instance) return (representation) => representation as number;
      return (representation) => {
        run.call.borrowed++;
        return handles.add(new Handle(type, representation, run.call));
      };
    },
  };
}
