/**
 * Grants of the network to a core module, which makes no sockets itself.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { NetworkGrant, ResolveGrant } from "../../grants/grant.ts";
import { formatNetworkGrant } from "../../grants/network_text.ts";
import { commandLine } from "../../grants/option_words.ts";
import { formatSocketAddress } from "../../grants/socket_address.ts";
import { NetworkGrants } from "./network_grants.ts";
import type { RunOptions } from "../options.ts";

/**
 * The refusal of what a core module is granted of the network, with the stream that is nearest to it.
 *
 * @throws SluiceError status 2 for a grant that is malformed
 */
export function noSockets(options: RunOptions): SluiceError {
  const { all } = new NetworkGrants(options);
  const grant = all.findLast((one) => streamOf(one) !== undefined) ?? all.at(-1)!;
  const option = commandLine([`--allow-${grant.kind}`, formatNetworkGrant(grant)]);
  return new SluiceError(2, `${option} is of no use to a core module, which makes no sockets`, {
    hint: `--stream ${streamOf(grant) ?? "NAME=tcp:HOST:PORT, or NAME=listen:HOST:PORT"}`,
  });
}

/**
 * The same as a warning, for a program that has not been granted them alone.
 *
 * @throws SluiceError as {@linkcode noSockets}
 */
export function noSocketsWarning(options: RunOptions): string {
  const { message, hint } = noSockets(options);
  return `${message}: ${hint}`;
}

/** The stream that does what a grant allows, where it allows but one thing. */
function streamOf(grant: NetworkGrant | ResolveGrant): string | undefined {
  if (grant.kind === "resolve" || grant.transport === "udp" || grant.host === "*") return undefined;
  const [range, ...more] = grant.ports;
  if (range === undefined || range.first !== range.last || more.length > 0) return undefined;
  const address = formatSocketAddress({ host: grant.host, port: range.first });
  return grant.kind === "outbound" ? `peer=tcp:${address}` : `server=listen:${address}`;
}
