/**
 * What addresses must be like to be used, before anybody asks whether they may.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { type AddressFamily, isUnicast, isUnspecified, mappedIpv4 } from "./ip_address.ts";
import type { SocketAddress } from "./socket_address.ts";

/**
 * Checks an address to bind a socket to.
 *
 * @throws WasiError `invalid` for one of the other family, a mapped one or a group
 */
export function checkLocal({ ip }: SocketAddress, family: AddressFamily): void {
  if (ip.family !== family || mappedIpv4(ip) !== undefined || !isUnicast(ip)) {
    throw new WasiError("invalid");
  }
}

/**
 * Checks the address of a peer.
 *
 * @throws WasiError `invalid` for one of the other family, a mapped one, and for no address or port
 */
export function checkRemote({ ip, port }: SocketAddress, family: AddressFamily): void {
  const isOther = ip.family !== family || mappedIpv4(ip) !== undefined;
  if (isOther || isUnspecified(ip) || port === 0) throw new WasiError("invalid");
}
