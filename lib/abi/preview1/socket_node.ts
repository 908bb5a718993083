/**
 * Connections and listeners with the status that a descriptor must have.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Node } from "../../filesystem/node.ts";
import type { NewTime, Stat } from "../../filesystem/stat.ts";
import type { TcpConnection, TcpListener } from "../../sockets/tcp.ts";

/** A socket of the host as what a descriptor can refer to: a connection or a listener. */
export class SocketNode implements Node {
  readonly kind = "socket";
  readonly type = "socket";
  readonly connection?: TcpConnection;
  readonly listener?: TcpListener;
  readonly #inode: number;

  /** @param inode tells it from the other sockets of the same guest */
  constructor(
    socket: { readonly connection: TcpConnection } | { readonly listener: TcpListener },
    inode: number,
  ) {
    if ("connection" in socket) this.connection = socket.connection;
    else this.listener = socket.listener;
    this.#inode = inode;
  }

  stat(): Stat {
    return {
      device: 0,
      inode: this.#inode,
      type: this.type,
      links: 1,
      size: 0,
      accessed: 0n,
      modified: 0n,
      changed: 0n,
    };
  }

  setTimes(_accessed: NewTime, _modified: NewTime): void {
    throw new WasiError("not-permitted");
  }

  /** As fsync(2) answers for a socket. */
  sync(): void {
    throw new WasiError("invalid");
  }

  syncData(): void {
    this.sync();
  }

  [Symbol.dispose](): void {
    (this.connection ?? this.listener)?.[Symbol.dispose]();
  }
}
