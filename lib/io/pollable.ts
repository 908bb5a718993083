/**
 * What a guest can wait for.
 *
 * @module
 */

/** Something that is ready now or will be. */
export interface Pollable {
  /** How it stands at this moment; never waits. */
  state(): Readiness;
  /** The operating system's descriptor to wait on, where there is one. */
  readonly descriptor?: number;
  /** What to wait for on the descriptor. */
  readonly interest?: "read" | "write";
  /**
   * Calls `wake` once, at once or later, when the state may have changed since this was called. Present
   * where there is no descriptor and the state can be "not ready".
   *
   * @returns takes that back: `wake` is not called any more
   */
  watch?(wake: () => void): () => void;
}

/** The answer of a pollable. */
export interface Readiness {
  /** Whether an operation would now do something without waiting, be it to fail. */
  readonly ready: boolean;
  /** Bytes that can be read or written at once, at least; 0 where that is not known. */
  readonly bytes: number;
  /** Whether the peer has hung up. */
  readonly hangup: boolean;
}

/** A pollable that is always ready, such as that of a regular file. */
export const ALWAYS_READY: Pollable = {
  state: () => ({ ready: true, bytes: 0, hangup: false }),
};
