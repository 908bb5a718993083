/**
 * Failures of the host while a grant is turned into a capability.
 *
 * @module
 */

import { type ErrorCode, SluiceError, WasiError } from "../errors.ts";

const REASONS: Readonly<Partial<Record<ErrorCode, string>>> = {
  "access": "may not be opened",
  "not-permitted": "may not be opened",
  "address-in-use": "is in use",
  "address-not-bindable": "is not an address of this machine",
  "bad-descriptor": "is not open: no descriptor of this number was inherited",
  "connection-refused": "refuses the connection",
  "connection-reset": "broke the connection off",
  "is-directory": "is a directory",
  "name-too-long": "has too long a name",
  "name-unresolvable": "has no address: the name is not known",
  "no-entry": "is not there",
  "not-capable": "may not be opened: Deno was started without the permission for it",
  "not-directory": "is not a directory",
  "read-only": "is on a read-only file system",
  "remote-unreachable": "cannot be reached",
  "timeout": "does not answer",
  "too-many-open-files": "cannot be opened: too many files are open",
};

/**
 * What to tell the user of a grant that could not be opened.
 *
 * @returns a SluiceError of status 2, or `error` itself when the host is not what failed
 */
export function hostFailure(error: unknown, path: string): unknown {
  if (!(error instanceof WasiError)) return error;
  return new SluiceError(2, `${path} ${REASONS[error.code] ?? `cannot be opened: ${error.code}`}`);
}
