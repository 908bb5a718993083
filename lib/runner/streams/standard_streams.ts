/**
 * Descriptors 0, 1 and 2.
 *
 * @module
 */

import type { Description } from "../../abi/preview1/description.ts";
import { SluiceError } from "../../errors.ts";
import { PlainStream } from "../../filesystem/plain_stream.ts";
import type { Host } from "../../host/host.ts";
import { BytesInput } from "../../io/bytes_input.ts";
import type { CollectedOutput } from "../../io/collected_output.ts";
import { NullStream } from "../../io/null_stream.ts";
import { fileToAppend, fileToRead, fileToWrite, ofStream } from "./opened_streams.ts";
import type { GrantedStreams } from "./granted_streams.ts";
import type { SpecifiedInput, SpecifiedOutput } from "../options.ts";

/** The options that grant the outputs. */
const OPTIONS = { 1: "--stdout", 2: "--stderr" } as const;

/**
 * The description of standard input.
 *
 * @param granted those of the run, where it has descriptors or sockets
 */
export function standardInput(
  host: Host,
  source: SpecifiedInput,
  granted?: GrantedStreams,
): Description {
  if (source instanceof Uint8Array) {
    return ofStream(new PlainStream({ input: new BytesInput(source) }, 0n));
  }
  const spec = typeof source === "string" ? { kind: source } : source;
  switch (spec.kind) {
    case "inherit":
      return ofStream(host.standardStream(0));
    case "null":
      return ofStream(new PlainStream({ input: new NullStream() }, 0n));
    case "file":
    case "append":
      return fileToRead(host, spec.path);
    case "fd":
    case "tcp":
    case "listen":
      return granted!.standard(host, "--stdin", spec);
    default:
      throw noStream("standard input", spec);
  }
}

/**
 * The description of standard output or error.
 *
 * @param collect takes what is to be captured
 * @param granted those of the run, where it has descriptors or sockets
 */
export function standardOutput(
  host: Host,
  number: 1 | 2,
  target: SpecifiedOutput,
  collect: CollectedOutput,
  granted?: GrantedStreams,
): Description {
  const spec = typeof target === "string" ? { kind: target } : target;
  switch (spec.kind) {
    case "inherit":
      return ofStream(host.standardStream(number));
    case "null":
      return ofStream(new PlainStream({ output: new NullStream() }, BigInt(number)));
    case "capture":
      return ofStream(new PlainStream({ output: collect }, BigInt(number)));
    case "file":
      return fileToWrite(host, spec.path);
    case "append":
      return fileToAppend(host, spec.path);
    case "fd":
    case "tcp":
    case "listen":
      return granted!.standard(host, OPTIONS[number], spec);
    default:
      throw noStream(number === 1 ? "standard output" : "standard error", spec);
  }
}

/** Options are plain data, which no type need have checked. */
function noStream(name: string, { kind }: { readonly kind: string }): SluiceError {
  return new SluiceError(2, `what is given as ${name} is no stream: ${kind}`);
}
