/**
 * What takes a while, in two steps: it is started, and later finished.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { alreadyAwake, Wakers } from "../io/wakers.ts";
import type { Pollable } from "../io/pollable.ts";

/** An operation under way. */
export class Operation<T> implements Pollable {
  readonly #wakers = new Wakers();
  #settled: { readonly value: T } | { readonly error: unknown } | undefined;

  constructor(promise: Promise<T>) {
    promise.then(
      (value) => this.#settle({ value }),
      (error) => this.#settle({ error }),
    );
  }

  /** One that is over. */
  static done<T>(value: T): Operation<T> {
    const operation = new Operation<T>(new Promise(() => {}));
    operation.#settle({ value });
    return operation;
  }

  /**
   * What it came to.
   *
   * @throws WasiError `would-block` while it is under way, or why it failed
   */
  finish(): T {
    if (this.#settled === undefined) throw new WasiError("would-block");
    if ("error" in this.#settled) throw this.#settled.error;
    return this.#settled.value;
  }

  state(): { ready: boolean; bytes: number; hangup: boolean } {
    return { ready: this.#settled !== undefined, bytes: 0, hangup: false };
  }

  watch(wake: () => void): () => void {
    return this.#settled === undefined ? this.#wakers.add(wake) : alreadyAwake(wake);
  }

  #settle(settled: { readonly value: T } | { readonly error: unknown }): void {
    this.#settled = settled;
    this.#wakers.wakeAll();
  }
}
