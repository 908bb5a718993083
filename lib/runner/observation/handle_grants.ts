/**
 * Which grant each of a guest's first handles comes from.
 *
 * @module
 */

import { formatStreamSpec } from "../../grants/stream_spec.ts";
import { directoryHandles, type HandleGrant } from "../directory_grants.ts";
import { type InputSource, isSpec, type OutputTarget, type RunOptions } from "../options.ts";
import { streamGrants } from "../streams/stream_grants.ts";

/** The standard streams, by their numbers. */
const STANDARD = ["stdin", "stdout", "stderr"] as const;

/** The grants of the handles that a guest begins with, by number. */
export function handleGrants(options: RunOptions): HandleGrant[] {
  return [
    ...STANDARD.map((name) => ({ name, words: [`--${name}`, streamText(options[name])] })),
    ...directoryHandles(options),
    ...streamGrants(options).map(({ name, spec }) => ({
      name,
      words: ["--stream", `${name}=${formatStreamSpec(spec)}`],
      spec,
    })),
  ];
}

/**
 * Bytes, captured output and what a program hands over have no option; the command has its own streams
 * in their place.
 */
function streamText(stream: InputSource | OutputTarget = "null"): string {
  if (isSpec(stream)) return formatStreamSpec(stream);
  return stream === "null" ? "null" : "inherit";
}
