/**
 * Randomness from Web Crypto.
 *
 * @module
 */

import type { RandomSource } from "../random/random.ts";

/** As many bytes as getRandomValues gives at once. */
const QUOTA = 65_536;

/** The host's random source. */
export const random: RandomSource = {
  fill(into: Uint8Array<ArrayBuffer>): void {
    if (into.length <= QUOTA) {
      crypto.getRandomValues(into);
      return;
    }
    for (let at = 0; at < into.length; at += QUOTA) {
      crypto.getRandomValues(into.subarray(at, at + QUOTA));
    }
  },
};
