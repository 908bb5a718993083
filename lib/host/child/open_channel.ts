/**
 * The channel, in the process that was started.
 *
 * @module
 */

import { hasKernelHost } from "../select_host.ts";
import type { Channel } from "./channel.ts";

/** Opens the channel to the process that has started this one, once. */
export async function openChannel(): Promise<Channel> {
  if (hasKernelHost()) {
    const { kernelChannel } = await import("../kernel/child_channel.ts");
    return kernelChannel();
  }
  const { portableChannel } = await import("../portable/child_channel.ts");
  return portableChannel();
}
