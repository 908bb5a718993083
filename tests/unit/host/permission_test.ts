import { assertEquals, assertMatch } from "@std/assert";
import { giveBackPermissions } from "../../../lib/host/give_back.ts";
import { requirePermission } from "../../../lib/host/permission.ts";
import { refusalOf } from "../outcome.ts";

/** The permissions that are granted. */
function granted(...names: readonly Deno.PermissionName[]): Deno.PermissionName[] {
  return names.filter((name) =>
    Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
  );
}

Deno.test({
  name: "requirePermission() goes on with a permission that is granted",
  permissions: { env: true, read: ["/usr"] },
  fn() {
    requirePermission({ name: "env" });
    requirePermission({ name: "read", path: "/usr/lib" });
  },
});

Deno.test({
  name: "requirePermission() refuses with status 2 to go on without, and names the option",
  permissions: { env: false, read: ["/usr"] },
  fn() {
    const rows: readonly [Deno.PermissionDescriptor, message: RegExp, hint: RegExp][] = [
      [{ name: "env" }, /use env/, /--allow-env/],
      [{ name: "read", path: "/etc" }, /read \/etc/, /--allow-read/],
    ];
    for (const [permission, message, hint] of rows) {
      const refusal = refusalOf(() => requirePermission(permission));
      assertEquals(refusal.status, 2);
      assertMatch(refusal.message, message);
      assertMatch(refusal.hint ?? "", hint);
    }
  },
});

Deno.test({
  name: "giveBackPermissions() gives back every permission but those named",
  permissions: { env: true, read: true, write: true, net: true, sys: true },
  fn() {
    const all = ["env", "read", "write", "net", "sys"] as const;
    assertEquals(granted(...all), [...all]);
    giveBackPermissions(["read", "net"]);
    assertEquals(granted(...all), ["read", "net"]);
    giveBackPermissions([]);
    assertEquals(granted(...all), []);
  },
});
