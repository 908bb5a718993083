/**
 * The system calls that wait for descriptors in another thread.
 *
 * @module
 */

import { bind, type Buffer, COLD_INT, type Int } from "./library.ts";

/** ppoll(2) beside the event loop, and eventfd(2), which wakes it. */
export interface WatchCalls {
  /** `timeout` and `signals` are always null. errno is that of the other thread, so not to be had. */
  ppollElsewhere(
    pollfds: Buffer,
    count: bigint,
    timeout: Buffer | null,
    signals: Buffer | null,
  ): Promise<number>;
  eventfd(value: Int, flags: number): number;
  close(fd: Int): number;
}

/** The functions of {@linkcode WatchCalls}. */
export const watchCalls: WatchCalls = bind({
  ppollElsewhere: {
    name: "ppoll",
    parameters: ["buffer", "u64", "buffer", "buffer"],
    result: "i32",
    nonblocking: true,
  },
  eventfd: { parameters: [COLD_INT, "i32"], result: "i32" },
  close: { parameters: [COLD_INT], result: "i32" },
});
