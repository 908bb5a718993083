/**
 * A socket of the host under the resources that are made of it.
 *
 * @module
 */

import type { Pollable } from "../../../io/pollable.ts";
import type { Context } from "../context.ts";

/** A socket that can be counted. */
export interface Socket extends Disposable {
  /** What may still open something, also when the socket has been disposed. */
  readonly underWay: Required<Pick<Pollable, "watch">> | undefined;
}

/**
 * A socket that is closed when the last one lets go of it. It counts as open until then, and until what
 * it has begun is over: else a guest that begins and drops, and never waits, would get ahead of the host
 * without end.
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
    const { underWay } = socket;
    const closed = () => this.#context.open.closed(socket);
    socket[Symbol.dispose]();
    if (underWay === undefined) closed();
    else underWay.watch(closed);
  }
}
