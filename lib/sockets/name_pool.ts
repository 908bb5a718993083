/**
 * Which names a guest may ask for.
 *
 * @module
 */

import type { AddressFamily } from "./ip_address.ts";

/** A name, `*.` and a name, or `*`. */
export interface NameRule {
  readonly name: string;
  /** Only addresses of this family. */
  readonly family?: AddressFamily | undefined;
}

/** What some rules allow together. */
export class NamePool {
  readonly #rules: readonly NameRule[];

  constructor(rules: readonly NameRule[]) {
    this.#rules = rules;
  }

  /** The families of whose addresses a guest may know of a name, none where it may not ask. */
  familiesOf(name: string): readonly AddressFamily[] {
    const fitting = this.#rules.filter((rule) => fits(rule.name, name));
    return (["ipv4", "ipv6"] as const).filter((family) =>
      fitting.some((rule) => (rule.family ?? family) === family)
    );
  }
}

function fits(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === name) return true;
  return pattern.startsWith("*.") && name.endsWith(pattern.slice(1)) &&
    name.length >= pattern.length;
}
