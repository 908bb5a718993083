/**
 * A TCP socket as `wasi:sockets` has it: an object that becomes a listener or a connection.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import { ALWAYS_READY, type Pollable } from "../io/pollable.ts";
import { WOULD_BLOCK } from "../io/streams.ts";
import { alreadyAwake } from "../io/wakers.ts";
import type { AddressedConnection, AddressedListener } from "./backend.ts";
import { checkLocal, checkRemote } from "./checks.ts";
import { type AddressFamily, isUnicast, mappedIpv4 } from "./ip_address.ts";
import type { Network } from "./network.ts";
import { Operation } from "./operation.ts";
import type { SocketAddress } from "./socket_address.ts";
import type { ShutdownType } from "./tcp.ts";

/** What a socket has in each state. */
interface States {
  readonly "unbound": unknown;
  readonly "bind-in-progress": { readonly operation: Operation<AddressedListener> };
  readonly "bound": { readonly listener: AddressedListener };
  readonly "listen-in-progress": { readonly listener: AddressedListener };
  readonly "listening": { readonly listener: AddressedListener };
  readonly "connect-in-progress": { readonly operation: Operation<AddressedConnection> };
  readonly "connected": { readonly connection: AddressedConnection };
  readonly "closed": unknown;
}

type StateOf<Name extends keyof States> = { readonly name: Name } & States[Name];
type State = { [Name in keyof States]: StateOf<Name> }[keyof States];

const UNBOUND: State = { name: "unbound" };
const CLOSED: State = { name: "closed" };

/** Of a socket that waits for nothing. */
const SOON: Pollable = { ...ALWAYS_READY, watch: alreadyAwake };

/**
 * A socket. Binding it already lets the host listen: what connects before the guest listens waits in the
 * host's queue, instead of being refused.
 */
export class TcpSocket implements Disposable {
  readonly family: AddressFamily;
  readonly #network: Network;
  readonly #unwanted = new AbortController();
  #state: State;
  #keepsAlive = false;

  /** A pollable for whatever the socket does at the time. */
  readonly pollable: Pollable = {
    state: () => this.#current().state(),
    watch: (wake) => this.#current().watch!(wake),
  };

  /** @param connection the socket's own, where it has been accepted */
  constructor(network: Network, family: AddressFamily, connection?: AddressedConnection) {
    this.#network = network;
    this.family = family;
    this.#state = connection === undefined ? UNBOUND : { name: "connected", connection };
  }

  /** Begins what bind(2) does. */
  startBind(local: SocketAddress): void {
    this.#require("unbound");
    checkLocal(local, this.family);
    const operation = new Operation(this.#network.listen(local).then(this.#unlessClosed));
    this.#state = { name: "bind-in-progress", operation };
  }

  /** Ends it; after a failure the socket can be bound again. */
  finishBind(): void {
    const { operation } = this.#inProgress("bind-in-progress");
    const listener = this.#ended(operation, UNBOUND);
    this.#state = { name: "bound", listener };
  }

  /**
   * Begins what connect(2) does. A socket that is bound cannot be connected: the host chooses the local
   * address.
   */
  startConnect(remote: SocketAddress): void {
    if (this.#state.name === "bound") throw new WasiError("unsupported");
    this.#require("unbound");
    this.#state = CLOSED;
    checkRemote(remote, this.family);
    if (!isUnicast(remote.ip)) throw new WasiError("invalid");
    const connected = this.#network.connect(remote, this.#unwanted.signal);
    const operation = new Operation(connected.then(this.#unlessClosed));
    this.#state = { name: "connect-in-progress", operation };
  }

  /** Ends it. After a failure in either step the socket is of no more use. */
  finishConnect(): AddressedConnection {
    const { operation } = this.#inProgress("connect-in-progress");
    const connection = this.#ended(operation, CLOSED);
    this.#state = { name: "connected", connection };
    if (this.#keepsAlive) connection.setKeepAlive(true);
    return connection;
  }

  /** Begins what listen(2) does. */
  startListen(): void {
    const { listener } = this.#require("bound");
    this.#state = { name: "listen-in-progress", listener };
  }

  /** Ends it. */
  finishListen(): void {
    const { listener } = this.#inProgress("listen-in-progress");
    this.#state = { name: "listening", listener };
  }

  /**
   * As accept(2). The connection belongs to the socket; its streams are for whoever asked.
   *
   * @throws WasiError `would-block`, failures of the host
   */
  accept(): { readonly socket: TcpSocket; readonly connection: AddressedConnection } {
    const { listener } = this.#require("listening");
    for (;;) {
      const connection = listener.accept();
      if (connection === WOULD_BLOCK) throw new WasiError("would-block");
      // On :: the host listens to both families; a socket of IPv6 does not.
      if (mappedIpv4(connection.remote.ip) !== undefined) {
        connection[Symbol.dispose]();
        continue;
      }
      const socket = new TcpSocket(this.#network, this.family, connection);
      if (this.#keepsAlive) socket.keepsAlive = true;
      return { socket, connection };
    }
  }

  /**
   * Calls `told` when nothing of it is open any more that is open or under way now. Disposing it is only
   * the beginning of that.
   */
  whenClosed(told: () => void): void {
    const state = this.#state;
    if ("operation" in state) state.operation.watch(told);
    else if ("connection" in state) state.connection.whenClosed(told);
    else told();
  }

  /** As getsockname(2). */
  get local(): SocketAddress {
    const state = this.#state;
    if ("listener" in state) return state.listener.local;
    return this.#require("connected").connection.local;
  }

  /** As getpeername(2). */
  get remote(): SocketAddress {
    return this.#require("connected").connection.remote;
  }

  get isListening(): boolean {
    return this.#state.name === "listening";
  }

  /** The hint of listen(2), of which the host makes nothing: its queue has a length of its own. */
  set backlog(size: bigint) {
    if (size === 0n) throw new WasiError("invalid");
    if (this.#state.name.startsWith("connect")) throw new WasiError("invalid-state");
  }

  /** SO_KEEPALIVE. */
  get keepsAlive(): boolean {
    return this.#keepsAlive;
  }

  set keepsAlive(enabled: boolean) {
    this.#keepsAlive = enabled;
    if (this.#state.name === "connected") this.#state.connection.setKeepAlive(enabled);
  }

  /** As shutdown(2). */
  shutdown(which: ShutdownType): void {
    this.#require("connected").connection.shutdown(which);
  }

  [Symbol.dispose](): void {
    const state = this.#state;
    this.#state = CLOSED;
    if ("listener" in state) state.listener[Symbol.dispose]();
    if ("connection" in state) state.connection[Symbol.dispose]();
    if (!("operation" in state)) return;
    // What is to come is closed when it does; what has come already, now.
    this.#unwanted.abort();
    if (state.operation.state().ready) closeResult(state.operation);
  }

  readonly #unlessClosed = <T extends Disposable>(opened: T): T => {
    if (this.#unwanted.signal.aborted) opened[Symbol.dispose]();
    return opened;
  };

  /** @throws WasiError where the socket is not in this state */
  #require<Name extends keyof States>(name: Name): StateOf<Name> {
    const state = this.#state;
    if (state.name === name) return state as unknown as StateOf<Name>;
    const isBusy = state.name.endsWith("in-progress");
    throw new WasiError(isBusy ? "concurrency-conflict" : "invalid-state");
  }

  #inProgress<Name extends keyof States>(name: Name): StateOf<Name> {
    if (this.#state.name !== name) throw new WasiError("not-in-progress");
    return this.#state as unknown as StateOf<Name>;
  }

  /** What an operation came to; a failure leads to `failed`. */
  #ended<T>(operation: Operation<T>, failed: State): T {
    try {
      return operation.finish();
    } catch (error) {
      const isOver = !(error instanceof WasiError && error.code === "would-block");
      if (isOver) this.#state = failed;
      throw error;
    }
  }

  #current(): Pollable {
    const state = this.#state;
    if ("operation" in state) return state.operation;
    return state.name === "listening" ? state.listener.subscribe() : SOON;
  }
}

function closeResult(operation: Operation<Disposable>): void {
  try {
    operation.finish()[Symbol.dispose]();
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
  }
}
