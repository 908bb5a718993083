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
  // A map: a name can be one that means something to objects.
  const variables = new Map<string, string>();
  const set = (values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) variables.set(name, value);
  };
  for (const grant of grants) {
    if (grant.kind === "inherited-environment" && grant.names === "all") {
      set(host.environment("all"));
    }
  }
  const streams = grants.filter((grant) => grant.kind === "stream");
  if (streams.some(({ spec }) => spec.kind === "listen")) {
    variables.set("LISTEN_FDS", `${streams.length}`);
    variables.set("LISTEN_FDNAMES", streams.map(({ name }) => name).join(":"));
  }
  for (const grant of grants) {
    if (grant.kind === "environment") set(grant.variables);
    if (grant.kind === "inherited-environment" && grant.names !== "all") {
      set(host.environment(grant.names));
    }
  }
  return Array.from(variables, ([name, value]) => `${name}=${value}`);
}
