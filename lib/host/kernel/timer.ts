/**
 * Timers that call a function of the C library, in a thread that it starts for them.
 *
 * @module
 */

import { type Buffer, ColdInt, fail } from "../libc/library.ts";
import { functionAddress, timerCalls } from "../libc/timer_calls.ts";

const CLOCK_MONOTONIC = 1;
const SIGEV_THREAD = 2;

/** Bytes of a `struct sigevent`; the value, how it is told, and the function are set here. */
const SIGEVENT = 64;
const [VALUE, NOTIFY, FUNCTION] = [0, 12, 16];

const SECOND = 1000;
const NANOSECONDS = 1_000_000n;

/** What a timer calls. */
export interface TimerOptions {
  /** A function of the C library that takes one number. */
  readonly calls: string;
  readonly argument: number;
  /** When, in milliseconds from now. */
  readonly after: number;
  /** How long until it calls again, in milliseconds; 0 calls once. */
  readonly every: number;
}

/** A timer that runs. It goes off whatever the other threads do. */
export class Timer {
  /** A `timer_t`. */
  readonly #timer: Buffer = new Uint8Array(8);

  /**
   * @throws WasiError `would-block` when the process can have no more timers
   */
  constructor({ calls, argument, after, every }: TimerOptions) {
    const event = new DataView(new ArrayBuffer(SIGEVENT));
    event.setInt32(VALUE, argument, true);
    event.setInt32(NOTIFY, SIGEV_THREAD, true);
    event.setBigUint64(FUNCTION, functionAddress(calls), true);
    const clock = new ColdInt().of(CLOCK_MONOTONIC);
    if (timerCalls.timer_create(clock, new Uint8Array(event.buffer), this.#timer) < 0) fail();
    this.#set(every, after);
  }

  /**
   * Stops the timer.
   *
   * @returns whether it was still to go off
   */
  stop(): boolean {
    return this.#set(0, 0).some((word) => word !== 0n);
  }

  /** @returns the `struct itimerspec` that it had before */
  #set(every: number, after: number): BigInt64Array {
    const time = BigInt64Array.from([...timespec(every), ...timespec(after)]);
    const before = new BigInt64Array(time.length);
    const [bytes, bytesBefore] = [new Uint8Array(time.buffer), new Uint8Array(before.buffer)];
    if (timerCalls.timer_settime(this.#timer, 0, bytes, bytesBefore) < 0) fail();
    return before;
  }
}

/** Seconds and nanoseconds. */
function timespec(milliseconds: number): [bigint, bigint] {
  const rest = milliseconds % SECOND;
  return [BigInt((milliseconds - rest) / SECOND), BigInt(Math.round(rest)) * NANOSECONDS];
}
