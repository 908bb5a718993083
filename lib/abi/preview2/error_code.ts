/**
 * Failures as the `error-code` of wasi:filesystem.
 *
 * @module
 */

import type { ErrorCode, WasiError } from "../../errors.ts";

/** What only preview1 can say. */
type Older = "not-capable" | "not-socket" | "too-many-open-files" | "too-many-open-files-in-system";

/** An `error-code`. */
export type FilesystemError = Exclude<ErrorCode, Older>;

/** What comes nearest to it. */
const NEAREST: Readonly<Record<Older, FilesystemError>> = {
  "not-capable": "not-permitted",
  "not-socket": "invalid",
  "too-many-open-files": "insufficient-memory",
  "too-many-open-files-in-system": "insufficient-memory",
};

/** The code of a failure. */
export function errorCodeOf({ code }: WasiError): FilesystemError {
  return Object.hasOwn(NEAREST, code) ? NEAREST[code as Older] : code as FilesystemError;
}
