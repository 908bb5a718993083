/**
 * How a guest waits.
 *
 * @module
 */

/** How a guest waits for what a host function has to wait for: what is waited for is opaque here. */
export type Waiting = InThread | Suspended;

/** The thread waits. */
export interface InThread {
  readonly kind: "thread";
  /**
   * Blocks until what `wait` says may have come.
   *
   * @throws what ends the guest
   */
  readonly wait: (wait: never) => void;
}

/** The guest is suspended by JSPI, and the thread goes on with others. */
export interface Suspended {
  readonly kind: "suspended";
  /**
   * Resolves when what `wait` says may have come.
   *
   * @throws what ends the guest
   */
  readonly wait: (wait: never) => Promise<void>;
}
