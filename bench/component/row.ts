/**
 * What is measured, by several hosts.
 *
 * @module
 */

import type { Result } from "../measure.ts";
import type { Targets } from "../rows.ts";

/** What one sample cost, or an operation in it. */
export interface Cost {
  readonly amount: number;
  /** Nanoseconds of the processor, beside those of the clock; absent where it is not known. */
  readonly processor?: number | undefined;
}

/** One of the hosts. */
export interface RowHost {
  readonly name: string;
  /**
   * Runs a fresh process, or more than one.
   *
   * @throws {CommandFailed} where the host cannot do it.
   */
  sample(): Promise<Cost>;
}

/** A row, or two where the processor's time is known. */
export interface Row {
  readonly name: string;
  readonly unit: Result["unit"];
  readonly hosts: readonly RowHost[];
  /** What is short and uneven has several samples in a round. */
  readonly samplesARound: number;
  readonly targets: Targets;
}
