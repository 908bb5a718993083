/**
 * Whether a call was refused for want of a grant, and which one.
 *
 * @module
 */

import type { ObservedCall } from "../abi/preview1/trace/call_observer.ts";
import { joined } from "../filesystem/path.ts";
import type { HandleGrant } from "./directory_grants.ts";
import type { GrantsOfRun } from "./grants_of_run.ts";
import { wouldAllow } from "./would_allow.ts";

/** A call that was refused. */
export interface RefusedCall {
  /** The path that it named, by its whole name, or the name of the handle. */
  readonly name: string;
  /** The grant that does not go so far; undefined where there is none at all. */
  readonly grant: HandleGrant | undefined;
  /** The words of the option that would have allowed it; undefined where none would. */
  readonly allowedBy: readonly string[] | undefined;
}

/** What was refused in a call; undefined for one that was not, or failed for another reason. */
export function refusalOf(call: ObservedCall, grants: GrantsOfRun): RefusedCall | undefined {
  const { name, operation, result, handles, paths } = call;
  if (operation === undefined) return undefined;
  const [first] = paths;
  const told = first === undefined
    ? handles[0]?.name ?? ""
    : joined(first.below?.name ?? "", first.path);
  const grant = grants.of(handles[0]);
  if (result === "MFILE" && grants.full()) {
    return { name: told, grant, allowedBy: grants.moreHandles() };
  }
  const missing = result === "BADF" && paths.some(({ below }) => below === undefined);
  if (result !== "NOTCAPABLE" && !missing) return undefined;
  const names = paths.map(({ fd, below, path }) => ({
    fd,
    grant: grants.of(below),
    within: joined(below?.within ?? "", path),
  }));
  return { name: told, grant, allowedBy: wouldAllow({ call: name, operation, names, grant }) };
}
