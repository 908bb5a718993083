/**
 * Several buffers by calls that take one.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { eachBuffer } from "../../io/streams.ts";

/**
 * As {@linkcode eachBuffer}; but a failure after the first bytes is a short answer, as it is from
 * the operating system, and who goes on meets it again.
 */
export function eachUntilFailure(
  buffers: readonly Uint8Array[],
  transfer: (buffer: Uint8Array) => number,
): number {
  let moved = false;
  return eachBuffer(buffers, (buffer) => {
    try {
      const count = transfer(buffer);
      moved ||= count > 0;
      return count;
    } catch (error) {
      if (moved && error instanceof WasiError) return 0;
      throw error;
    }
  });
}
