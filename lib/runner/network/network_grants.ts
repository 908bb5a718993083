/**
 * What is granted of the network, checked and taken together.
 *
 * @module
 */

import type { NetworkGrant, ResolveGrant } from "../../grants/grant.ts";
import { checkNetworkGrant } from "../../grants/network.ts";
import type { NetworkOpenings } from "../../host/host.ts";
import { AddressPool, type AddressRule, type RuleHost } from "../../sockets/address_pool.ts";
import { mappedIpv4, parseIpAddress } from "../../sockets/ip_address.ts";
import { KnownNames } from "../../sockets/known_names.ts";
import { NamePool } from "../../sockets/name_pool.ts";
import type { NetworkPools } from "../../sockets/network.ts";
import type { RunOptions } from "../options.ts";

/** The network grants of a run. */
export class NetworkGrants {
  readonly #network: readonly NetworkGrant[];
  readonly #resolve: readonly ResolveGrant[];

  /** @throws SluiceError status 2 for what the command line could not say */
  constructor({ grants = [] }: RunOptions) {
    this.#network = grants.filter((grant): grant is NetworkGrant =>
      grant.kind === "outbound" || grant.kind === "inbound"
    );
    this.#resolve = grants.filter((grant) => grant.kind === "resolve");
    // A grant is plain data, which need not have been made by the function that checks it.
    for (const grant of this.all) checkNetworkGrant(grant);
  }

  /** All of them, in their order among their kind. */
  get all(): readonly (NetworkGrant | ResolveGrant)[] {
    return [...this.#network, ...this.#resolve];
  }

  /** Whether datagrams are granted. */
  get hasDatagrams(): boolean {
    return this.#network.some(({ transport }) => transport === "udp");
  }

  /** Whether there is a name that may have to be looked for. */
  get hasNames(): boolean {
    return this.#resolve.length > 0 || this.#named.length > 0;
  }

  /** Whether names can be asked for that nobody knows before. */
  get hasAnyNames(): boolean {
    return this.#resolve.some(({ name }) => name.startsWith("*"));
  }

  /** The names that are granted each by itself. */
  get names(): readonly string[] {
    const asked = this.#resolve.map(({ name }) => name).filter((name) => !name.startsWith("*"));
    return [...new Set([...asked, ...this.#named.map(({ host }) => host)])];
  }

  /** What they allow. */
  pools(): NetworkPools {
    const names = new KnownNames(this.#named.map(({ host }) => host));
    const pool = (kind: NetworkGrant["kind"], transport: NetworkGrant["transport"]) =>
      new AddressPool(this.#chosen(kind, transport).map(ruleOf), names);
    // Whoever may reach the addresses of a name may ask for them.
    const implied = this.#named.filter(({ kind }) => kind === "outbound")
      .map(({ host, family }) => ({ name: host, family }));
    return {
      outbound: { tcp: pool("outbound", "tcp"), udp: pool("outbound", "udp") },
      inbound: { tcp: pool("inbound", "tcp"), udp: pool("inbound", "udp") },
      resolve: new NamePool([...this.#resolve, ...implied]),
      names,
    };
  }

  /** What a kernel wall must let through for them. */
  openings(): NetworkOpenings {
    const ports = (kind: NetworkGrant["kind"]) =>
      this.#chosen(kind, "tcp").flatMap((grant) => grant.ports);
    return {
      connect: ports("outbound"),
      listen: ports("inbound"),
      datagrams: this.hasDatagrams || this.hasAnyNames,
    };
  }

  get #named(): readonly NetworkGrant[] {
    return this.#network.filter(({ host }) => isName(host));
  }

  #chosen(
    kind: NetworkGrant["kind"],
    transport: NetworkGrant["transport"],
  ): readonly NetworkGrant[] {
    return this.#network.filter((grant) => grant.kind === kind && grant.transport === transport);
  }
}

/** Whether the host of a grant is a name. */
export function isName(host: string): boolean {
  return host !== "*" && parseIpAddress(host) === undefined;
}

/** What a grant allows. */
export function ruleOf({ kind, host, ports, family }: NetworkGrant): AddressRule {
  return { host: ruleHostOf(kind, host), ports, family };
}

function ruleHostOf(kind: NetworkGrant["kind"], host: string): RuleHost {
  if (host === "*") return kind === "outbound" ? "public" : "every";
  const ip = parseIpAddress(host);
  return ip === undefined ? { name: host } : { ip: mappedIpv4(ip) ?? ip };
}
