/**
 * The loop of an attacker that is a process of its own.
 *
 * @module
 */

import { Chance } from "../chance.ts";

/** How often an attacker looks whether it is still wanted. */
const ROUNDS = 1024;

/** Numbers drawn, some nanoseconds each. */
const LONGEST_PAUSE = 1024;

/**
 * Calls one swap after the other until the process that started this one has gone.
 *
 * @param swaps each is followed by a pause of chance, up to about as long as a host needs from its
 * check to its use, so that swaps do not fall into step with attempts
 */
export function swapUntilOrphaned(seed: number, ...swaps: readonly (() => void)[]): void {
  const chance = new Chance(seed);
  const parent = Deno.ppid;
  console.log("ready");
  while (Deno.ppid === parent) {
    for (let i = 0; i < ROUNDS; i++) {
      for (const swap of swaps) {
        swap();
        for (let pause = chance.below(LONGEST_PAUSE); pause > 0; pause--) chance.u32();
      }
    }
  }
}
