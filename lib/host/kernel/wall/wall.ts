/**
 * The kernel wall: Landlock and a filter of system calls around a process that runs one guest.
 *
 * It is the second wall. The first, resolving each path beneath a directory, keeps every guest inside
 * as long as it has no bug; this one holds where it has.
 *
 * @module
 */

import type { WallOpenings } from "../../host.ts";
import { filter } from "./filter.ts";
import { type FencedDirectory, landlockVersion, restrict } from "./landlock.ts";
import { install, renouncePrivileges, seccompObstacle } from "./seccomp.ts";

/** Why no wall can be raised here; undefined where one can. Asks the kernel and changes nothing. */
export function wallObstacle(): string | undefined {
  const version = landlockVersion();
  return typeof version === "string" ? version : seccompObstacle();
}

/**
 * Raises the wall around this process, for good. What is to be used later must be bound, loaded and
 * opened: from now on this thread opens what lies in these directories, and the others nothing that
 * the runtime would open for them.
 *
 * @returns why it could not be raised, whole; undefined when it stands
 */
export function raiseWall(
  directories: readonly FencedDirectory[],
  openings?: WallOpenings,
): string | undefined {
  const version = landlockVersion();
  if (typeof version === "string") return version;
  const obstacle = seccompObstacle();
  if (obstacle !== undefined) return obstacle;
  renouncePrivileges();
  return restrict(version, directories, openings?.network) ??
    install(filter(Deno.pid, openings));
}
