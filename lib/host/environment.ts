/**
 * environ(7).
 *
 * @module
 */

import { WasiError } from "../errors.ts";

/** See {@linkcode Host.environment}. */
export function environment(): Readonly<Record<string, string>> {
  try {
    return Deno.env.toObject();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw new WasiError("not-capable");
    throw error;
  }
}
