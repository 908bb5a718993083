/**
 * The network as one guest sees it: what it is granted, and nothing else.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { AddressPool } from "./address_pool.ts";
import type {
  Accepts,
  AddressedConnection,
  AddressedListener,
  DatagramPort,
  NetworkBackend,
} from "./backend.ts";
import { asciiName } from "./host_name.ts";
import {
  formatIpAddress,
  type IpAddress,
  isUnspecified,
  mappedIpv4,
  parseIpAddress,
} from "./ip_address.ts";
import { type KnownNames, mayStandFor } from "./known_names.ts";
import type { NamePool } from "./name_pool.ts";
import { Operation } from "./operation.ts";
import type { AddressRefusal, NetworkRefusal } from "./refusal.ts";
import type { SocketAddress } from "./socket_address.ts";

/** Names that a guest looks for at a time. */
const MOST_LOOKUPS = 32;

/** Addresses of a name that a guest is told of; who answers for the name could have any number of them. */
const MOST_ADDRESSES = 256;

/** Addresses of which the name is remembered by which they were found; the oldest are forgotten first. */
const MOST_FOUND = 256;

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
  /** Told of each refusal for want of a grant. */
  refused: (refusal: NetworkRefusal) => void = () => {};
  readonly #backend: NetworkBackend;
  /** The names that are looked for, each once at a time. */
  readonly #underWay = new Map<string, Promise<readonly IpAddress[]>>();
  readonly #nameOf = new Map<string, string>();
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
    return this.#allowed("outbound", remote).then(() => this.#backend.connect(remote, signal));
  }

  /**
   * Listens.
   *
   * @throws WasiError as {@linkcode connect}
   */
  listen(local: SocketAddress): Promise<AddressedListener> {
    return this.#allowed("inbound", local).then(() => this.#backend.listen(local));
  }

  /**
   * What a port for datagrams would be for: to receive from anybody, or, where that is not granted, to
   * send from any port and to receive answers.
   *
   * @throws WasiError `access` where it would be for neither
   */
  async bindingOf(local: SocketAddress): Promise<Binding> {
    const { inbound, outbound } = this.pools;
    if (await this.#verdict(inbound.udp, local)) return "server";
    const isAny = isUnspecified(local.ip) && local.port === 0;
    if (!isAny || !outbound.udp.hasFamily(local.ip.family)) {
      throw this.refuse({ kind: "inbound", transport: "udp", address: local });
    }
    await this.#ask(outbound.udp.names);
    return "client";
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
   * @throws WasiError `invalid` for what is neither; `access` where it is not granted, at once;
   * `temporary-resolver-failure` when too many are looked for
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
    if (families.length === 0) {
      this.refused({ kind: "resolve", name });
      throw new WasiError("access");
    }
    if (this.#lookups >= MOST_LOOKUPS) throw new WasiError("temporary-resolver-failure");
    this.#lookups++;
    return new Operation(
      this.#find(name).finally(() => this.#lookups--).then((found) => {
        const known = found.filter(({ family }) => families.includes(family));
        if (known.length === 0) throw new WasiError("name-unresolvable");
        return known.slice(0, MOST_ADDRESSES);
      }),
    );
  }

  /** Tells of a refusal; what it answers is to be thrown. */
  refuse(refusal: Omit<AddressRefusal, "name">): WasiError {
    const { kind, address: { ip } } = refusal;
    const name = kind === "outbound" ? this.#nameOf.get(formatIpAddress(ip)) : undefined;
    const isName = name !== undefined && mayStandFor(name, ip);
    this.refused(isName ? { ...refusal, name } : refusal);
    return new WasiError("access");
  }

  #allowed(kind: AddressRefusal["kind"], address: SocketAddress): Promise<void> {
    const check = (isAllowed: boolean) => {
      if (!isAllowed) throw this.refuse({ kind, transport: "tcp", address });
    };
    const verdict = this.#verdict(this.pools[kind].tcp, address);
    if (typeof verdict !== "boolean") return verdict.then(check);
    check(verdict);
    return Promise.resolve();
  }

  /** Whether an address is allowed; later where names have to be looked for first. */
  #verdict(pool: AddressPool, address: SocketAddress): boolean | Promise<boolean> {
    const verdict = pool.verdict(address);
    if (typeof verdict === "boolean") return verdict;
    return this.#ask(verdict).then(() => pool.allows(address));
  }

  /** Looks for names; what cannot be found stands for nothing. */
  async #ask(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) =>
      this.#find(name).catch((error) => {
        if (!(error instanceof WasiError)) throw error;
      })
    ));
  }

  #find(name: string): Promise<readonly IpAddress[]> {
    const underWay = this.#underWay.get(name) ??
      this.#findAnew(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, underWay);
    return underWay;
  }

  async #findAnew(name: string): Promise<readonly IpAddress[]> {
    const found = (await this.#backend.lookUp(name))
      .filter((address) => mappedIpv4(address) === undefined);
    this.pools.names.learn(name, found);
    this.#remember(name, found);
    return found;
  }

  #remember(name: string, found: readonly IpAddress[]): void {
    for (const address of found) this.#nameOf.set(formatIpAddress(address), name);
    for (const oldest of this.#nameOf.keys()) {
      if (this.#nameOf.size <= MOST_FOUND) break;
      this.#nameOf.delete(oldest);
    }
  }
}
