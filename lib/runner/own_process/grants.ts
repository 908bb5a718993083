/**
 * What a run in a process of its own is given, by the measure of this process: the other one has
 * permissions that this one may lack, and not its environment.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { dir } from "../../grants/directory.ts";
import type { DirectoryGrant, Grant, StreamSpec } from "../../grants/grant.ts";
import { formatSocketAddress } from "../../grants/socket_address.ts";
import { formatStreamSpec } from "../../grants/stream_spec.ts";
import { environment } from "../../host/environment.ts";
import { requirePermission } from "../../host/permission.ts";
import { accessOf } from "../directories.ts";
import type { RunOptions } from "../options.ts";
import { specifiedStreams } from "../streams/stream_grants.ts";

/** The grants for which a process must be allowed to use the network. */
const NETWORK: readonly Grant["kind"][] = ["outbound", "inbound", "resolve"];

/**
 * Checks that this process could open itself what the options name.
 *
 * @throws SluiceError status 2 that names the missing permission, or for a descriptor, which the other
 * process has not: by its number it would be another one there, such as that of the channel
 */
export function checkPermissions(options: RunOptions): void {
  for (const grant of options.grants ?? []) {
    if (grant.kind === "directory") checkDirectory(grant);
    if (NETWORK.includes(grant.kind)) requirePermission({ name: "net" });
  }
  for (const { option, spec } of specifiedStreams(options)) checkStream(option, spec);
}

function checkDirectory(grant: DirectoryGrant): void {
  // A grant is plain data, which need not have been made by the function that checks it.
  const { host: path, rights } = dir(grant.host, grant);
  requirePermission({ name: "read", path });
  if (accessOf(rights) === "read-write") requirePermission({ name: "write", path });
}

function checkStream(option: string, spec: StreamSpec): void {
  switch (spec.kind) {
    case "inherit":
    case "null":
      return;
    case "file":
    case "append":
      return requirePermission({
        name: isWritten(option, spec) ? "write" : "read",
        path: spec.path,
      });
    case "fd":
      throw new SluiceError(
        2,
        `a process of its own cannot have ${formatStreamSpec(spec)} of this one`,
      );
    case "tcp":
    case "listen":
      return requirePermission({ name: "net", host: formatSocketAddress(spec) });
  }
}

/** A file is written where standard output goes there, and where it is appended to. */
function isWritten(option: string, { kind }: StreamSpec): boolean {
  return kind === "append" || option === "--stdout" || option === "--stderr";
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
