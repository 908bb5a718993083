/**
 * Datagrams that come and go.
 *
 * @module
 */

import { Trap, WasiError } from "../errors.ts";
import { ALWAYS_READY, type Pollable } from "../io/pollable.ts";
import { alreadyAwake } from "../io/wakers.ts";
import type { Datagram, DatagramPort } from "./backend.ts";
import { checkRemote } from "./checks.ts";
import type { AddressFamily } from "./ip_address.ts";
import type { PeerFilter } from "./peer_filter.ts";
import { isSameSocketAddress, type SocketAddress } from "./socket_address.ts";

/** The most bytes that a datagram can carry, by the length in its header, which counts 8 of its own. */
const MOST_BYTES = { ipv4: 65_507, ipv6: 65_527 } as const;

/** Of streams that have come to an end. */
const SOON: Pollable = { ...ALWAYS_READY, watch: alreadyAwake };

/** A datagram that is to go, to the peer of the streams where it has no other. */
export interface OutgoingDatagram {
  readonly data: Uint8Array;
  readonly remote: SocketAddress | undefined;
}

/** The two streams of a socket, which end when it has others or is closed. */
export class DatagramStreams {
  /** The only peer, where there is only one. */
  readonly remote: SocketAddress | undefined;
  readonly #port: DatagramPort;
  readonly #peers: PeerFilter;
  readonly #family: AddressFamily;
  #permitted = 0;
  #ended = false;

  readonly receiving: Pollable;
  readonly sending: Pollable;

  constructor(
    port: DatagramPort,
    peers: PeerFilter,
    family: AddressFamily,
    remote: SocketAddress | undefined,
  ) {
    this.#port = port;
    this.#peers = peers;
    this.#family = family;
    this.remote = remote;
    this.receiving = this.#untilEnd(port.subscribeReceiving());
    this.sending = this.#untilEnd(port.subscribeSending());
  }

  /** What has come, at most so many. */
  receive(most: number): Datagram[] {
    this.#requireOpen();
    const received: Datagram[] = [];
    while (received.length < most) {
      const datagram = this.#port.receive();
      if (datagram === undefined) break;
      const { remote } = this;
      if (remote === undefined || isSameSocketAddress(datagram.remote, remote)) {
        received.push(datagram);
      }
    }
    return received;
  }

  /** How many may be sent next. */
  checkSend(): number {
    this.#requireOpen();
    return this.#permitted = this.#port.room;
  }

  /**
   * Sends one after the other, as sendto(2), until one fails.
   *
   * @returns how many were sent
   * @throws WasiError why the first could not be
   * @throws Trap for more than were permitted
   */
  send(datagrams: readonly OutgoingDatagram[]): number {
    if (datagrams.length > this.#permitted) {
      throw new Trap("more datagrams are sent than an outgoing-datagram-stream has permitted");
    }
    this.#requireOpen();
    let sent = 0;
    try {
      for (; sent < datagrams.length; sent++) this.#sendOne(datagrams[sent]!);
    } catch (error) {
      if (sent === 0 || !(error instanceof WasiError)) throw error;
    }
    this.#permitted -= sent;
    return sent;
  }

  /** No datagram comes or goes this way any more. */
  end(): void {
    this.#ended = true;
  }

  #sendOne({ data, remote = this.remote }: OutgoingDatagram): void {
    if (remote === undefined) throw new WasiError("invalid");
    checkRemote(remote, this.#family);
    if (this.remote !== undefined && !isSameSocketAddress(remote, this.remote)) {
      throw new WasiError("invalid");
    }
    this.#peers.checkSendTo(remote);
    if (data.length > MOST_BYTES[this.#family]) throw new WasiError("message-size");
    this.#port.send(data, remote);
  }

  #requireOpen(): void {
    if (this.#ended) throw new WasiError("invalid-state");
  }

  #untilEnd(pollable: Pollable): Pollable {
    const current = () => this.#ended ? SOON : pollable;
    return { state: () => current().state(), watch: (wake) => current().watch!(wake) };
  }
}
