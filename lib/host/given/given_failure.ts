/**
 * Failures of what an embedding program handed over.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { asFailure } from "../../io/failure.ts";
import { codeOf } from "../portable/error_code.ts";

/**
 * The failure that a guest is told of: the system's by its name, and any other, which is the embedding
 * program's own and no bug of ours, as `io`.
 */
export function givenFailure(error: unknown): WasiError {
  const code = codeOf(error);
  return code === undefined ? asFailure(error) : new WasiError(code);
}
