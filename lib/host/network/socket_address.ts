/**
 * Addresses in the words of Deno.
 *
 * @module
 */

import { parseIpAddress } from "../../sockets/ip_address.ts";
import type { SocketAddress } from "../../sockets/socket_address.ts";

/** An address of Deno's, in numbers; the zone of a link-local one is left out. */
export function socketAddressOf(hostname: string, port: number): SocketAddress {
  const ip = parseIpAddress(hostname.replace(/%.*$/, ""));
  if (ip === undefined) throw new Error(`${hostname} is not an address`);
  return { ip, port };
}
