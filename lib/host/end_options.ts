/**
 * How a process is ended, as data.
 *
 * @module
 */

/** The end of a process. */
export interface EndOptions {
  /** When, in milliseconds. */
  readonly after: number;
  readonly status: number;
  /** What is said on standard error before, with its line feed. */
  readonly line: string;
}
