/**
 * Ending a process of Sluice's own at a deadline.
 *
 * @module
 */

import { SluiceError, WasiError } from "../errors.ts";
import type { EndOptions } from "./end_options.ts";
import { hasKernelHost } from "./select_host.ts";

/**
 * Calls `body`, which runs a guest, and ends the process if that takes too long, whatever it does then:
 * from outside, by the best means that this platform and these permissions allow.
 *
 * @param body answers the exit status
 * @returns the same, or that of the options; with it the process has to end
 * @throws SluiceError status 2 when there is no way to keep the time
 */
export async function endInTime(
  options: EndOptions,
  body: () => Promise<number>,
): Promise<number> {
  if (!hasKernelHost()) {
    const { supervise } = await import("./portable/supervise.ts");
    return await supervise(options, body);
  }
  const { ProcessEnd } = await import("./kernel/process_end.ts");
  using _end = unlessWithoutTimers(() => new ProcessEnd(options));
  return await body();
}

/** Tells whoever looks on from outside, in another thread, what status a command came to. */
export async function tellStatus(status: number): Promise<void> {
  const supervisor = await import("./portable/supervise.ts");
  supervisor.tellStatus(status);
}

function unlessWithoutTimers<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    throw new SluiceError(2, "--timeout cannot be kept: the system has no timer left");
  }
}
