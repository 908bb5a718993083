/**
 * From a call of preview1 to what is told of it.
 *
 * @module
 */

import type { NamedPath, ObservedCall } from "../../abi/preview1/trace/call_observer.ts";
import type { KnownHandle } from "../../abi/preview1/trace/known_handles.ts";
import { joined } from "../../filesystem/path.ts";
import { placeOfHandle, placeOfPath } from "../audit/places.ts";
import type { GrantsOfRun } from "./grants_of_run.ts";
import type { GuestCall, RefusedCall, UsedGrant } from "./guest_call.ts";
import { wouldAllow } from "../hints/would_allow.ts";

/** How calls end on what is not open, or has not the right. */
const UNUSED: readonly string[] = ["NOTCAPABLE", "BADF"];

/** A call with its grants. */
export function guestCallOf(call: ObservedCall, grants: GrantsOfRun): GuestCall {
  const { name, arguments: values, result, results, took } = call;
  return {
    ...{ name, arguments: values, result, results, took },
    grants: grantsIn(call, grants),
    refusal: refusalOf(call, grants),
    moved: movedBy(call),
  };
}

function grantsIn(call: ObservedCall, grants: GrantsOfRun): UsedGrant[] {
  const operation = UNUSED.includes(call.result) ? undefined : call.operation;
  if (call.operation === "environment") {
    return grants.environment.map((words) => ({ words, operation }));
  }
  return call.handles.flatMap((handle) => {
    const grant = grants.of(handle.root);
    if (grant === undefined) return [];
    const { words, directory } = grant;
    const places = () => placesOf(call, handle);
    return [{ words, operation, ...(directory !== undefined && { places }) }];
  });
}

function placesOf(call: ObservedCall, handle: KnownHandle): string[] {
  const { description: { directory }, within } = handle;
  const paths = call.paths.filter(({ below }) => below === handle);
  if (paths.length === 0) return [placeOfHandle({ directory, within })];
  return paths.map(({ path }: NamedPath) =>
    placeOfPath({ directory, within }, path, isDirectory(call))
  );
}

/** Whether the call was about a directory as such, which can be granted itself then. */
function isDirectory({ operation, opened, results: { stat } }: ObservedCall): boolean {
  if (operation === "open") return opened?.description.directory !== undefined;
  return operation === "status" && typeof stat === "object" && stat !== null &&
    "filetype" in stat && stat.filetype === "directory";
}

function refusalOf(call: ObservedCall, grants: GrantsOfRun): RefusedCall | undefined {
  const { name, operation, result, handles, paths } = call;
  if (operation === undefined) return undefined;
  const [first] = paths;
  const told = first === undefined
    ? handles[0]?.name ?? ""
    : joined(first.below?.name ?? "", first.path);
  const grant = grants.of(handles[0]?.root);
  const refused = { operation, name: told, grant: grant?.words };
  if (result === "MFILE" && grants.full()) {
    return { ...refused, allowedBy: grants.moreHandles() };
  }
  const missing = result === "BADF" && paths.some(({ below }) => below === undefined);
  if (result !== "NOTCAPABLE" && !missing) return undefined;
  const names = paths.map(({ fd, below, path }) => ({
    fd,
    grant: grants.of(below?.root),
    within: joined(below?.within ?? "", path),
  }));
  return { ...refused, allowedBy: wouldAllow({ call: name, operation, names, grant }) };
}

function movedBy({ handles: [handle], results: { read, written } }: ObservedCall) {
  const [taken, given] = [read, written].map((count) => typeof count === "number" ? count : 0);
  if (handle === undefined || (typeof read !== "number" && typeof written !== "number")) return [];
  return [{ name: handle.name, read: taken!, written: given! }];
}
