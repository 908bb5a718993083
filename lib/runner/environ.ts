/**
 * Environment grants as the guest's environment.
 *
 * @module
 */

import type { Grant } from "../grants/grant.ts";
import type { Host } from "../host/host.ts";

/**
 * The variables as `NAME=VALUE`. The whole environment of the host gives way to everything that is
 * granted by name; of several grants of one name the last wins.
 *
 * @throws SluiceError status 2 when the host's environment is granted and may not be read
 */
export function environOf(host: Host, grants: readonly Grant[]): string[] {
  const variables: Record<string, string> = {};
  for (const grant of grants) {
    if (grant.kind === "inherited-environment" && grant.names === "all") {
      Object.assign(variables, host.environment("all"));
    }
  }
  for (const grant of grants) {
    if (grant.kind === "environment") Object.assign(variables, grant.variables);
    if (grant.kind === "inherited-environment" && grant.names !== "all") {
      Object.assign(variables, host.environment(grant.names));
    }
  }
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
