/**
 * Waiting for a guest that is suspended.
 *
 * @module
 */

import { wakeAfter } from "../host/event_loop.ts";
import type { Host } from "../host/host.ts";
import type { Wait } from "../io/wait.ts";
import type { RunEnd } from "./run_end.ts";

/** Every so many waits the others in the thread get a turn, also where all that is waited for is there. */
const WAITS_PER_TURN = 16;

/** The waits of one guest. */
export class Waits {
  readonly #host: Host;
  readonly #end: RunEnd | undefined;
  #count = 0;

  /** @param end when the run is over; absent where only the guest ends it */
  constructor(host: Host, end: RunEnd | undefined) {
    this.#host = host;
    this.#end = end;
  }

  /**
   * Resolves when what is waited for may have come.
   *
   * @throws LimitReached when the run is over first
   */
  async wait(wanted: Wait): Promise<void> {
    await this.#ready(wanted);
    if (++this.#count % WAITS_PER_TURN === 0) await this.#ready({ pollables: [], timeout: 0n });
    // What was waited for can have come together with the end, and been first.
    if (this.#end?.outcome !== undefined) throw this.#end.reason;
  }

  #ready({ pollables, timeout }: Wait): Promise<void> {
    return new Promise((resolve, reject) => {
      const watched: (() => void)[] = [];
      let over = false;
      const stop = () => {
        over = true;
        for (const unwatch of watched) unwatch();
      };
      const watch = (begin: (wake: () => void) => () => void, settle: () => void = resolve) => {
        if (over) return;
        const unwatch = begin(() => {
          stop();
          settle();
        });
        // Waking at once is allowed, before there is anything to take back.
        if (over) unwatch();
        else watched.push(unwatch);
      };
      const end = this.#end;
      if (end !== undefined) watch((wake) => end.watch(wake), () => reject(end.reason));
      try {
        for (const pollable of pollables) {
          watch((wake) => pollable.watch?.(wake) ?? this.#host.watch(pollable, wake));
        }
        if (timeout !== undefined) watch((wake) => wakeAfter(timeout, wake));
      } catch (error) {
        stop();
        reject(error);
      }
    });
  }
}
