/**
 * Which grants of the network a guest makes use of, and how much of each.
 *
 * @module
 */

import type { NetworkGrant, ResolveGrant } from "../../../grants/grant.ts";
import { formatNetworkGrant } from "../../../grants/network_text.ts";
import { AddressPool } from "../../../sockets/address_pool.ts";
import { asciiName } from "../../../sockets/host_name.ts";
import {
  type AddressFamily,
  formatIpAddress,
  type IpAddress,
} from "../../../sockets/ip_address.ts";
import type { KnownNames } from "../../../sockets/known_names.ts";
import { NamePool } from "../../../sockets/name_pool.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";
import { isName, NetworkGrants, ruleOf } from "../../network/network_grants.ts";
import type { RunOptions } from "../../options.ts";
import type { ResourceGrant } from "./known_resources.ts";

export type NetworkKind = NetworkGrant["kind"];
export type Transport = NetworkGrant["transport"];

/** As many addresses are known by the names that led to them. */
const MOST_NAMES = 1000;

/** A grant of addresses, with its option and what it allows. */
interface Reachable {
  readonly grant: NetworkGrant;
  readonly words: readonly string[];
  readonly pool: AddressPool;
}

/** A grant of names, likewise. */
interface Resolvable {
  readonly grant: NetworkGrant | ResolveGrant;
  readonly words: readonly string[];
  readonly pool: NamePool;
}

/** The grants of the network of one run. */
export class NetworkUses {
  readonly #reachable: readonly Reachable[];
  /** Those first that are needed anyway, to reach what a name leads to. */
  readonly #resolvable: readonly Resolvable[];
  readonly #found = new Map<string, string>();

  /** @param names what the names of the grants stand for, which becomes known in the run */
  constructor(options: RunOptions, names: KnownNames) {
    const all = new NetworkGrants(options).all.map((grant) => ({ grant, words: wordsOf(grant) }));
    this.#reachable = all.flatMap(({ grant, words }) =>
      grant.kind === "resolve"
        ? []
        : [{ grant, words, pool: new AddressPool([ruleOf(grant)], names) }]
    );
    this.#resolvable = all.flatMap(({ grant, words }) => {
      const name = grant.kind === "resolve" ? grant.name : grant.host;
      if (grant.kind === "inbound" || grant.kind === "outbound" && !isName(name)) return [];
      return [{ grant, words, pool: new NamePool([{ name, family: grant.family }]) }];
    });
  }

  /** The grant by which a guest may reach an address, or listen there. */
  reaching(
    kind: NetworkKind,
    transport: Transport,
    address: SocketAddress,
  ): ResourceGrant | undefined {
    const found = this.#reachable.find(({ grant, pool }) =>
      grant.kind === kind && grant.transport === transport && pool.allows(address)
    );
    return found && { words: found.words, part: this.#partOf(found.grant, address) };
  }

  /** The grant by which it may have a port for what it sends, and for the answers. */
  sendingFrom(family: AddressFamily): ResourceGrant | undefined {
    const found = this.#reachable.find(({ grant }) =>
      grant.kind === "outbound" && grant.transport === "udp" && (grant.family ?? family) === family
    );
    return found && { words: found.words };
  }

  /** The grants by which it may ask for the addresses of a name; several, where none is for all of them. */
  resolving(text: string): readonly ResourceGrant[] {
    const name = asciiName(text);
    if (name === undefined) return [];
    const fitting = this.#resolvable.filter(({ pool }) => pool.familiesOf(name).length > 0);
    const whole = fitting.find(({ grant }) => grant.family === undefined);
    return (whole === undefined ? fitting : [whole]).map(({ grant, words }) => ({
      words,
      part: grant.kind === "resolve" ? formatNetworkGrant({ ...grant, name }) : undefined,
    }));
  }

  /** Notes which name has led to an address. */
  learn(text: string, address: IpAddress): void {
    const name = asciiName(text);
    if (name !== undefined && this.#found.size < MOST_NAMES) {
      this.#found.set(formatIpAddress(address), name);
    }
  }

  /** The same grant for this address alone, by its name where the guest has come to it by that. */
  #partOf(grant: NetworkGrant, { ip, port }: SocketAddress): string {
    const name = this.#found.get(formatIpAddress(ip));
    const host = grant.host === "*" ? name ?? hostOf(ip) : grant.host;
    return formatNetworkGrant({ ...grant, host, ports: [{ first: port, last: port }] });
  }
}

/** An address as a grant of it has it. */
export function grantText(transport: Transport, { ip, port }: SocketAddress): string {
  const ports = [{ first: port, last: port }];
  return formatNetworkGrant({ kind: "outbound", transport, host: hostOf(ip), ports });
}

/** An address in its shortest form, which that of URLs is. */
function hostOf(ip: IpAddress): string {
  const text = formatIpAddress(ip);
  return ip.family === "ipv4" ? text : new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

function wordsOf(grant: NetworkGrant | ResolveGrant): readonly string[] {
  return [`--allow-${grant.kind}`, formatNetworkGrant(grant)];
}
