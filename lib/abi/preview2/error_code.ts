/**
 * Failures as the `error-code` of wasi:filesystem.
 *
 * @module
 */

import type { ErrorCode, WasiError } from "../../errors.ts";

/** What only preview1 and wasi:sockets can say. */
type Others =
  | "address-in-use"
  | "address-not-bindable"
  | "concurrency-conflict"
  | "connection-aborted"
  | "connection-refused"
  | "connection-reset"
  | "invalid-state"
  | "name-unresolvable"
  | "not-capable"
  | "not-in-progress"
  | "not-socket"
  | "permanent-resolver-failure"
  | "remote-unreachable"
  | "stale"
  | "temporary-resolver-failure"
  | "timeout"
  | "too-many-open-files"
  | "too-many-open-files-in-system";

/** An `error-code`. */
export type FilesystemError = Exclude<ErrorCode, Others>;

/** What comes nearest to it. */
const NEAREST: Readonly<Record<Others, FilesystemError>> = {
  "address-in-use": "busy",
  "address-not-bindable": "invalid",
  "concurrency-conflict": "already",
  "connection-aborted": "io",
  "connection-refused": "io",
  "connection-reset": "io",
  "invalid-state": "invalid",
  "name-unresolvable": "io",
  "not-capable": "not-permitted",
  "not-in-progress": "invalid",
  "not-socket": "invalid",
  "permanent-resolver-failure": "io",
  "remote-unreachable": "io",
  "stale": "io",
  "temporary-resolver-failure": "io",
  "timeout": "io",
  "too-many-open-files": "insufficient-memory",
  "too-many-open-files-in-system": "insufficient-memory",
};

/** The code of a failure. */
export function errorCodeOf({ code }: WasiError): FilesystemError {
  return Object.hasOwn(NEAREST, code) ? NEAREST[code as Others] : code as FilesystemError;
}
