/**
 * Opening the network of a run, for which nothing is loaded in a run without grants of it.
 *
 * @module
 */

import type { OpenNetwork } from "./network.ts";
import type { RunOptions } from "../options.ts";
import type { Program } from "../program.ts";

const KINDS = ["outbound", "inbound", "resolve"];

/**
 * Loads the network of a run.
 *
 * @param walled whether a wall is to stand around the guest, behind which nothing can be loaded or read
 * @returns undefined where none is granted, or the program makes no sockets
 * @throws SluiceError status 2 for a grant that is malformed, or without the permission to use it
 */
export async function openNetwork(
  options: RunOptions,
  { usesNetwork }: Program,
  walled: boolean,
): Promise<OpenNetwork | undefined> {
  if (!hasNetwork(options)) return undefined;
  const { NetworkGrants } = await import("./network_grants.ts");
  const grants = new NetworkGrants(options);
  if (!usesNetwork) return undefined;
  const { OpenNetwork } = await import("./network.ts");
  return await OpenNetwork.open(grants, walled ? "before" : "later");
}

/** Whether a run is granted any of it: then its thread is shared with what moves its bytes. */
export function hasNetwork({ grants = [] }: RunOptions): boolean {
  return grants.some(({ kind }) => KINDS.includes(kind));
}
