/**
 * The grammar of ports: `443`, `80,443`, `8000-8080,9000`, `*`.
 *
 * @module
 */

import type { PortRange } from "./grant.ts";

const MAX_PORT = 65_535;

/** As many ranges as a grant may have: each is looked at whenever an address is. */
const MOST_RANGES = 100;

/**
 * Reads ports as the command line has them.
 *
 * @param least the lowest that makes sense, from which `*` goes
 * @returns undefined when they are malformed
 */
export function parsePorts(text: string, least: 0 | 1): readonly PortRange[] | undefined {
  if (text === "*") return [{ first: least, last: MAX_PORT }];
  const parts = text.split(",", MOST_RANGES + 1);
  const ranges = parts.map((part): PortRange | undefined => {
    const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    return first >= least && first <= last && last <= MAX_PORT ? { first, last } : undefined;
  });
  const isWhole = parts.length <= MOST_RANGES && !ranges.includes(undefined);
  return isWhole ? ranges as PortRange[] : undefined;
}

/** Ports as {@linkcode parsePorts} reads them. */
export function formatPorts(ranges: readonly PortRange[]): string {
  return ranges.map(({ first, last }) => first === last ? `${first}` : `${first}-${last}`).join(
    ",",
  );
}
