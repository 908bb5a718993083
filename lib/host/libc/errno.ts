/**
 * Linux errno numbers, as every architecture that Deno runs on has them.
 *
 * @module
 */

import type { ErrorCode } from "../../errors.ts";

export const EINTR = 4;
export const EBADF = 9;
export const EAGAIN = 11;
export const EXDEV = 18;
export const EINVAL = 22;
export const ENXIO = 6;
export const ENOENT = 2;
export const EPERM = 1;
export const ENOTDIR = 20;
export const ELOOP = 40;
export const EACCES = 13;
export const ENOTTY = 25;
export const ENOSYS = 38;
export const EOPNOTSUPP = 95;
export const ESPIPE = 29;

const CODES: Readonly<Record<number, ErrorCode>> = {
  [EPERM]: "not-permitted",
  [ENOENT]: "no-entry",
  [EINTR]: "interrupted",
  5: "io",
  [ENXIO]: "no-such-device",
  [EBADF]: "bad-descriptor",
  [EAGAIN]: "would-block",
  12: "insufficient-memory",
  [EACCES]: "access",
  16: "busy",
  17: "exist",
  [EXDEV]: "cross-device",
  19: "no-device",
  [ENOTDIR]: "not-directory",
  21: "is-directory",
  [EINVAL]: "invalid",
  23: "too-many-open-files-in-system",
  24: "too-many-open-files",
  [ENOTTY]: "no-tty",
  26: "text-file-busy",
  27: "file-too-large",
  28: "insufficient-space",
  [ESPIPE]: "invalid-seek",
  30: "read-only",
  31: "too-many-links",
  32: "pipe",
  35: "deadlock",
  36: "name-too-long",
  37: "no-lock",
  [ENOSYS]: "unsupported",
  39: "not-empty",
  [ELOOP]: "loop",
  // Of disks: a bad sector, a bad target, a link that is gone; a file system that is damaged.
  52: "io",
  61: "io",
  67: "io",
  74: "io",
  117: "io",
  121: "io",
  71: "connection-aborted",
  75: "overflow",
  84: "illegal-byte-sequence",
  88: "not-socket",
  89: "invalid-state",
  90: "message-size",
  [EOPNOTSUPP]: "unsupported",
  98: "address-in-use",
  99: "address-not-bindable",
  100: "remote-unreachable",
  101: "remote-unreachable",
  103: "connection-aborted",
  104: "connection-reset",
  105: "insufficient-memory",
  107: "invalid-state",
  108: "pipe",
  110: "timeout",
  111: "connection-refused",
  112: "remote-unreachable",
  113: "remote-unreachable",
  114: "already",
  115: "in-progress",
  116: "stale",
  122: "quota",
  123: "no-device",
  // Of directories that are encrypted: the key is missing, too old, taken back or not taken.
  126: "access",
  127: "access",
  128: "access",
  129: "access",
  131: "not-recoverable",
};

/** The code of an errno, or undefined for one that no call of ours should meet. */
export function codeOfErrno(errno: number): ErrorCode | undefined {
  return CODES[errno];
}
