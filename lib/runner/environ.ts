/**
 * Environment grants as the guest's environment.
 *
 * @module
 */

import { SluiceError, WasiError } from "../errors.ts";
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
  const inherited = (names: readonly string[] | "all") => {
    const all = hostEnvironment(host);
    for (const name of names === "all" ? Object.keys(all) : names) {
      if (Object.hasOwn(all, name)) variables[name] = all[name]!;
    }
  };
  for (const grant of grants) {
    if (grant.kind === "inherited-environment" && grant.names === "all") inherited("all");
  }
  for (const grant of grants) {
    if (grant.kind === "environment") Object.assign(variables, grant.variables);
    if (grant.kind === "inherited-environment" && grant.names !== "all") inherited(grant.names);
  }
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

function hostEnvironment(host: Host): Readonly<Record<string, string>> {
  try {
    return host.environment();
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    throw new SluiceError(2, "the environment may not be read", {
      hint: "start Deno with --allow-env",
    });
  }
}
