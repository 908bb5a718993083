/**
 * Asking for permissions without asking the user.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";

/**
 * Refuses to go on without a permission: Deno would prompt for it on a terminal.
 *
 * @throws SluiceError status 2 that names the missing option
 */
export function requirePermission(permission: Deno.PermissionDescriptor): void {
  if (isGranted(permission)) return;
  const what = "path" in permission && permission.path !== undefined
    ? `${permission.name} ${permission.path}`
    : `use ${permission.name}`;
  throw new SluiceError(2, `Sluice has no permission to ${what}`, {
    hint: `start Deno with --allow-${permission.name}`,
  });
}

/** Whether a permission is given already; nothing is asked. */
export function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
