/**
 * The resource `tcp-socket`.
 *
 * @module
 */

import type { AddressedConnection } from "../../../sockets/backend.ts";
import type { TcpSocket } from "../../../sockets/tcp_socket.ts";
import type { Context } from "../context.ts";
import { InputStream } from "../io/input_stream.ts";
import { OutputStream } from "../io/output_stream.ts";
import { Pollable } from "../io/poll.ts";
import { Children } from "../lifetime.ts";
import { OpenSocket } from "./open_socket.ts";

/** The streams of a connection. */
export type Streams = readonly [input: InputStream, output: OutputStream];

/** A socket. Its connection ends when it and its streams have been dropped, in any order. */
export class TcpSocketResource implements Disposable {
  readonly #context: Context;
  readonly #open: OpenSocket<TcpSocket>;
  readonly #own: Disposable;
  readonly #children: Children;

  /** @throws WasiError `too-many-open-files`; the caller still owns `socket` */
  constructor(context: Context, socket: TcpSocket) {
    this.#context = context;
    this.#open = new OpenSocket(context, socket);
    this.#own = this.#open.use();
    this.#children = new Children(context.lifetime, "tcp-socket");
  }

  get socket(): TcpSocket {
    return this.#open.socket;
  }

  finishConnect(): Streams {
    return this.#streamsOf(this.socket.finishConnect());
  }

  /** @throws WasiError `too-many-open-files` before a connection is taken */
  accept(): readonly [socket: TcpSocketResource, ...Streams] {
    this.#context.open.check();
    const { socket, connection } = this.socket.accept();
    const accepted = new TcpSocketResource(this.#context, socket);
    return [accepted, ...accepted.#streamsOf(connection)];
  }

  subscribe(): Pollable {
    const { pollable } = this.socket;
    const hasHappened = () => pollable.state().ready;
    return new Pollable({ hasHappened, sources: [pollable] }, this.#children);
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#own[Symbol.dispose]();
  }

  #streamsOf({ input, output }: AddressedConnection): Streams {
    return [
      new InputStream(this.#context, input, this.#open.use()),
      new OutputStream(this.#context, output, this.#open.use()),
    ];
  }
}
