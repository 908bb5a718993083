/**
 * Running the guest of the races, on a host of the caller's choice.
 *
 * @module
 */

import { dir } from "../../../lib/grants/directory.ts";
import type { Host } from "../../../lib/host/host.ts";
import { blocking } from "../../../lib/runner/block.ts";
import { execute } from "../../../lib/runner/execute.ts";
import { Guest } from "../../../lib/runner/guest.ts";

const module = new WebAssembly.Module(
  Deno.readFileSync(new URL("guest.wasm", import.meta.url)),
);

/**
 * Runs it to its end.
 *
 * @returns what it printed
 */
export async function runGuest(
  host: Host,
  grant: string,
  args: readonly string[],
): Promise<string> {
  using guest = new Guest(host, ["guest", ...args], {
    grants: [dir(grant, { guest: "." })],
    stdout: "capture",
  }, "own");
  const preview1 = blocking(guest).imports("wasi_snapshot_preview1");
  const outcome = await execute(guest.boundary, () => {
    const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: preview1 });
    guest.context.memory.attach(exports.memory as WebAssembly.Memory);
    (exports._start as () => void)();
    return undefined;
  });
  const printed = new TextDecoder().decode(guest.resultOf(outcome).stdout);
  if (outcome.status !== 0) {
    throw new Error(`the guest ended with ${outcome.status}: ${outcome.message ?? printed}`);
  }
  return printed;
}
