/**
 * Failures of what an embedding program handed over.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { codeOf } from "../portable/error_code.ts";

/**
 * Tells the guest of a failure: the system's by its name, and any other, which is the embedding
 * program's own and no bug of ours, as `io`.
 *
 * @throws WasiError always
 */
export function failGiven(error: unknown): never {
  throw error instanceof WasiError ? error : new WasiError(codeOf(error) ?? "io");
}
