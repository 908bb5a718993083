/**
 * A socket of the host under the resources that are made of it.
 *
 * @module
 */

import type { Context } from "../context.ts";

/** A socket that can be counted. */
export interface Socket extends Disposable {
  /** Calls `told`, once it has been disposed, when nothing of it is open any more. */
  whenClosed(told: () => void): void;
}

/**
 * A socket that is closed when the last one lets go of it. It counts as open until what it has begun is
 * over and what was written to it is sent: else a guest that drops one after the other would get ahead of
 * the host without end.
 */
export class OpenSocket<T extends Socket> {
  readonly socket: T;
  readonly #context: Context;
  #uses = 0;

  /** @throws WasiError `too-many-open-files`; the caller still owns `socket` */
  constructor(context: Context, socket: T) {
    context.open.check();
    context.open.opened(socket);
    this.#context = context;
    this.socket = socket;
  }

  /** Holds on to it, until what this answers is disposed. */
  use(): Disposable {
    this.#uses++;
    return {
      [Symbol.dispose]: () => {
        if (--this.#uses === 0) this.#close();
      },
    };
  }

  #close(): void {
    const { socket } = this;
    socket.whenClosed(() => this.#context.open.closed(socket));
    socket[Symbol.dispose]();
  }
}
