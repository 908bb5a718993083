/**
 * What a run needs for its streams. Nothing is loaded for a run that is granted none but files and the
 * process's own.
 *
 * @module
 */

import type { StreamSpec } from "../../grants/grant.ts";
import type { GrantedStreams } from "./granted_streams.ts";
import { isSpec, type RunOptions } from "../options.ts";

/**
 * Opens what has to be opened before there is a guest, and has the rest at hand.
 *
 * @param over gives up when it is aborted, by its reason
 * @returns undefined where no stream is granted by name, and none that is a descriptor or a socket
 * @throws SluiceError status 2 when a stream is wrong, or a socket cannot be opened
 */
export async function openStreams(
  options: RunOptions,
  over?: AbortSignal,
): Promise<GrantedStreams | undefined> {
  const named = (options.grants ?? []).some(({ kind }) => kind === "stream");
  if (!named && !needsDescriptors(options) && !needsSockets(options)) return undefined;
  const { GrantedStreams } = await import("./granted_streams.ts");
  return await GrantedStreams.open(options, over);
}

/** Whether a run opens a stream by the name of a file. */
export function needsStreamFiles(options: RunOptions): boolean {
  return specsOf(options).some((spec) => "path" in spec);
}

/** Whether a run uses a descriptor that the process inherited. */
export function needsDescriptors(options: RunOptions): boolean {
  return specsOf(options).some(({ kind }) => kind === "fd");
}

/** Whether a run is granted a socket: then its thread is shared with what moves the bytes. */
export function needsSockets(options: RunOptions): boolean {
  return specsOf(options).some(({ kind }) => kind === "tcp" || kind === "listen");
}

function specsOf({ stdin, stdout, stderr, grants = [] }: RunOptions): StreamSpec[] {
  return [
    ...[stdin, stdout, stderr].filter(isSpec),
    ...grants.flatMap((grant) => grant.kind === "stream" ? [grant.spec] : []),
  ];
}
