/**
 * How much a guest has open.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";

/** Counts what is open on the host, and closes in the end what the guest has not. */
export class OpenCount implements Disposable {
  readonly #given: number;
  readonly #most: number;
  readonly #opened = new Set<Disposable>();

  /** @param given how many are open from the beginning, for as long as the guest lives */
  constructor(given: number, most: number) {
    this.#given = given;
    this.#most = most;
  }

  /** Whether nothing more may be opened. */
  get isFull(): boolean {
    return this.#given + this.#opened.size >= this.#most;
  }

  /** @throws WasiError `too-many-open-files` where nothing more may be opened */
  check(): void {
    if (this.isFull) throw new WasiError("too-many-open-files");
  }

  opened(thing: Disposable): void {
    this.#opened.add(thing);
  }

  /** @param thing what its user has disposed, and has nothing open any more */
  closed(thing: Disposable): void {
    this.#opened.delete(thing);
  }

  /** Closes what a call that trapped has left to nobody. */
  [Symbol.dispose](): void {
    using stack = new DisposableStack();
    for (const thing of this.#opened) stack.use(thing);
    this.#opened.clear();
  }
}
