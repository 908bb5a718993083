/**
 * What the guest of the races can try, and the errnos that an attempt may end with.
 *
 * @module
 */

import type { Target } from "./ground.ts";

/** The operations by what the attacker has to swap for them; their code is in guest.c. */
export const OPERATIONS: Readonly<Record<Target, readonly string[]>> = {
  directory: [
    "read",
    "read-nofollow",
    "truncate",
    "append",
    "create",
    "list",
    "stat",
    "stat-nofollow",
    "stat-slash",
    "set-times",
    "set-times-slash",
    "readlink",
    "mkdir",
    "rmdir",
    "unlink",
    "rename-old",
    "rename-new",
    "rename-both",
    "symlink",
    "link-old",
    "link-new",
  ],
  leaf: [
    "leaf-read",
    "leaf-read-nofollow",
    "leaf-truncate",
    "leaf-append",
    "leaf-stat",
    "leaf-set-times",
    "leaf-link",
  ],
  hatch: ["hatch-create"],
  upward: ["upward-read", "upward-stat", "upward-create"],
};

/** All targets. */
export const TARGETS: readonly Target[] = ["directory", "leaf", "hatch", "upward"];

/** SUCCESS, EXIST, ISDIR, LOOP, NOENT and NOTCAPABLE: never that a name is neither, for each is one. */
const ERRNOS: readonly number[] = [0, 20, 31, 32, 44, 76];

/** Whether a swap can make an attempt end so. */
export function isExpected(errno: number): boolean {
  return ERRNOS.includes(errno);
}
