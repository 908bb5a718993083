/**
 * What is still to be sent by connections that were closed.
 *
 * @module
 */

/** How long a peer that does not read can keep a closed connection, and so the end of a run. */
const LINGER_MS = 5_000;

/** Connections that close when they have sent what was written to them. */
export class Closings {
  /** Each that is not closed yet, with what ends the wait for it. */
  readonly #open = new Map<Promise<void>, () => void>();
  #dropped = false;
  readonly #linger: number;

  /** @param linger in milliseconds */
  constructor(linger: number = LINGER_MS) {
    this.#linger = linger;
  }

  /** Calls `close` when `sent` is settled or the time is up. */
  add(sent: Promise<void>, close: () => void): void {
    const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
    if (this.#dropped) giveUp();
    const timer = setTimeout(giveUp, this.#linger);
    // Only promises that go with the connection: one that stays would remember every race it was in.
    const closed = Promise.race([sent, late]).then(() => {
      clearTimeout(timer);
      this.#open.delete(closed);
      close();
    });
    this.#open.set(closed, giveUp);
  }

  /** Waits no more, neither for those that are open nor for those to come. */
  drop(): void {
    this.#dropped = true;
    for (const giveUp of this.#open.values()) giveUp();
  }

  /** Resolves when all of them are closed. */
  async settled(): Promise<void> {
    await Promise.all(this.#open.keys());
  }
}
