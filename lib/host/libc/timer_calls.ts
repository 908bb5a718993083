/**
 * Timers of the C library, and what they can do when they go off.
 *
 * Until glibc 2.34 timers and dlsym had libraries of their own. Those are still there, empty, and lead
 * to libc.
 *
 * @module
 */

import { bind, type Buffer, COLD_INT, COLD_LONG, type Int, type Long } from "./library.ts";

/** timer_create(2) and timer_settime(2). */
export interface TimerCalls {
  timer_create(clock: Int, event: Buffer, timer: Buffer): number;
  timer_settime(timer: Long, flags: number, time: Buffer, before: Buffer): number;
}

/** stdio(3), quick_exit(3) and usleep(3). A `FILE *` and a function are numbers here. */
export interface LastWordCalls {
  fdopen(fd: Int, mode: Buffer): bigint;
  /** `buffer` is always null, and `size` counts for nothing then. */
  setvbuf(file: Long, buffer: Buffer | null, mode: number, size: bigint): number;
  fputs(text: Buffer, file: Long): number;
  __fpurge(file: Long): void;
  /** What at_quick_exit(3) is made of; `library` is 0. */
  __cxa_at_quick_exit(call: Long, library: bigint): number;
  quick_exit(status: Int): void;
  usleep(microseconds: Int): number;
}

/** The functions of {@linkcode TimerCalls}. */
export const timerCalls: TimerCalls = bind({
  timer_create: { parameters: [COLD_INT, "buffer", "buffer"], result: "i32" },
  timer_settime: { parameters: [COLD_LONG, "i32", "buffer", "buffer"], result: "i32" },
}, "librt.so.1");

/** The functions of {@linkcode LastWordCalls}. */
export const lastWordCalls: LastWordCalls = bind({
  fdopen: { parameters: [COLD_INT, "buffer"], result: "u64" },
  setvbuf: { parameters: [COLD_LONG, "buffer", "i32", "usize"], result: "i32" },
  fputs: { parameters: ["buffer", COLD_LONG], result: "i32" },
  __fpurge: { parameters: [COLD_LONG], result: "void" },
  __cxa_at_quick_exit: { parameters: [COLD_LONG, "u64"], result: "i32" },
  quick_exit: { parameters: [COLD_INT], result: "void" },
  usleep: { parameters: [COLD_INT], result: "i32" },
});

const { dlsym } = bind({
  /** (RTLD_DEFAULT, name) */
  dlsym: { parameters: [COLD_LONG, "buffer"], result: "u64" },
}, "libdl.so.2");

const RTLD_DEFAULT = new Uint8Array(8);

/** Where a function of the C library lies. */
export function functionAddress(name: string): bigint {
  return dlsym(RTLD_DEFAULT, new TextEncoder().encode(`${name}\0`));
}
