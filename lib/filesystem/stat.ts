/**
 * What is known of a file without opening it.
 *
 * @module
 */

import type { U64 } from "../io/offset.ts";

/** What kind of thing a name or handle refers to. */
export type FileType =
  | "unknown"
  | "block-device"
  | "character-device"
  | "directory"
  | "regular-file"
  | "socket"
  | "symbolic-link"
  | "fifo";

/** The answer of stat(2), as far as a guest may know it. Times are nanoseconds since 1970. */
export interface Stat {
  readonly device: U64;
  readonly inode: U64;
  readonly type: FileType;
  readonly links: U64;
  readonly size: U64;
  readonly accessed: bigint;
  readonly modified: bigint;
  readonly changed: bigint;
}

/** A time to set: nanoseconds since 1970, the present, or left as it is. */
export type NewTime = bigint | "now" | "unchanged";
