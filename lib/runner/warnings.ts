/**
 * What a user should know of the grants before a guest starts.
 *
 * @module
 */

import type { Host } from "../host/host.ts";
import { directoryGrants } from "./directory_grants.ts";
import type { GrantedStreams } from "./streams/granted_streams.ts";
import { hostFailure } from "./host_failure.ts";
import type { RunOptions } from "./options.ts";

/**
 * The warnings that a run deserves.
 *
 * @param granted those of the run, where it has any by name, descriptors or sockets
 * @throws SluiceError status 2 when a directory has no name any more
 */
export function warningsOf(
  host: Host,
  options: RunOptions,
  granted?: GrantedStreams,
): string[] {
  const directories = directoryGrants(options);
  const warnings: string[] = [...granted?.sockets.chosenPorts ?? []];
  if (directories.length > 0 && host.confinement === "path-checked") {
    warnings.push(
      "directories are path-checked only: another process that swaps names can lead the guest " +
        "outside; with Linux and --allow-ffi the kernel confines it",
    );
  }
  for (const { host: path, rights } of directories) {
    const real = realPathOf(host, path);
    if (real === "/") {
      warnings.push(`${path} is granted: every file of this machine lies within, /proc included`);
    } else if (rights !== "ro" && host.ownPlaces().some((place) => overlap(place, real))) {
      warnings.push(`${path} is granted for writing, and files of Sluice or Deno lie within`);
    }
  }
  return warnings;
}

/** What is open by now can have gone from its name. */
function realPathOf(host: Host, path: string): string {
  try {
    return host.realPath(path);
  } catch (error) {
    throw hostFailure(error, path);
  }
}

/** Whether one of two directories lies within the other. */
function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
