/**
 * What a call that cannot go on waits for.
 *
 * @module
 */

import type { Pollable } from "./pollable.ts";

/** Any of several pollables, or that time passes. */
export interface Wait {
  readonly pollables: readonly Pollable[];
  /** At most so many nanoseconds; with 0 whoever shares the thread gets a turn. */
  readonly timeout?: bigint;
}
