/**
 * What a host has to provide for sockets. Nothing here asks whether it is allowed.
 *
 * @module
 */

import type { Pollable } from "../io/pollable.ts";
import type { WOULD_BLOCK } from "../io/streams.ts";
import type { IpAddress } from "./ip_address.ts";
import type { SocketAddress } from "./socket_address.ts";
import type { TcpConnection, TcpListener } from "./tcp.ts";

/** Bytes that a connection keeps for a guest in either direction, beside the host's own buffers. */
export const CONNECTION_BUFFER = 65_536;

/** Bytes of datagrams that a port keeps for a guest. */
export const DATAGRAM_BUFFER = 262_144;

/** A connection that knows between whom it is. */
export interface AddressedConnection extends TcpConnection {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** As setsockopt(2) with SO_KEEPALIVE. */
  setKeepAlive(enabled: boolean): void;
  /** Calls `told` when it is closed: a while after it was disposed, where something is still to be sent. */
  whenClosed(told: () => void): void;
}

/** A listener that knows where it listens. */
export interface AddressedListener extends TcpListener {
  readonly local: SocketAddress;
  accept(): AddressedConnection | typeof WOULD_BLOCK;
}

/** A datagram that has come. */
export interface Datagram {
  readonly data: Uint8Array;
  readonly remote: SocketAddress;
}

/** Whether a datagram from there is wanted; what is not is forgotten when it comes. */
export type Accepts = (remote: SocketAddress) => boolean;

/** A port for datagrams. Disposing it closes it. */
export interface DatagramPort extends Disposable {
  readonly local: SocketAddress;
  /** The next that has come, undefined where none is there. */
  receive(): Datagram | undefined;
  /** How many can be sent now. */
  readonly room: number;
  /**
   * Sends a copy of `data`, for which there must be room.
   *
   * @throws WasiError `message-size`, or why one that was sent before has not left
   */
  send(data: Uint8Array, remote: SocketAddress): void;
  /** Ready when there is one to receive. */
  subscribeReceiving(): Pollable;
  /** Ready when there is room. */
  subscribeSending(): Pollable;
}

/** The network of a host. Whatever it opens belongs to the caller. */
export interface NetworkBackend {
  /**
   * Connects.
   *
   * @param signal gives up when nobody waits for it any more
   * @throws WasiError `connection-refused`, `remote-unreachable`, `timeout`
   */
  connect(remote: SocketAddress, signal: AbortSignal): Promise<AddressedConnection>;
  /**
   * Listens, on a free port where it is 0.
   *
   * @throws WasiError `address-in-use`, `address-not-bindable`, `access`
   */
  listen(local: SocketAddress): AddressedListener;
  /**
   * Opens a port for datagrams, a free one where it is 0.
   *
   * @throws WasiError as `listen`
   */
  bind(local: SocketAddress, accepts: Accepts): Promise<DatagramPort>;
  /**
   * The addresses of a name, the best first, at least one.
   *
   * @throws WasiError `name-unresolvable`, `temporary-resolver-failure`, `permanent-resolver-failure`
   */
  lookUp(name: string): Promise<readonly IpAddress[]>;
}
