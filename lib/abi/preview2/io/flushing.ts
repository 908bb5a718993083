/**
 * Bytes on their way.
 *
 * @module
 */

import type { Pollable, Readiness } from "../../../io/pollable.ts";
import { alreadyAwake, Wakers } from "../../../io/wakers.ts";

/** What is waited for while a stream is flushed. */
export class Flushing implements Pollable {
  readonly #wakers = new Wakers();
  #isDone = false;

  /** @param flushed resolves when all has arrived, or never will */
  constructor(flushed: Promise<void>) {
    flushed.then(() => {
      this.#isDone = true;
      this.#wakers.wakeAll();
    });
  }

  state(): Readiness {
    return { ready: this.#isDone, bytes: 0, hangup: false };
  }

  watch(wake: () => void): () => void {
    return this.#isDone ? alreadyAwake(wake) : this.#wakers.add(wake);
  }
}
