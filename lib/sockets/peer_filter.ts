/**
 * With whom a port for datagrams may talk.
 *
 * @module
 */

import type { Binding, Network } from "./network.ts";
import { formatSocketAddress, type SocketAddress } from "./socket_address.ts";

/** Peers that are remembered, who can be answered; the one that was heard first is forgotten first. */
const MOST_PEERS = 1024;

/**
 * The peers of one port. A server receives from anybody and may answer whom it heard; a client receives
 * from those to whom it may send.
 */
export class PeerFilter {
  readonly #network: Network;
  readonly #binding: Binding;
  readonly #heard = new Set<string>();

  constructor(network: Network, binding: Binding) {
    this.#network = network;
    this.#binding = binding;
  }

  /** Whether a datagram from there is wanted; who sent it can be answered then. */
  accepts(remote: SocketAddress): boolean {
    if (this.#binding === "client") return this.#mayReach(remote);
    this.#hear(formatSocketAddress(remote));
    return true;
  }

  /** @throws WasiError `access` for a peer to whom nothing may be sent */
  checkSendTo(remote: SocketAddress): void {
    if (this.#heard.has(formatSocketAddress(remote)) || this.#mayReach(remote)) return;
    throw this.#network.refuse({ kind: "outbound", transport: "udp", address: remote });
  }

  #mayReach(remote: SocketAddress): boolean {
    return this.#network.pools.outbound.udp.allows(remote);
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
