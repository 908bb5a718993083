/**
 * Which grant each of a guest's first handles comes from.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { DirectoryGrant, StreamSpec } from "../grants/grant.ts";
import { formatStreamSpec } from "../grants/stream_spec.ts";
import { directoryWords } from "../grants/option_words.ts";
import { type InputSource, isSpec, type OutputTarget, type RunOptions } from "./options.ts";
import { streamGrants } from "./stream_grants.ts";

/** The standard streams, by their numbers. */
const STANDARD = ["stdin", "stdout", "stderr"] as const;

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

/** The grants of the handles that a guest begins with, by number. */
export function handleGrants(options: RunOptions): HandleGrant[] {
  return [
    ...STANDARD.map((name) => ({ name, words: [`--${name}`, streamText(options[name])] })),
    ...directoryGrants(options).map((directory) => ({
      name: directory.guest,
      words: directoryWords(directory),
      directory,
    })),
    ...streamGrants(options).map(({ name, spec }) => ({
      name,
      words: ["--stream", `${name}=${formatStreamSpec(spec)}`],
      spec,
    })),
  ];
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

/**
 * Bytes, captured output and what a program hands over have no option; the command has its own streams
 * in their place.
 */
function streamText(stream: InputSource | OutputTarget = "null"): string {
  if (isSpec(stream)) return formatStreamSpec(stream);
  return stream === "null" ? "null" : "inherit";
}
