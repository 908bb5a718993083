/**
 * Addresses as `wasi:sockets` writes them.
 *
 * @module
 */

import type { Tagged } from "../../../component/values.ts";
import { WasiError } from "../../../errors.ts";
import type { AddressFamily, IpAddress } from "../../../sockets/ip_address.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";

/** The variant `ip-address`. */
export type WitIpAddress = Tagged<AddressFamily, readonly number[]>;

/** The variant `ip-socket-address`. */
export type WitSocketAddress =
  | Tagged<"ipv4", { readonly port: number; readonly address: readonly number[] }>
  | Tagged<"ipv6", {
    readonly port: number;
    readonly flowInfo: number;
    readonly address: readonly number[];
    readonly scopeId: number;
  }>;

/** An address for a guest. */
export function witIpAddressOf({ family, parts }: IpAddress): WitIpAddress {
  return { tag: family, value: parts };
}

/** An address with its port for a guest. */
export function witSocketAddressOf({ ip, port }: SocketAddress): WitSocketAddress {
  return ip.family === "ipv4"
    ? { tag: "ipv4", value: { port, address: ip.parts } }
    : { tag: "ipv6", value: { port, flowInfo: 0, address: ip.parts, scopeId: 0 } };
}

/**
 * An address of a guest's. Its flow is not heeded.
 *
 * @throws WasiError `unsupported` for one of a zone
 */
export function socketAddressOf({ tag, value }: WitSocketAddress): SocketAddress {
  if ("scopeId" in value! && value.scopeId !== 0) throw new WasiError("unsupported");
  return { ip: { family: tag, parts: value!.address }, port: value!.port };
}
