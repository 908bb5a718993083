/**
 * What a run in a process of its own is given, by the measure of this process: the other one has
 * permissions that this one may lack, and not its environment.
 *
 * @module
 */

import { dir } from "../../grants/directory.ts";
import type { DirectoryGrant, Grant } from "../../grants/grant.ts";
import { environment } from "../../host/environment.ts";
import { requirePermission } from "../../host/permission.ts";
import { accessOf } from "../directories.ts";
import type { RunOptions } from "../options.ts";

/** The grants for which a process must be allowed to use the network. */
const NETWORK: readonly Grant["kind"][] = ["outbound", "inbound", "resolve"];

/**
 * Checks that this process could open itself what the options name.
 *
 * @throws SluiceError status 2 that names the missing permission
 */
export function checkPermissions({ grants = [], stdin, stdout, stderr }: RunOptions): void {
  for (const grant of grants) {
    if (grant.kind === "directory") checkDirectory(grant);
    if (NETWORK.includes(grant.kind)) requirePermission({ name: "net" });
  }
  for (const [stream, name] of [[stdin, "read"], [stdout, "write"], [stderr, "write"]] as const) {
    if (typeof stream === "object" && "path" in stream) {
      requirePermission({ name, path: stream.path });
    }
  }
}

function checkDirectory(grant: DirectoryGrant): void {
  // A grant is plain data, which need not have been made by the function that checks it.
  const { host: path, rights } = dir(grant.host, grant);
  requirePermission({ name: "read", path });
  if (accessOf(rights) === "read-write") requirePermission({ name: "write", path });
}

/**
 * The same grants with values in place of the names of this process's variables. As in a run, the whole
 * environment gives way to everything that is granted by name.
 *
 * @throws SluiceError status 2 when one may not be read
 */
export function withValues(grants: readonly Grant[]): Grant[] {
  const isWhole = (grant: Grant) => grant.kind === "inherited-environment" && grant.names === "all";
  return [...grants.filter(isWhole), ...grants.filter((grant) => !isWhole(grant))].map((grant) =>
    grant.kind === "inherited-environment"
      ? { kind: "environment", variables: environment(grant.names) }
      : grant
  );
}
