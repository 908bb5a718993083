/**
 * The resources `udp-socket`, `incoming-datagram-stream` and `outgoing-datagram-stream`.
 *
 * @module
 */

import type { Datagram } from "../../../sockets/backend.ts";
import type { DatagramStreams } from "../../../sockets/datagram_streams.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";
import type { UdpSocket } from "../../../sockets/udp_socket.ts";
import type { Pollable as Source } from "../../../io/pollable.ts";
import type { Context } from "../context.ts";
import { Pollable } from "../io/poll.ts";
import { Children } from "../lifetime.ts";
import { OpenSocket } from "./open_socket.ts";

/** The most datagrams that one call answers, whatever a guest wants. */
const MOST_RECEIVED = 64;

/** A socket. Its port is closed when it and its streams have been dropped, in any order. */
export class UdpSocketResource implements Disposable {
  readonly #context: Context;
  readonly #open: OpenSocket<UdpSocket>;
  readonly #own: Disposable;
  readonly #children: Children;

  /** @throws WasiError `too-many-open-files` */
  constructor(context: Context, socket: UdpSocket) {
    this.#context = context;
    this.#open = new OpenSocket(context, socket);
    this.#own = this.#open.use();
    this.#children = new Children(context.lifetime, "udp-socket");
  }

  get socket(): UdpSocket {
    return this.#open.socket;
  }

  stream(
    remote: SocketAddress | undefined,
  ): readonly [IncomingDatagramStream, OutgoingDatagramStream] {
    const streams = this.socket.stream(remote);
    return [
      new IncomingDatagramStream(this.#context, streams, this.#open.use()),
      new OutgoingDatagramStream(this.#context, streams, this.#open.use()),
    ];
  }

  subscribe(): Pollable {
    return pollableOf(this.socket.pollable, this.#children);
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#own[Symbol.dispose]();
  }
}

/** Datagrams in one direction. They keep their socket open. */
abstract class DatagramStream implements Disposable {
  readonly streams: DatagramStreams;
  readonly #source: Source;
  readonly #socket: Disposable;
  readonly #children: Children;

  constructor(children: Children, streams: DatagramStreams, source: Source, socket: Disposable) {
    this.streams = streams;
    this.#source = source;
    this.#socket = socket;
    this.#children = children;
  }

  subscribe(): Pollable {
    return pollableOf(this.#source, this.#children);
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#socket[Symbol.dispose]();
  }
}

/** Datagrams that come. */
export class IncomingDatagramStream extends DatagramStream {
  constructor({ lifetime }: Context, streams: DatagramStreams, socket: Disposable) {
    super(
      new Children(lifetime, "incoming-datagram-stream"),
      streams,
      streams.receiving,
      socket,
    );
  }

  receive(most: bigint): Datagram[] {
    return this.streams.receive(most < MOST_RECEIVED ? Number(most) : MOST_RECEIVED);
  }
}

/** Datagrams that go. */
export class OutgoingDatagramStream extends DatagramStream {
  constructor({ lifetime }: Context, streams: DatagramStreams, socket: Disposable) {
    super(new Children(lifetime, "outgoing-datagram-stream"), streams, streams.sending, socket);
  }
}

function pollableOf(source: Source, children: Children): Pollable {
  return new Pollable({ hasHappened: () => source.state().ready, sources: [source] }, children);
}
