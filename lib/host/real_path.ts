/**
 * realpath(3).
 *
 * @module
 */

import { WasiError } from "../errors.ts";

/**
 * See {@linkcode Host.realPath}.
 *
 * @throws WasiError `no-entry`, `not-directory`, `access`
 */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new WasiError("no-entry");
    if (error instanceof Deno.errors.NotADirectory) throw new WasiError("not-directory");
    if (error instanceof Deno.errors.NotCapable) throw new WasiError("not-capable");
    if (error instanceof Deno.errors.PermissionDenied) throw new WasiError("access");
    if (error instanceof Deno.errors.FilesystemLoop) throw new WasiError("loop");
    throw error;
  }
}
