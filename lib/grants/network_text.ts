/**
 * Network grants as they are written.
 *
 * @module
 */

import type { NetworkGrant, ResolveGrant } from "./grant.ts";
import { formatPorts } from "./ports.ts";

/** A grant as it is written. */
export function formatNetworkGrant(grant: NetworkGrant | ResolveGrant): string {
  const suffix = grant.family === undefined ? "" : `#${grant.family}-only`;
  if (grant.kind === "resolve") return `${grant.name}${suffix}`;
  const host = grant.host.includes(":") ? `[${grant.host}]` : grant.host;
  return `${grant.transport}://${host}:${formatPorts(grant.ports)}${suffix}`;
}
