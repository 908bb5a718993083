/**
 * Address pools: which addresses and ports a guest may reach, or listen on.
 *
 * @module
 */

import type { KnownNames } from "./known_names.ts";
import { type AddressFamily, type IpAddress, isSameIpAddress, isSpecial } from "./ip_address.ts";
import type { SocketAddress } from "./socket_address.ts";

/** The addresses that a rule is for: those of the public, all there are, one, or those of a name. */
export type RuleHost = "public" | "every" | { readonly ip: IpAddress } | { readonly name: string };

/** Some addresses with some ports. */
export interface AddressRule {
  readonly host: RuleHost;
  readonly ports: readonly { readonly first: number; readonly last: number }[];
  /** Only addresses of this family. */
  readonly family?: AddressFamily | undefined;
}

/** Whether an address is allowed; or the names that have to be looked up before anybody can know. */
export type Verdict = boolean | readonly string[];

/** What some rules allow together. */
export class AddressPool {
  readonly #rules: readonly AddressRule[];
  readonly #names: KnownNames;

  constructor(rules: readonly AddressRule[], names: KnownNames) {
    this.#rules = rules;
    this.#names = names;
  }

  /** Whether there is anything that it could allow. */
  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** Whether it has a rule for addresses of a family. */
  hasFamily(family: AddressFamily): boolean {
    return this.#rules.some((rule) => (rule.family ?? family) === family);
  }

  /** The names in it. */
  get names(): readonly string[] {
    return this.#rules.flatMap(({ host }) =>
      typeof host === "object" && "name" in host ? [host.name] : []
    );
  }

  verdict({ ip, port }: SocketAddress): Verdict {
    const unknown = new Set<string>();
    for (const { host, ports, family } of this.#rules) {
      if (family !== undefined && family !== ip.family) continue;
      if (!ports.some(({ first, last }) => first <= port && port <= last)) continue;
      if (typeof host === "object" && "name" in host) {
        const known = this.#names.has(host.name, ip);
        if (known === true) return true;
        if (known === undefined) unknown.add(host.name);
      } else if (includes(host, ip)) return true;
    }
    return unknown.size > 0 && [...unknown];
  }

  /** Whether an address is allowed by what is known now. */
  allows(address: SocketAddress): boolean {
    return this.verdict(address) === true;
  }
}

function includes(host: Exclude<RuleHost, { readonly name: string }>, ip: IpAddress): boolean {
  switch (host) {
    case "public":
      return !isSpecial(ip);
    case "every":
      return true;
    default:
      return isSameIpAddress(host.ip, ip);
  }
}
