/**
 * Connections and listeners as what a descriptor can refer to.
 *
 * @module
 */

import { AnonymousNode } from "../../filesystem/anonymous_node.ts";
import type { TcpConnection, TcpListener } from "../../sockets/tcp.ts";

/** A socket of the host: a connection or a listener. */
export class SocketNode extends AnonymousNode {
  readonly kind = "socket";
  readonly connection?: TcpConnection;
  readonly listener?: TcpListener;

  /** @param inode tells it from the other sockets of the same guest */
  constructor(
    socket: { readonly connection: TcpConnection } | { readonly listener: TcpListener },
    inode: number,
  ) {
    super("socket", inode);
    if ("connection" in socket) this.connection = socket.connection;
    else this.listener = socket.listener;
  }

  override [Symbol.dispose](): void {
    (this.connection ?? this.listener)?.[Symbol.dispose]();
  }
}
