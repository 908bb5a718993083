/**
 * The directories among the grants of a run.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { DirectoryGrant } from "../grants/grant.ts";
import type { RunOptions } from "./options.ts";

/** The directory grants, no two of which may have the same guest name. */
export function directoryGrants({ grants = [] }: RunOptions): DirectoryGrant[] {
  const directories = grants.filter((grant) => grant.kind === "directory");
  const seen = new Set<string>();
  for (const { guest } of directories) {
    const name = guest.replace(/^(\.\/+)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
    if (seen.has(name)) throw new SluiceError(2, `the guest name ${guest} is granted twice`);
    seen.add(name);
  }
  return directories;
}
