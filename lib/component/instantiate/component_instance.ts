/**
 * The state of one instance of a component.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import { ResourceTable } from "../resources/resource_table.ts";
import type { Room } from "../resources/room.ts";

/** An instance of a component. */
export class ComponentInstance {
  readonly handles: ResourceTable;
  /** The instance whose component instantiated this one. */
  readonly parent: ComponentInstance | undefined;
  /** Whether it may call out: not while it allocates or cleans up for a call. */
  mayLeave = true;
  /** Whether it may be called: not while a call is in it or in an instance inside it. */
  mayEnter = true;

  /** @param room for its handles */
  constructor(room: Room, parent?: ComponentInstance) {
    this.handles = new ResourceTable(room);
    this.parent = parent;
  }

  /** The instances that a call from `caller`, or from the host, enters: this and those around it. */
  enteredFrom(caller?: ComponentInstance): ComponentInstance[] {
    const outside = new Set(caller?.selfAndAncestors());
    return this.selfAndAncestors().filter((instance) => !outside.has(instance));
  }

  /** This instance and those that it is in, innermost first. */
  selfAndAncestors(): ComponentInstance[] {
    return [this, ...this.parent?.selfAndAncestors() ?? []];
  }

  /** @throws Trap unless the instance may call out */
  checkLeave(): void {
    if (!this.mayLeave) throw new Trap("a component instance calls out where it may not");
  }

  /** Calls `body`, a function of the instance that serves a call and may not call out. */
  confined<T>(body: () => T): T {
    this.mayLeave = false;
    const result = body();
    this.mayLeave = true;
    return result;
  }
}

/**
 * Notes that a call is in `instances`.
 *
 * @throws Trap when one is in one of them already
 */
export function enter(instances: readonly ComponentInstance[]): void {
  for (const instance of instances) {
    if (!instance.mayEnter) throw new Trap("a component instance is entered while a call is in it");
    instance.mayEnter = false;
  }
}

/** Notes that the call has left `instances`. */
export function leave(instances: readonly ComponentInstance[]): void {
  for (const instance of instances) instance.mayEnter = true;
}
