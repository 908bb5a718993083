/**
 * A network in memory, which notes what is asked of it.
 *
 * @module
 */
import { type ErrorCode, WasiError } from "../../../lib/errors.ts";
import { ALWAYS_READY, type Pollable } from "../../../lib/io/pollable.ts";
import { WOULD_BLOCK } from "../../../lib/io/streams.ts";
import type {
  Accepts,
  AddressedConnection,
  AddressedListener,
  Datagram,
  DatagramPort,
  NetworkBackend,
} from "../../../lib/sockets/backend.ts";
import { type IpAddress, parseIpAddress } from "../../../lib/sockets/ip_address.ts";
import { Network } from "../../../lib/sockets/network.ts";
import { formatSocketAddress, type SocketAddress } from "../../../lib/sockets/socket_address.ts";
import type { NetworkGrant, ResolveGrant } from "../../../lib/grants/grant.ts";
import { NetworkGrants } from "../../../lib/runner/network/network_grants.ts";
import { FakeConnection } from "./fake_socket.ts";

/** The address and the port of a text such as `127.0.0.1 80`. */
export function at(text: string): SocketAddress {
  const [ip, port] = text.split(" ");
  return { ip: parseIpAddress(ip!)!, port: Number(port) };
}

/** A connection between two addresses. */
export class AddressedFake extends FakeConnection implements AddressedConnection {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** What SO_KEEPALIVE was set to, in order. */
  readonly keepAlive: boolean[] = [];

  constructor(local: SocketAddress, remote: SocketAddress) {
    super();
    this.local = local;
    this.remote = remote;
  }

  /** Whether something is to be sent when it is disposed, until {@linkcode sent} is called. */
  lingers = false;
  readonly #told: (() => void)[] = [];

  setKeepAlive(enabled: boolean): void {
    this.keepAlive.push(enabled);
  }

  whenClosed(told: () => void): void {
    this.#told.push(told);
  }

  /** Lets all of it be sent. */
  sent(): void {
    for (const told of this.#told) told();
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    if (!this.lingers) this.sent();
  }
}

/** A listener with a queue. */
export class ListenerFake implements AddressedListener {
  readonly local: SocketAddress;
  readonly queue: AddressedFake[] = [];
  closed = 0;

  constructor(local: SocketAddress) {
    this.local = local;
  }

  accept(): AddressedFake | typeof WOULD_BLOCK {
    return this.queue.shift() ?? WOULD_BLOCK;
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}

/** A port with what comes, and what went. */
export class PortFake implements DatagramPort {
  readonly local: SocketAddress;
  readonly accepts: Accepts;
  readonly sent: string[] = [];
  readonly #received: Datagram[] = [];
  room = 2;
  closed = 0;

  constructor(local: SocketAddress, accepts: Accepts) {
    this.local = local;
    this.accepts = accepts;
  }

  /** Lets a datagram come, if it is wanted. */
  come(from: string): void {
    const remote = at(from);
    if (this.accepts(remote)) this.#received.push({ data: new Uint8Array(1), remote });
  }

  receive(): Datagram | undefined {
    return this.#received.shift();
  }

  send(data: Uint8Array, remote: SocketAddress): void {
    this.sent.push(`${data.length} to ${formatSocketAddress(remote)}`);
  }

  subscribeReceiving(): Pollable {
    return ALWAYS_READY;
  }

  subscribeSending(): Pollable {
    return ALWAYS_READY;
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}

/** A back end that does what it is told, and whose names have these addresses. */
export class FakeBackend implements NetworkBackend {
  /** What was asked of it, in order. */
  readonly calls: string[] = [];
  readonly listeners: ListenerFake[] = [];
  readonly connections: AddressedFake[] = [];
  readonly ports: PortFake[] = [];
  names: Readonly<Record<string, readonly string[]>> = {};
  /** What the next calls fail with. */
  failure: ErrorCode | undefined;

  connect(remote: SocketAddress): Promise<AddressedConnection> {
    this.calls.push(`connect ${formatSocketAddress(remote)}`);
    return this.#answer(() => {
      const connection = new AddressedFake(at("127.0.0.1 40000"), remote);
      this.connections.push(connection);
      return connection;
    });
  }

  listen(local: SocketAddress): AddressedListener {
    this.calls.push(`listen ${formatSocketAddress(local)}`);
    if (this.failure !== undefined) throw new WasiError(this.failure);
    const listener = new ListenerFake({ ...local, port: local.port === 0 ? 40_001 : local.port });
    this.listeners.push(listener);
    return listener;
  }

  bind(local: SocketAddress, accepts: Accepts): Promise<DatagramPort> {
    this.calls.push(`bind ${formatSocketAddress(local)}`);
    return this.#answer(() => {
      const port = new PortFake(
        { ...local, port: local.port === 0 ? 40_002 : local.port },
        accepts,
      );
      this.ports.push(port);
      return port;
    });
  }

  lookUp(name: string): Promise<readonly IpAddress[]> {
    this.calls.push(`look up ${name}`);
    return this.#answer(() => {
      const found = this.names[name];
      if (found === undefined) throw new WasiError("name-unresolvable");
      return found.map((text) => parseIpAddress(text)!);
    });
  }

  async #answer<T>(make: () => T): Promise<T> {
    await Promise.resolve();
    if (this.failure !== undefined) throw new WasiError(this.failure);
    return make();
  }
}

/** A network with these grants over a back end. */
export function networkOf(
  backend: NetworkBackend,
  ...grants: readonly (NetworkGrant | ResolveGrant)[]
): Network {
  return new Network(new NetworkGrants({ grants }).pools(), backend);
}

/** Lets everything happen that only waits for promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
