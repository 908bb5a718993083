/**
 * `proc_*` and `sched_yield`.
 *
 * @module
 */

import { ProcExit } from "../../errors.ts";
import type { Functions } from "./context.ts";
import { NOTSUP, SUCCESS } from "./errno.ts";

/** The functions of this family. */
export function proc(): Functions {
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
    /** As sched_yield(2); nobody else waits for this thread. */
    sched_yield: () => SUCCESS,
  };
}
