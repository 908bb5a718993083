/**
 * Environment grants as the guest's environment.
 *
 * @module
 */

import type { Grant } from "../grants/grant.ts";
import type { Host } from "../host/host.ts";

/**
 * The variables as `NAME=VALUE`. The whole environment of the host gives way to everything that is
 * granted by name; of several grants of one name the last wins. Where a listener is granted, the guest
 * is told of its streams as systemd tells a service, unless a grant of those names says otherwise.
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
  const streams = grants.filter((grant) => grant.kind === "stream");
  if (streams.some(({ spec }) => spec.kind === "listen")) {
    variables.LISTEN_FDS = `${streams.length}`;
    variables.LISTEN_FDNAMES = streams.map(({ name }) => name).join(":");
  }
  for (const grant of grants) {
    if (grant.kind === "environment") Object.assign(variables, grant.variables);
    if (grant.kind === "inherited-environment" && grant.names !== "all") {
      Object.assign(variables, host.environment(grant.names));
    }
  }
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
