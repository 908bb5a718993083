/**
 * Choosing the back end.
 *
 * @module
 */

import type { Host, Needs } from "./host.ts";

/** Whether the kernel can be asked directly, by way of the C library. */
export function hasKernelHost(): boolean {
  return Deno.build.os === "linux" &&
    Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/**
 * The best back end that this platform and these permissions allow.
 *
 * A permission counts as given only when its state is `granted`: asking in any other way could
 * prompt.
 */
export async function selectHost(needs: Needs): Promise<Host> {
  if (hasKernelHost()) {
    const { kernelHost } = await import("./kernel/kernel_host.ts");
    return await kernelHost(needs);
  }
  const { portableHost } = await import("./portable/portable_host.ts");
  return portableHost();
}
