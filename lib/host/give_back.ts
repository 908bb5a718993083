/**
 * Giving permissions back.
 *
 * @module
 */

/** The kinds of permission; the type declarations leave one out. */
type Name = Deno.PermissionName | "import";

const NAMES: readonly Name[] = [
  "read",
  "write",
  "net",
  "env",
  "sys",
  "run",
  "ffi",
  "import",
];

/**
 * Gives back every permission of this process but those named; nothing can ask for them again.
 *
 * What was bound or opened before keeps working.
 */
export function giveBackPermissions(keep: readonly Name[]): void {
  for (const name of NAMES) {
    if (!keep.includes(name)) Deno.permissions.revokeSync({ name } as Deno.PermissionDescriptor);
  }
}
