/**
 * The channel between a process and the one that has started it: descriptors without a name, which
 * nothing else can open.
 *
 * @module
 */

/** The descriptors that a process is given beside the standard streams. */
export const PLACES = {
  /** A socket: what it is told, and what it answers. */
  channel: 3,
  /** For what the runtime itself says, which must not be among the guest's output. */
  words: 4,
} as const;

/** Bytes from and to the process that has started this one. Both ways wait. */
export interface Channel {
  /**
   * Fills `into`.
   *
   * @throws Error when the other process has gone
   */
  read(into: Uint8Array<ArrayBuffer>): void;
  /** Writes all of `from`. */
  write(from: Uint8Array<ArrayBuffer>): void;
  /** Where standard error has gone, where the runtime's own words have been turned away from it. */
  readonly standardError?: number;
}

/** Calls `transfer` until all of `bytes` has been moved. */
export function moveAll(
  bytes: Uint8Array<ArrayBuffer>,
  transfer: (rest: Uint8Array<ArrayBuffer>) => number,
): void {
  for (let rest = bytes; rest.length > 0;) {
    const count = transfer(rest);
    if (count === 0) throw new Error("the process that started this one has gone");
    rest = rest.subarray(count);
  }
}
