/**
 * The options that grant the network.
 *
 * @module
 */

import type { Grant } from "../grants/grant.ts";
import { allowInbound, allowOutbound, allowResolve } from "../grants/network.ts";
import type { Arguments } from "./arguments.ts";

/**
 * Reads `--allow-outbound`, `--allow-inbound` and `--allow-resolve`.
 *
 * @throws SluiceError status 2 for a value that is malformed
 */
export function networkGrantsOf({ options }: Arguments): Grant[] {
  return [
    ...(options.get("allow-outbound") ?? []).map(allowOutbound),
    ...(options.get("allow-inbound") ?? []).map(allowInbound),
    ...(options.get("allow-resolve") ?? []).map(allowResolve),
  ];
}
