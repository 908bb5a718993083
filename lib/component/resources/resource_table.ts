/**
 * The handles of one component instance.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { Handle } from "./handle.ts";
import type { LivingType } from "./living_type.ts";
import type { Room } from "./room.ts";

/**
 * Handles by number, from 1. The number that was given back last is given out first, as the
 * specification wants; that is why this is no HandleTable.
 */
export class ResourceTable {
  readonly #entries: (Handle | undefined)[] = [undefined];
  readonly #free: number[] = [];
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** How many handles there are. */
  get size(): number {
    return this.#entries.length - 1 - this.#free.length;
  }

  /**
   * Puts `handle` under a number.
   *
   * @throws LimitReached when there is no more room
   */
  add(handle: Handle): number {
    this.#room.take();
    const free = this.#free.pop();
    if (free !== undefined) {
      this.#entries[free] = handle;
      return free;
    }
    return this.#entries.push(handle) - 1;
  }

  /**
   * The handle of a resource of `type` under `index`, which comes from the guest.
   *
   * @throws Trap when there is none
   */
  get(index: number, type: LivingType): Handle {
    index >>>= 0;
    const handle = index < this.#entries.length ? this.#entries[index] : undefined;
    if (handle === undefined) throw new Trap(`unknown handle index ${index}`);
    if (handle.type !== type) throw new Trap(`handle index ${index} is of another resource type`);
    return handle;
  }

  /**
   * Takes the handle of a resource of `type` from under `index`.
   *
   * @throws Trap when there is none, or when it is lent to a call
   */
  remove(index: number, type: LivingType): Handle {
    const handle = this.get(index, type);
    if (handle.lends > 0) throw new Trap("an owned resource is let go while it is borrowed");
    this.#entries[index >>> 0] = undefined;
    this.#free.push(index >>> 0);
    this.#room.giveBack();
    return handle;
  }

  /** Forgets every handle; answers those that own their resource. */
  clear(): Handle[] {
    const owning = this.#entries.filter((handle) => handle !== undefined)
      .filter(({ scope }) => scope === undefined);
    this.#entries.length = 1;
    this.#free.length = 0;
    return owning;
  }
}
