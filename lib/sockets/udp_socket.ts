/**
 * A UDP socket as `wasi:sockets` has it: a port, and the streams of datagrams through it.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { ALWAYS_READY, type Pollable } from "../io/pollable.ts";
import { alreadyAwake } from "../io/wakers.ts";
import type { DatagramPort } from "./backend.ts";
import { checkLocal, checkRemote } from "./checks.ts";
import { DatagramStreams } from "./datagram_streams.ts";
import type { AddressFamily } from "./ip_address.ts";
import type { Network } from "./network.ts";
import { Operation } from "./operation.ts";
import { PeerFilter } from "./peer_filter.ts";
import type { SocketAddress } from "./socket_address.ts";

/** A port, and with whom it may talk. */
interface Bound {
  readonly port: DatagramPort;
  readonly peers: PeerFilter;
}

/** Of a socket that is not being bound. */
const SOON: Pollable = { ...ALWAYS_READY, watch: alreadyAwake };

/** A socket. */
export class UdpSocket implements Disposable {
  readonly family: AddressFamily;
  readonly #network: Network;
  #binding: Operation<Bound> | undefined;
  #bound: Bound | undefined;
  #streams: DatagramStreams | undefined;
  #closed = false;

  /** A pollable for binding. */
  readonly pollable: Pollable = {
    state: () => this.#current().state(),
    watch: (wake) => this.#current().watch!(wake),
  };

  constructor(network: Network, family: AddressFamily) {
    this.#network = network;
    this.family = family;
  }

  /** Begins what bind(2) does. */
  startBind(local: SocketAddress): void {
    if (this.#binding !== undefined) throw new WasiError("concurrency-conflict");
    if (this.#bound !== undefined) throw new WasiError("invalid-state");
    checkLocal(local, this.family);
    if (!this.#network.hasDatagrams) {
      throw this.#network.refuse({ kind: "inbound", transport: "udp", address: local });
    }
    this.#binding = new Operation(this.#bind(local));
  }

  /** Ends it; after a failure the socket can be bound again. */
  finishBind(): void {
    if (this.#binding === undefined) throw new WasiError("not-in-progress");
    if (!this.#binding.state().ready) throw new WasiError("would-block");
    const binding = this.#binding;
    this.#binding = undefined;
    this.#bound = binding.finish();
  }

  /**
   * Streams of datagrams with one peer, or with all. Those that were there before come to an end.
   *
   * @throws WasiError `access` for a peer to whom nothing may be sent
   */
  stream(remote: SocketAddress | undefined): DatagramStreams {
    if (this.#binding !== undefined) throw new WasiError("concurrency-conflict");
    const { port, peers } = this.#requireBound();
    if (remote !== undefined) {
      checkRemote(remote, this.family);
      peers.checkSendTo(remote);
    }
    this.#streams?.end();
    return this.#streams = new DatagramStreams(port, peers, this.family, remote);
  }

  /** Calls `told` when no binding is under way any more. */
  whenClosed(told: () => void): void {
    this.#current().watch!(told);
  }

  /** As getsockname(2). */
  get local(): SocketAddress {
    return this.#requireBound().port.local;
  }

  /** As getpeername(2). */
  get remote(): SocketAddress {
    const remote = this.#streams?.remote;
    if (remote === undefined) throw new WasiError("invalid-state");
    return remote;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#streams?.end();
    this.#bound?.port[Symbol.dispose]();
    if (this.#binding?.state().ready === true) this.#disposeBound(this.#binding);
  }

  async #bind(local: SocketAddress): Promise<Bound> {
    const binding = await this.#network.bindingOf(local);
    const peers = new PeerFilter(this.#network, binding);
    const port = await this.#network.bind(local, (from) => peers.accepts(from));
    if (this.#closed) port[Symbol.dispose]();
    return { port, peers };
  }

  #disposeBound(binding: Operation<Bound>): void {
    try {
      binding.finish().port[Symbol.dispose]();
    } catch (error) {
      if (!(error instanceof WasiError)) throw error;
    }
  }

  #requireBound(): Bound {
    if (this.#bound === undefined) throw new WasiError("invalid-state");
    return this.#bound;
  }

  #current(): Pollable {
    return this.#binding ?? SOON;
  }
}
