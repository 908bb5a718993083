/**
 * Bytes on their way.
 *
 * @module
 */

import type { Pollable, Readiness } from "../../../io/pollable.ts";
import type { OutputStream } from "../../../io/streams.ts";
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

/**
 * Flushes one output, for all streams of a guest that it is under: a guest that asks again and again is
 * given what is under way already.
 */
export class Flusher {
  readonly #output: OutputStream;
  #underWay: Flushing | undefined;

  constructor(output: OutputStream) {
    this.#output = output;
  }

  /** Flushes it; undefined where nothing is ever on its way. */
  flush(): Flushing | undefined {
    if (this.#output.flush === undefined) return undefined;
    if (this.#underWay === undefined || this.#underWay.state().ready) {
      this.#underWay = new Flushing(this.#output.flush());
    }
    return this.#underWay;
  }
}
