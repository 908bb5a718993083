/**
 * Who wants to know when a stream may have become ready.
 *
 * @module
 */

/** Those who watch a stream. Each is told once. */
export class Wakers {
  /** A set: a guest can wait for one stream 65 536 times over, and all of that is taken back at once. */
  #waiting = new Set<() => void>();

  /**
   * Adds `wake`, which may be there already for another wait.
   *
   * @returns takes that one back
   */
  add(wake: () => void): () => void {
    const own = () => wake();
    const waiting = this.#waiting;
    waiting.add(own);
    return () => void waiting.delete(own);
  }

  /** Tells all of them; who is added meanwhile is not told, nor who is taken back. */
  wakeAll(): void {
    const told = this.#waiting;
    if (told.size === 0) return;
    this.#waiting = new Set();
    for (const wake of told) wake();
  }
}

/** Tells the one who watches what is ready already: there is nothing to take back then. */
export function alreadyAwake(wake: () => void): () => void {
  wake();
  return () => {};
}
