/**
 * With whom a port for datagrams may talk.
 *
 * @module
 */

import type { AddressPool } from "./address_pool.ts";
import type { Binding } from "./network.ts";
import { formatSocketAddress, type SocketAddress } from "./socket_address.ts";

/** Peers that are remembered, who can be answered; the one that was heard first is forgotten first. */
const MOST_PEERS = 1024;

/**
 * The peers of one port. A server receives from anybody and may answer whom it heard; a client receives
 * from those to whom it may send.
 */
export class PeerFilter {
  readonly #outbound: AddressPool;
  readonly #binding: Binding;
  readonly #heard = new Set<string>();

  constructor(outbound: AddressPool, binding: Binding) {
    this.#outbound = outbound;
    this.#binding = binding;
  }

  /** Whether a datagram from there is wanted; who sent it can be answered then. */
  accepts(remote: SocketAddress): boolean {
    if (this.#binding === "client") return this.#outbound.allows(remote);
    this.#hear(formatSocketAddress(remote));
    return true;
  }

  maySendTo(remote: SocketAddress): boolean {
    return this.#heard.has(formatSocketAddress(remote)) || this.#outbound.allows(remote);
  }

  #hear(peer: string): void {
    // Whoever was heard last comes last.
    this.#heard.delete(peer);
    this.#heard.add(peer);
    if (this.#heard.size <= MOST_PEERS) return;
    const [first] = this.#heard;
    this.#heard.delete(first!);
  }
}
