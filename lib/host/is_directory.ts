/**
 * Asking what a name stands for.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/**
 * Whether a name of the host stands for a directory.
 *
 * @throws WasiError `no-entry` when it stands for nothing that can be seen
 * @throws SluiceError status 2 without the permission to know
 */
export function isDirectory(path: string): boolean {
  requirePermission({ name: "read", path });
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Error) throw new WasiError("no-entry");
    throw error;
  }
}
