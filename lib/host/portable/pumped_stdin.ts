/**
 * Standard input, read beside the event loop.
 *
 * @module
 */

import { PumpedInput } from "../../io/pumped_input.ts";
import { fail } from "./error_code.ts";

/**
 * One for the process: a read of standard input cannot be taken back, so what it brings when the run
 * that wanted it is over is there for the next one. For the same reason what was read and not used is
 * lost to other processes, 65 536 bytes at most.
 */
export const pumpedStdin: PumpedInput = new PumpedInput({
  read: (into) => Deno.stdin.read(into).catch(fail),
});
