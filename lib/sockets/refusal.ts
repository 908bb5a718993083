/**
 * What a guest was not let do in the network for want of a grant.
 *
 * @module
 */

import type { SocketAddress } from "./socket_address.ts";

/** A peer that was to be reached, or an address at which a socket was to be. */
export interface AddressRefusal {
  readonly kind: "outbound" | "inbound";
  readonly transport: "tcp" | "udp";
  readonly address: SocketAddress;
  /** A name that the guest has learned the address by, where a grant to the name is one to the address. */
  readonly name?: string | undefined;
}

/** A name whose addresses were asked for. */
export interface NameRefusal {
  readonly kind: "resolve";
  /** In ASCII and lower case. */
  readonly name: string;
}

/** Something that was refused. */
export type NetworkRefusal = AddressRefusal | NameRefusal;
