/**
 * `proc_*` and `sched_yield`.
 *
 * @module
 */

import { ProcExit } from "../../errors.ts";
import { type Context, type Functions, mustGiveWay, suspendOn } from "./context.ts";
import { NOTSUP, SUCCESS } from "./errno.ts";

/** The functions of this family. */
export function proc(context: Context): Functions {
  return {
    /** As _exit(2), with the status unchanged. */
    proc_exit(status: number): number {
      throw new ProcExit(status >>> 0);
    },
    /**
     * A guest cannot send a signal, not even to itself.
     *
     * Errno: NOTSUP.
     */
    proc_raise: (_signal: number) => NOTSUP,
    /** As sched_yield(2). */
    sched_yield: () => mustGiveWay(context) ? suspendOn(context, [], 0n) : SUCCESS,
  };
}
