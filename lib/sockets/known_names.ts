/**
 * Which addresses the host has found for names.
 *
 * @module
 */

import { formatIpAddress, type IpAddress, isLoopback, isSpecial } from "./ip_address.ts";
import { isLocalhost } from "./host_name.ts";

/** Addresses that are kept of a name at most; those found first are forgotten first. */
const MOST_ADDRESSES = 256;

/**
 * What the names that are granted stand for. An address that a name was found to have once stays granted
 * for the run: names that lead to one of many servers are answered differently from moment to moment.
 */
export class KnownNames {
  readonly #wanted: ReadonlySet<string>;
  readonly #addresses = new Map<string, Set<string>>();

  /** @param wanted the names that something is granted to; of others nothing is kept */
  constructor(wanted: Iterable<string>) {
    this.#wanted = new Set(wanted);
  }

  /** Notes that these are the addresses of a name, or that it has none. */
  learn(name: string, addresses: readonly IpAddress[]): void {
    if (!this.#wanted.has(name)) return;
    const known = this.#addresses.get(name) ?? new Set();
    this.#addresses.set(name, known);
    for (const address of addresses) {
      if (mayStandFor(name, address)) known.add(formatIpAddress(address));
    }
    for (const oldest of known) {
      if (known.size <= MOST_ADDRESSES) break;
      known.delete(oldest);
    }
  }

  /** Whether an address is one of a name's; undefined when nobody has looked for it yet. */
  has(name: string, address: IpAddress): boolean | undefined {
    return this.#addresses.get(name)?.has(formatIpAddress(address));
  }
}

/**
 * Whether a grant to a name can be one to an address: whoever answers for a name must not lead a guest to
 * this machine, or to what clouds keep beside it.
 */
export function mayStandFor(name: string, address: IpAddress): boolean {
  return !isSpecial(address) || isLocalhost(name) && isLoopback(address);
}
