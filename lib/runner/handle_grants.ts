/**
 * Which grant each of a guest's first handles comes from.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { DirectoryGrant } from "../grants/grant.ts";
import { directoryWords } from "../grants/option_words.ts";
import type { InputSource, OutputTarget, RunOptions } from "./options.ts";

/** The standard streams, by their numbers. */
const STANDARD = ["stdin", "stdout", "stderr"] as const;

/** The grant behind a handle. */
export interface HandleGrant {
  /** The guest's name for the handle. */
  readonly name: string;
  /** The option that gives it. */
  readonly words: readonly string[];
  readonly directory?: DirectoryGrant;
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

/** Bytes and captured output have no option; the command has its own streams in their place. */
function streamText(stream: InputSource | OutputTarget = "null"): string {
  if (stream === "capture" || stream instanceof Uint8Array) return "inherit";
  if (typeof stream === "string") return stream;
  return "path" in stream ? `${stream.kind}:${stream.path}` : stream.kind;
}
