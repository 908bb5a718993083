/**
 * realpath(3).
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/**
 * See {@linkcode Host.realPath}.
 *
 * @throws WasiError `no-entry`, `not-directory`, `access`, `loop`,
 * `name-too-long`, `not-capable`
 */
export function realPath(path: string): string {
  requirePermission({ name: "read", path });
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new WasiError("no-entry");
    if (error instanceof Deno.errors.NotADirectory) throw new WasiError("not-directory");
    // What Deno lets nobody read who has not been given everything, such as /proc.
    if (error instanceof Deno.errors.NotCapable) throw new WasiError("not-capable");
    if (error instanceof Deno.errors.PermissionDenied) throw new WasiError("access");
    if ((error as { code?: unknown }).code === "ENAMETOOLONG") throw new WasiError("name-too-long");
    if (error instanceof Deno.errors.FilesystemLoop) throw new WasiError("loop");
    throw error;
  }
}
