/**
 * Times to set, as Deno takes them.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { NewTime } from "../../filesystem/stat.ts";

/** An access and a modification time. */
export interface Times {
  readonly accessed: Date;
  readonly modified: Date;
}

/**
 * Both times, in whole milliseconds: Deno takes no finer ones, and a time that stays loses what is
 * finer.
 *
 * @param present asked where a time stays as it is
 * @returns undefined where both stay
 */
export function newTimes(
  accessed: NewTime,
  modified: NewTime,
  present: () => Deno.FileInfo,
): Times | undefined {
  if (accessed === "unchanged" && modified === "unchanged") return undefined;
  const kept = accessed === "unchanged" || modified === "unchanged" ? present() : undefined;
  const now = new Date();
  return {
    accessed: date(accessed, now, kept?.atime),
    modified: date(modified, now, kept?.mtime),
  };
}

function date(time: NewTime, now: Date, kept: Date | null | undefined): Date {
  if (typeof time === "bigint") return new Date(Number(time / 1_000_000n));
  const answer = time === "now" ? now : kept ?? now;
  // A year that no Date reaches.
  if (Number.isNaN(answer.valueOf())) throw new WasiError("overflow");
  return answer;
}
