/**
 * What is run, of whatever kind.
 *
 * @module
 */

import type { Guest } from "./guest.ts";
import type { Isolation } from "./isolation.ts";
import type { Outcome } from "./options.ts";
import type { RunEnd } from "./run_end.ts";

/** A program that has been read and found fit to be run. */
export interface Program {
  /** Whether it makes use of a clock. */
  readonly usesClocks: boolean;
  /** Whether it can make sockets itself; else nothing of the network is opened for it. */
  readonly usesNetwork: boolean;
  /**
   * Makes it ready for a guest that has been given what it gets. From then on nothing has to be loaded
   * any more.
   *
   * @returns what runs it to its end
   */
  prepare(guest: Guest): Promise<() => Promise<Outcome>>;
}

/** Where a program runs. */
export interface Surroundings {
  /** What becomes of the process; absent where it belongs to another program. */
  readonly own?: OwnProcess | undefined;
  /** What ends the run beside the guest; absent where nothing here does. */
  readonly end?: RunEnd | undefined;
}

/** What becomes of a process that belongs to Sluice alone. */
export interface OwnProcess {
  /** Which walls it gets; the best there are, without it. */
  readonly isolation?: Isolation | undefined;
  /** The descriptor that is the guest's standard error, where that is not 2. */
  readonly standardError?: number | undefined;
  /** What bounds the heap of the engine; without it, nothing does. */
  readonly heap?: "limited" | undefined;
  /**
   * Whether the network is granted to this very program, which is refused where it makes no sockets;
   * where the grants are for several programs, that is a warning.
   */
  readonly network?: "wanted" | undefined;
}

/** Calls `body`; the answer is undefined where the run is over before there is one. */
export function untilEnd<T>({ end }: Surroundings, body: () => T): T | undefined {
  return end === undefined ? body() : end.call(body);
}
