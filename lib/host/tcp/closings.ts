/**
 * What is still to be sent by connections that were closed.
 *
 * @module
 */

/** How long a peer that does not read can keep a closed connection, and so the end of a run. */
const LINGER_MS = 5_000;

/** Connections that close when they have sent what was written to them. */
export class Closings {
  readonly #open = new Set<Promise<void>>();
  readonly #dropped = Promise.withResolvers<void>();
  readonly #linger: number;

  /** @param linger in milliseconds */
  constructor(linger: number = LINGER_MS) {
    this.#linger = linger;
  }

  /** Calls `close` when `sent` is settled or the time is up. */
  add(sent: Promise<void>, close: () => void): void {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#linger);
    const closed = Promise.race([sent, late, this.#dropped.promise]).then(() => {
      clearTimeout(timer);
      this.#open.delete(closed);
      close();
    });
    this.#open.add(closed);
  }

  /** Waits no more, neither for those that are open nor for those to come. */
  drop(): void {
    this.#dropped.resolve();
  }

  /** Resolves when all of them are closed. */
  async settled(): Promise<void> {
    await Promise.all(this.#open);
  }
}
