/**
 * A line on the terminal while something takes long.
 *
 * @module
 */

import { isTerminal, presentable, writeError } from "./terminal.ts";

/** What takes less is not told. */
const DELAY = 1000;

/** Milliseconds between two looks at how far it is. */
const INTERVAL = 200;

const MIB = 2 ** 20;

/** Shows what is being done, from a second after it began until it is disposed. */
export class ProgressLine implements Disposable {
  readonly #what: string;
  readonly #start = performance.now();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #shown = false;
  #amount = "";

  /** @param what is being done */
  constructor(what: string) {
    this.#what = presentable(what);
    if (!isTerminal("stderr")) return;
    this.#timer = setInterval(() => this.#show(), INTERVAL);
  }

  /** Says how far it is, in bytes. */
  update(done: number, total: number | undefined): void {
    const whole = total === undefined ? "" : ` of ${(total / MIB).toFixed(1)}`;
    this.#amount = `: ${(done / MIB).toFixed(1)}${whole} MiB`;
  }

  #show(): void {
    if (performance.now() - this.#start < DELAY) return;
    this.#shown = true;
    writeError(`\r\x1b[K${this.#what}${this.#amount}`);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    if (this.#shown) writeError("\r\x1b[K");
  }
}
