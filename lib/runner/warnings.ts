/**
 * What a user should know of the grants before a guest starts.
 *
 * @module
 */

import type { Host } from "../host/host.ts";
import { directoryGrants } from "./guest.ts";
import type { RunOptions } from "./options.ts";

/** The warnings that a run deserves. */
export function warningsOf(host: Host, options: RunOptions): string[] {
  const directories = directoryGrants(options);
  const warnings: string[] = [];
  if (directories.length > 0 && host.confinement === "path-checked") {
    warnings.push(
      "directories are path-checked only: another process that swaps names can lead the guest " +
        "outside; with Linux and --allow-ffi the kernel confines it",
    );
  }
  for (const { host: path } of directories) {
    if (host.realPath(path) === "/") {
      warnings.push(`${path} is granted: every file of this machine lies within, /proc included`);
    }
  }
  return warnings;
}
