/**
 * Streams that are granted to a component, which has no handles for them.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { StreamSpec } from "../../grants/grant.ts";
import { commandLine } from "../../grants/option_words.ts";
import { formatSocketAddress } from "../../grants/socket_address.ts";

/**
 * The refusal of a stream, with the option that gives a component the same.
 *
 * @param spec absent for what an embedding program hands over
 */
export function streamRefusal(name: string, spec: StreamSpec | undefined): SluiceError {
  return new SluiceError(
    2,
    `the stream ${name} cannot be given to a component, which has no numbers to find it by`,
    {
      hint: hintOf(spec),
    },
  );
}

function hintOf(spec: StreamSpec | undefined): string {
  switch (spec?.kind) {
    case "tcp":
      return commandLine(["--allow-outbound", `tcp://${formatSocketAddress(spec)}`]);
    case "listen":
      return commandLine(["--allow-inbound", `tcp://${formatSocketAddress(spec)}`]);
    default:
      return "it knows standard input, output and error";
  }
}
