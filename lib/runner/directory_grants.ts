/**
 * The directories among the grants of a run.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { DirectoryGrant, StreamSpec } from "../grants/grant.ts";
import { directoryWords } from "../grants/option_words.ts";
import type { RunOptions } from "./options.ts";

/** The grant behind a handle. */
export interface HandleGrant {
  /** The guest's name for the handle. */
  readonly name: string;
  /** The option that gives it. */
  readonly words: readonly string[];
  readonly directory?: DirectoryGrant;
  /** What a further stream was specified as. */
  readonly spec?: StreamSpec;
}

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

/** What the handles of these directories come from, in their order. */
export function directoryHandles(options: RunOptions): HandleGrant[] {
  return directoryGrants(options).map((directory) => ({
    name: directory.guest,
    words: directoryWords(directory),
    directory,
  }));
}
