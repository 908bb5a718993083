/**
 * Ending this process at a deadline, whatever it does then.
 *
 * @module
 */

import type { EndOptions } from "../end_options.ts";
import { ColdInt } from "../libc/library.ts";
import { lastWordCalls } from "../libc/timer_calls.ts";
import { LastWords } from "./last_words.ts";
import { Timer } from "./timer.ts";

/** As long as the line may take to be written, in milliseconds: standard error can be full. */
const GRACE = 200;

/** As long as the thread that a timer starts may take to come to its end, in milliseconds. */
const PATIENCE = 100;

/** How often the process is ended after that, in milliseconds: starting a thread can fail. */
const AGAIN = 50;

/**
 * The end of this process: two timers of the kernel, so that neither a loop nor a wait nor a compile
 * is in the way. The first says the line, then ends; the second only ends, should the first not.
 *
 * Nothing of JavaScript runs any more. Disposing it calls it off; where the time has passed already,
 * that does not return.
 */
export class ProcessEnd implements Disposable {
  readonly #status: number;
  readonly #words: LastWords;
  readonly #first: Timer;
  readonly #second: Timer;

  /**
   * @throws WasiError `would-block` when the process can have no more timers
   */
  constructor({ after, status, line }: EndOptions) {
    using building = new DisposableStack();
    this.#status = status;
    this.#words = building.use(new LastWords(line));
    this.#first = new Timer({ calls: "quick_exit", argument: status, after, every: 0 });
    building.defer(() => this.#first.stop());
    this.#second = new Timer({
      calls: "_exit",
      argument: status,
      after: after + GRACE,
      every: AGAIN,
    });
    building.move();
  }

  [Symbol.dispose](): void {
    if (!this.#first.stop()) this.#end();
    this.#second.stop();
    this.#words[Symbol.dispose]();
  }

  /**
   * The end, when the first timer has gone off: by the thread that it starts, which may be anywhere on
   * its way, or else by this one. Since Linux 6.13 stopping a timer can keep that thread from starting.
   */
  #end(): void {
    lastWordCalls.usleep(new ColdInt().of(PATIENCE * 1000));
    lastWordCalls.quick_exit(new ColdInt().of(this.#status));
  }
}
