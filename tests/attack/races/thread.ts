/**
 * A worker in which a second guest of the same grant runs, as attacker.
 *
 * @module
 */

import { kernelHost } from "../../../lib/host/kernel/kernel_host.ts";
import { runGuest } from "./run_guest.ts";
import type { Target } from "./ground.ts";

/** The part of a worker's global object that is used here. */
interface WorkerScope {
  onmessage: (event: MessageEvent<{ grant: string; target: Target }>) => void;
  postMessage(message: string): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data: { grant, target } }) => {
  const host = await kernelHost({ files: true, clocks: true });
  scope.postMessage("ready");
  await runGuest(host, grant, ["replace", target]);
  scope.postMessage("ended");
};
