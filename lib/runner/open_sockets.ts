/**
 * Opening the sockets of a run, for which nothing is loaded in a run without any.
 *
 * @module
 */

import type { RunOptions } from "./options.ts";
import type { Sockets } from "./sockets.ts";
import { specifiedStreams } from "./stream_grants.ts";

/**
 * Opens every socket that a run is granted.
 *
 * @returns undefined where there is none
 * @throws SluiceError status 2 when one cannot be opened
 */
export async function openSockets(options: RunOptions): Promise<Sockets | undefined> {
  if (!hasSockets(options)) return undefined;
  const { Sockets } = await import("./sockets.ts");
  return await Sockets.open(specifiedStreams(options));
}

/** Whether a run is granted any: then its thread is shared with what moves their bytes. */
export function hasSockets(options: RunOptions): boolean {
  return specifiedStreams(options).some(({ spec: { kind } }) =>
    kind === "tcp" || kind === "listen"
  );
}
