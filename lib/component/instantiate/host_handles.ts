/**
 * Handles that pass between a guest and the host, where they are objects.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { HandleLifting } from "../canonical/lifting.ts";
import type { HandleLowering, LowerHandle } from "../canonical/lowering.ts";
import { wrongShape } from "../canonical/shape.ts";
import { GuestResource } from "../resources/guest_resource.ts";
import { Handle } from "../resources/handle.ts";
import type { LivingType } from "../resources/living_type.ts";
import { letGo } from "./let_go.ts";
import type { Side } from "./side.ts";

/**
 * Handles that a guest gives the host.
 *
 * What is borrowed need not be noted as lent: no guest can let go of it while the host is at work.
 */
export function liftingToHost({ run, instance: { handles }, living }: Side): HandleLifting {
  return {
    own(resource) {
      const type = living(resource);
      const isHosts = type.owner === undefined;
      return (index) => {
        const { scope, representation } = handles.remove(index, type);
        if (scope !== undefined) throw new Trap("a borrowed resource is given away");
        if (isHosts) return representation;
        return new GuestResource(type, representation as number, letGo(run));
      };
    },
    borrow(resource) {
      const type = living(resource);
      if (type.owner === undefined) return (index) => handles.get(index, type).representation;
      return (index) => new GuestResource(type, handles.get(index, type).representation as number);
    },
  };
}

/** Handles that the host gives a guest. */
export function loweringFromHost({ run, instance, living }: Side): HandleLowering {
  const { handles } = instance;
  return {
    own(resource) {
      const type = living(resource);
      if (type.owner !== undefined) {
        const representation = guests(type, "give");
        return (value) => handles.add(new Handle(type, representation(value)));
      }
      const representation = hosts(type);
      return (value) => {
        const given = representation(value);
        try {
          return handles.add(new Handle(type, given));
        } catch (error) {
          // Nobody else has it any more.
          (given as Partial<Disposable>)[Symbol.dispose]?.();
          throw error;
        }
      };
    },
    borrow(resource) {
      const type = living(resource);
      const representation = type.owner === undefined ? hosts(type) : guests(type, "lend");
      if (type.owner === instance) return representation as LowerHandle;
      return (value) => {
        const lent = representation(value);
        run.call.borrowed++;
        return handles.add(new Handle(type, lent, run.call));
      };
    },
  };
}

function hosts({ represented }: LivingType): (value: unknown) => unknown {
  return (value) => {
    if (!(value instanceof represented!)) wrongShape(`resource ${represented!.name}`, value);
    return value;
  };
}

function guests(type: LivingType, how: "give" | "lend"): (value: unknown) => number {
  return (value) => {
    if (!(value instanceof GuestResource) || value.type !== type) wrongShape("resource", value);
    return value[how]() ?? wrongShape("resource that the host still owns", value);
  };
}
