/**
 * `random_get`.
 *
 * @module
 */

import type { Context, Functions } from "./context.ts";
import { SUCCESS } from "./errno.ts";

/** The function of this family. */
export function random({ memory, random }: Context): Functions {
  return {
    /** As getrandom(2), without its limit. */
    random_get(pointer: number, length: number): number {
      random.fill(memory.bytes(pointer, length));
      return SUCCESS;
    },
  };
}
