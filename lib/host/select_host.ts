/**
 * Choosing the back end.
 *
 * @module
 */

import type { Host, Needs } from "./host.ts";

/**
 * The best back end that this platform and these permissions allow.
 *
 * A permission counts as given only when its state is `granted`: asking in any other way could
 * prompt.
 */
export async function selectHost(needs: Needs): Promise<Host> {
  if (Deno.build.os === "linux") {
    const { state } = Deno.permissions.querySync({ name: "ffi" });
    if (state === "granted") {
      const { kernelHost } = await import("./kernel/kernel_host.ts");
      return await kernelHost(needs);
    }
  }
  const { portableHost } = await import("./portable/portable_host.ts");
  return portableHost();
}
