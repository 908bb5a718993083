/**
 * The errno numbers of preview1; no other layer knows them.
 *
 * @module
 */

import type { ErrorCode } from "../../errors.ts";

export const SUCCESS = 0;
export const AGAIN = 6;
export const BADF = 8;
export const INVAL = 28;
export const NAMETOOLONG = 37;
export const NOTCAPABLE = 76;
export const NOTCONN = 53;
export const NOTSOCK = 57;
export const NOTSUP = 58;
export const ISDIR = 31;
export const NOTDIR = 54;
export const SPIPE = 70;

const NUMBERS: Readonly<Record<ErrorCode, number>> = {
  "access": 2,
  "address-in-use": 3,
  "address-not-bindable": 4,
  "already": 7,
  "bad-descriptor": 8,
  "busy": 10,
  "connection-aborted": 13,
  "connection-refused": 14,
  "connection-reset": 15,
  "cross-device": 75,
  "deadlock": 16,
  "exist": 20,
  "file-too-large": 22,
  "illegal-byte-sequence": 25,
  "in-progress": 26,
  "insufficient-memory": 48,
  "insufficient-space": 51,
  "interrupted": 27,
  "invalid": 28,
  "invalid-seek": 70,
  // Of a socket that is not in the state for what is asked of it: not connected.
  "invalid-state": 53,
  "io": 29,
  "is-directory": 31,
  "loop": 32,
  "message-size": 35,
  "name-too-long": 37,
  // There is no number for these; nothing that a guest can call resolves a name, or does so in two steps.
  "concurrency-conflict": 7,
  "name-unresolvable": 23,
  "not-in-progress": 28,
  "permanent-resolver-failure": 23,
  "temporary-resolver-failure": 6,
  "no-device": 43,
  "no-entry": 44,
  "no-lock": 46,
  "no-such-device": 60,
  "no-tty": 59,
  "not-capable": 76,
  "not-directory": 54,
  "not-empty": 55,
  "not-permitted": 63,
  "not-recoverable": 56,
  "not-socket": 57,
  "overflow": 61,
  "pipe": 64,
  "quota": 19,
  "read-only": 69,
  "remote-unreachable": 23,
  "stale": 72,
  "text-file-busy": 74,
  "timeout": 73,
  "too-many-links": 34,
  "too-many-open-files": 33,
  "too-many-open-files-in-system": 41,
  "unsupported": 58,
  "would-block": 6,
};

/** The errno of a failure. */
export function errnoOf(code: ErrorCode): number {
  return NUMBERS[code];
}
