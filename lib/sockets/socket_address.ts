/**
 * An address with a port.
 *
 * @module
 */

import { formatIpAddress, type IpAddress, isSameIpAddress } from "./ip_address.ts";

/** Where a socket is, or its peer. */
export interface SocketAddress {
  readonly ip: IpAddress;
  /** 0 to 65535. */
  readonly port: number;
}

/** Whether two of them are the same. */
export function isSameSocketAddress(one: SocketAddress, other: SocketAddress): boolean {
  return one.port === other.port && isSameIpAddress(one.ip, other.ip);
}

/** As text, under which it can be found again. */
export function formatSocketAddress({ ip, port }: SocketAddress): string {
  const address = formatIpAddress(ip);
  return ip.family === "ipv6" ? `[${address}]:${port}` : `${address}:${port}`;
}
