/**
 * Failures of what bytes come from and go to, where that is not ours.
 *
 * @module
 */

import { WasiError } from "../errors.ts";

/** The failure that a guest is told of: a WasiError as it is, anything else as `io`. */
export function asFailure(error: unknown): WasiError {
  return error instanceof WasiError ? error : new WasiError("io");
}
