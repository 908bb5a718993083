/**
 * `clock_*`.
 *
 * @module
 */

import type { Clock } from "../../clocks/clock.ts";
import { WasiError } from "../../errors.ts";
import { CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_THREAD_CPUTIME } from "./constants.ts";
import type { Context, Functions } from "./context.ts";
import { SUCCESS } from "./errno.ts";

/** The functions of this family. */
export function clock(context: Context): Functions {
  const { memory } = context;
  return {
    /**
     * As clock_getres(2).
     *
     * Errno: INVAL for an unknown clock, NOTSUP for the CPU clocks.
     */
    clock_res_get(id: number, resolution: number): number {
      memory.check(resolution, 8, 8);
      memory.setU64(resolution, clockOf(context, id).resolution());
      return SUCCESS;
    },
    /**
     * As clock_gettime(2); the precision asked for is ignored, the clocks give what they have.
     *
     * Errno: INVAL for an unknown clock, NOTSUP for the CPU clocks.
     */
    clock_time_get(id: number, _precision: bigint, time: number): number {
      memory.check(time, 8, 8);
      memory.setU64(time, clockOf(context, id).now());
      return SUCCESS;
    },
  };
}

/**
 * The clock under an id.
 *
 * @throws WasiError `invalid` for an unknown one, `unsupported` for the CPU clocks
 */
export function clockOf(context: Context, id: number): Clock {
  if (id === CLOCK_MONOTONIC) return context.clocks().monotonic;
  if (id === CLOCK_REALTIME) return context.clocks().realtime;
  throw new WasiError((id >>> 0) <= CLOCK_THREAD_CPUTIME ? "unsupported" : "invalid");
}
