/**
 * What is known of a file, as a guest sees it.
 *
 * @module
 */

import type { FileType, NewTime, Stat } from "../../../filesystem/stat.ts";
import type { Tagged } from "../../../component/values.ts";
import { WasiError } from "../../../errors.ts";
import { MAX_OFFSET } from "../../../io/offset.ts";
import { type Datetime, datetimeOf, nanosecondsOf } from "../clocks/datetime.ts";

/** The record `descriptor-stat`. */
export interface DescriptorStat {
  readonly type: FileType;
  readonly linkCount: bigint;
  readonly size: bigint;
  readonly dataAccessTimestamp: Datetime | undefined;
  readonly dataModificationTimestamp: Datetime | undefined;
  readonly statusChangeTimestamp: Datetime | undefined;
}

/** The record of a status. */
export function descriptorStatOf(stat: Stat): DescriptorStat {
  return {
    type: stat.type,
    linkCount: BigInt(stat.links),
    size: BigInt(stat.size),
    dataAccessTimestamp: datetimeOf(stat.accessed),
    dataModificationTimestamp: datetimeOf(stat.modified),
    statusChangeTimestamp: datetimeOf(stat.changed),
  };
}

/** The variant `new-timestamp`. */
export type NewTimestamp =
  | Tagged<"no-change" | "now", undefined>
  | { readonly tag: "timestamp"; readonly value: Datetime };

/**
 * The time that it asks for.
 *
 * @throws WasiError `invalid` for nanoseconds that are no part of a second; `overflow` for a time beyond
 * 2^63 - 1 ns, which no file system can hold
 */
export function newTimeOf(timestamp: NewTimestamp): NewTime {
  if (timestamp.tag !== "timestamp") return timestamp.tag === "now" ? "now" : "unchanged";
  const nanoseconds = nanosecondsOf(timestamp.value);
  if (nanoseconds === undefined) throw new WasiError("invalid");
  if (nanoseconds > MAX_OFFSET) throw new WasiError("overflow");
  return nanoseconds;
}
