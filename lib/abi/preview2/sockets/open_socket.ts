/**
 * A socket of the host under the resources that are made of it.
 *
 * @module
 */

import type { Context } from "../context.ts";

/** A socket that is closed when the last one lets go of it; it counts as open until then. */
export class OpenSocket<T extends Disposable> {
  readonly socket: T;
  readonly #context: Context;
  #uses = 0;

  /** @throws WasiError `too-many-open-files`; the caller still owns `socket` */
  constructor(context: Context, socket: T) {
    context.open.check();
    context.open.opened();
    this.#context = context;
    this.socket = socket;
  }

  /** Holds on to it, until what this answers is disposed. */
  use(): Disposable {
    this.#uses++;
    return {
      [Symbol.dispose]: () => {
        if (--this.#uses > 0) return;
        this.#context.open.closed();
        this.socket[Symbol.dispose]();
      },
    };
  }
}
