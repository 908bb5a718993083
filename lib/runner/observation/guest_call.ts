/**
 * A call of a guest, as those see it who are told of calls, whatever its ABI.
 *
 * @module
 */

import type { Operation } from "../audit/records.ts";
import type { HandleTotals, TraceValue } from "../trace/records.ts";

/** A call that has come to its end. */
export interface GuestCall {
  /** The function, as it is imported. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, TraceValue>>;
  /** How it ended, by name. */
  readonly result: string;
  readonly results: Readonly<Record<string, TraceValue>>;
  /** How long it took, in milliseconds. */
  readonly took: number;
  /** The grants of what it was made on. */
  readonly grants: readonly UsedGrant[];
  /** What was refused in it; undefined for one that was not, or failed for another reason. */
  readonly refusal: RefusedCall | undefined;
  /** The bytes that it moved, by the handles that they were moved through. */
  readonly moved: readonly HandleTotals[];
}

/** A grant in a call. */
export interface UsedGrant {
  /** The option that gives it: the same object in each call. */
  readonly words: readonly string[];
  /** What was done with it; undefined where nothing was, or it only says what it is. */
  readonly operation: Operation | undefined;
  /** Of a directory: those below it, as paths, without which the call would have failed. */
  readonly places?: () => readonly string[];
  /** Of the network: the value of a narrower option that would have done. */
  readonly part?: string;
}

/** What was refused in a call. */
export interface RefusedCall {
  /** What would have been done. */
  readonly operation: Operation;
  /** The path that it named, by its whole name, or the name of what it was made on. */
  readonly name: string;
  /** The option that does not go so far; undefined where there is none at all. */
  readonly grant: readonly string[] | undefined;
  /** The words of the option that would have allowed it; undefined where none would. */
  readonly allowedBy: readonly string[] | undefined;
}
