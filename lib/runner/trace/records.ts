/**
 * What a trace consists of. Every record is also what `--trace-format json` has in a line.
 *
 * @module
 */

import type { TraceValue } from "../../abi/preview1/trace/value.ts";

export type { TraceValue };

/** A call of the guest that has come to its end. */
export interface CallRecord {
  /** Tells it from the summary. */
  readonly kind: "call";
  /**
   * The function, as it is imported: of a component behind the name of its interface, such as
   * `wasi:filesystem/types@0.2.0 [method]descriptor.open-at`.
   */
  readonly name: string;
  /**
   * What the guest passed, by the names of the specification: handles as `{ fd, name }`, flags and
   * rights as lists of names, buffers as their sizes, and integers above 2^53 - 1 as their digits.
   *
   * Of a component by the names of its own imports: resources as `{ resource, number, name }`, of which
   * the number counts them in the order in which the guest came by them, lists of bytes as
   * `{ bytes }`, and socket addresses as text.
   */
  readonly arguments: Readonly<Record<string, TraceValue>>;
  /**
   * The name of its errno, such as `SUCCESS` and `NOENT`, of a component `ok` or what it failed with,
   * such as `no-entry`; or `exit`, `trap` or `failure` where the guest was ended in it, and `unfinished`
   * where it was ended while the call waited.
   */
  readonly result: string;
  /**
   * What a call that succeeded answered beside its errno; of a component `value`, or what its error
   * carries. Variables, arguments and random numbers are not told.
   */
  readonly results: Readonly<Record<string, TraceValue>>;
  /** How long it took. */
  readonly microseconds: number;
  /** The options that gave what the call was made on. */
  readonly grants: readonly string[];
  /** Where the call was refused for want of a grant: the option that would have allowed it. */
  readonly allowedBy?: string;
}

/** The last record, when the run has come to an orderly end. */
export interface SummaryRecord {
  /** Tells it from a call. */
  readonly kind: "summary";
  /** How often each function was called. */
  readonly calls: Readonly<Record<string, number>>;
  /** The handles that bytes were moved through, by the guest's names for them. */
  readonly handles: readonly HandleTotals[];
  /** What was refused for want of a grant. */
  readonly refusals: readonly RefusalCount[];
}

/** The bytes that were moved through handles of one name. */
export interface HandleTotals {
  /** The guest's name. */
  readonly name: string;
  /** Bytes that the guest read. */
  readonly read: number;
  /** Bytes that it wrote. */
  readonly written: number;
}

/** How often the same was refused. */
export interface RefusalCount {
  /** The function. */
  readonly call: string;
  /** The errno or the `error-code` that the guest was answered. */
  readonly result: string;
  /** The path that it named, by its whole name, the handle's name, or whom it was to reach. */
  readonly name: string;
  /** The option that would have allowed it, where one would. */
  readonly allowedBy?: string;
  /** How often. */
  readonly times: number;
}

/** A record of a trace. */
export type TraceRecord = CallRecord | SummaryRecord;
