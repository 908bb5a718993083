/**
 * What is specified as a stream, checked as a whole.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { StreamGrant, StreamSpec } from "../../grants/grant.ts";
import { stream } from "../../grants/stream.ts";
import { checkStreamSpec, formatStreamSpec } from "../../grants/stream_spec.ts";
import { isSpec, type RunOptions } from "../options.ts";

/** A specification of a socket. */
export type SocketSpec = Extract<StreamSpec, { readonly kind: "tcp" | "listen" }>;

/** A stream and the option of the command that it corresponds to, which tells it from the others. */
export interface SpecifiedStream {
  readonly option: string;
  readonly spec: StreamSpec;
}

/** The streams that are granted by name, in their order; no two may have the same name. */
export function streamGrants({ grants = [] }: RunOptions): StreamGrant[] {
  const streams = grants.filter((grant) => grant.kind === "stream");
  const seen = new Set<string>();
  for (const { name, spec } of streams) {
    // A grant is plain data, which need not have been made by the function that checks it.
    stream(name, spec);
    if (seen.has(name)) throw new SluiceError(2, `the stream ${name} is granted twice`);
    seen.add(name);
  }
  return streams;
}

/** Which option a named stream corresponds to. */
export function optionOf({ name }: StreamGrant): string {
  return `--stream ${name}`;
}

/**
 * All that is specified, standard streams first.
 *
 * @throws SluiceError status 2 for what the command line could not say, and for a descriptor that is
 * granted twice: closing one handle would close the other
 */
export function specifiedStreams(options: RunOptions): SpecifiedStream[] {
  const specified: SpecifiedStream[] = [];
  for (const name of ["stdin", "stdout", "stderr"] as const) {
    const spec = options[name];
    if (!isSpec(spec)) continue;
    checkStreamSpec(`--${name}`, spec);
    specified.push({ option: `--${name}`, spec });
  }
  for (const grant of streamGrants(options)) {
    specified.push({ option: optionOf(grant), spec: grant.spec });
  }
  const descriptors = specified.filter(({ spec }) => spec.kind === "fd")
    .map(({ spec }) => formatStreamSpec(spec));
  const twice = descriptors.find((one, i) => descriptors.indexOf(one) < i);
  if (twice !== undefined) throw new SluiceError(2, `${twice} is granted twice`);
  return specified;
}
