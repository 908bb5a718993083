/**
 * The network as one guest sees it: what it is granted, and nothing else.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { AddressPool, Verdict } from "./address_pool.ts";
import type {
  Accepts,
  AddressedConnection,
  AddressedListener,
  DatagramPort,
  NetworkBackend,
} from "./backend.ts";
import { asciiName } from "./host_name.ts";
import { type IpAddress, isUnspecified, mappedIpv4, parseIpAddress } from "./ip_address.ts";
import type { KnownNames } from "./known_names.ts";
import type { NamePool } from "./name_pool.ts";
import { Operation } from "./operation.ts";
import type { SocketAddress } from "./socket_address.ts";

/** Names that are looked for at a time. */
const MOST_LOOKUPS = 32;

/** What a guest is granted. */
export interface NetworkPools {
  readonly outbound: { readonly tcp: AddressPool; readonly udp: AddressPool };
  readonly inbound: { readonly tcp: AddressPool; readonly udp: AddressPool };
  readonly resolve: NamePool;
  readonly names: KnownNames;
}

/** See {@linkcode Network.bind}. */
export type Binding = "server" | "client";

/**
 * A network with grants. What cannot be allowed is refused at once, without a question to anybody; what
 * depends on the addresses of a name, when they are known.
 */
export class Network {
  readonly pools: NetworkPools;
  readonly #backend: NetworkBackend;
  #lookups = 0;

  constructor(pools: NetworkPools, backend: NetworkBackend) {
    this.pools = pools;
    this.#backend = backend;
  }

  /**
   * Connects to a peer.
   *
   * @throws WasiError `access` at once, where no name could be the reason to allow it
   */
  connect(remote: SocketAddress, signal: AbortSignal): Promise<AddressedConnection> {
    return this.#allowed(this.pools.outbound.tcp, remote)
      .then(() => this.#backend.connect(remote, signal));
  }

  /**
   * Listens.
   *
   * @throws WasiError as {@linkcode connect}
   */
  listen(local: SocketAddress): Promise<AddressedListener> {
    return this.#allowed(this.pools.inbound.tcp, local).then(() => this.#backend.listen(local));
  }

  /**
   * What a port for datagrams would be for: to receive from anybody, or, where that is not granted, to
   * send from any port and to receive answers.
   *
   * @throws WasiError `access` where it would be for neither
   */
  async bindingOf(local: SocketAddress): Promise<Binding> {
    const { inbound, outbound } = this.pools;
    try {
      await this.#allowed(inbound.udp, local);
      return "server";
    } catch (error) {
      const isAny = isUnspecified(local.ip) && local.port === 0;
      if (!isAny || !outbound.udp.hasFamily(local.ip.family)) throw error;
      await this.#ask(outbound.udp.names);
      return "client";
    }
  }

  /** Whether there is anything for which a port for datagrams could be. */
  get hasDatagrams(): boolean {
    return !this.pools.inbound.udp.isEmpty || !this.pools.outbound.udp.isEmpty;
  }

  /** Opens a port for datagrams, for which {@linkcode bindingOf} has answered. */
  bind(local: SocketAddress, accepts: Accepts): Promise<DatagramPort> {
    return this.#backend.bind(local, accepts);
  }

  /**
   * The addresses of a name as far as the guest may know them, or the address that it is.
   *
   * @throws WasiError `invalid` for what is neither; `access` where it is not granted, at once
   */
  lookUp(text: string): Operation<readonly IpAddress[]> {
    const address = parseIpAddress(text);
    if (address !== undefined && mappedIpv4(address) === undefined) {
      // Nobody is asked, so nobody has to be waited for.
      return Operation.done([address]);
    }
    const name = asciiName(text);
    if (name === undefined) throw new WasiError("invalid");
    const families = this.pools.resolve.familiesOf(name);
    if (families.length === 0) throw new WasiError("access");
    return new Operation(
      this.#find(name).then((found) => {
        const known = found.filter(({ family }) => families.includes(family));
        if (known.length === 0) throw new WasiError("name-unresolvable");
        return known;
      }),
    );
  }

  #allowed(pool: AddressPool, address: SocketAddress): Promise<void> {
    const verdict: Verdict = pool.verdict(address);
    if (verdict === false) throw new WasiError("access");
    return verdict === true ? Promise.resolve() : this.#ask(verdict).then(() => {
      if (!pool.allows(address)) throw new WasiError("access");
    });
  }

  /** Looks for names; what cannot be found stands for nothing. */
  async #ask(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) =>
      this.#find(name).catch((error) => {
        if (!(error instanceof WasiError)) throw error;
      })
    ));
  }

  async #find(name: string): Promise<readonly IpAddress[]> {
    if (this.#lookups >= MOST_LOOKUPS) throw new WasiError("temporary-resolver-failure");
    this.#lookups++;
    try {
      const found = (await this.#backend.lookUp(name))
        .filter((address) => mappedIpv4(address) === undefined);
      this.pools.names.learn(name, found);
      return found;
    } finally {
      this.#lookups--;
    }
  }
}
