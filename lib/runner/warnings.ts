/**
 * What a user should know of the grants before a guest starts.
 *
 * @module
 */

import type { Host } from "../host/host.ts";
import { directoryGrants } from "./handle_grants.ts";
import type { RunOptions } from "./options.ts";
import type { Sockets } from "./sockets.ts";

/**
 * The warnings that a run deserves.
 *
 * @param sockets those that are granted, which have been opened
 */
export function warningsOf(
  host: Host,
  options: RunOptions,
  sockets?: Sockets,
): string[] {
  const directories = directoryGrants(options);
  const warnings: string[] = [...sockets?.chosenPorts ?? []];
  if (directories.length > 0 && host.confinement === "path-checked") {
    warnings.push(
      "directories are path-checked only: another process that swaps names can lead the guest " +
        "outside; with Linux and --allow-ffi the kernel confines it",
    );
  }
  for (const { host: path, rights } of directories) {
    const real = host.realPath(path);
    if (real === "/") {
      warnings.push(`${path} is granted: every file of this machine lies within, /proc included`);
    } else if (rights !== "ro" && host.ownPlaces().some((place) => overlap(place, real))) {
      warnings.push(`${path} is granted for writing, and files of Sluice or Deno lie within`);
    }
  }
  return warnings;
}

/** Whether one of two directories lies within the other. */
function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
