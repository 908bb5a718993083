/**
 * What a guest that has failed may have missed.
 *
 * @module
 */

import type { RefusedAt, RefusedCall } from "../../abi/preview1/refusals.ts";
import type { DirectoryRefusal } from "../../abi/preview2/refusal.ts";
import { joined } from "../../filesystem/path.ts";
import { commandLine, directoryWords } from "../../grants/option_words.ts";
import { directoryHandles, type HandleGrant } from "../directory_grants.ts";
import type { RunOptions } from "../options.ts";
import { isBelow, wouldAllow } from "./would_allow.ts";

/**
 * What a guest was refused last, and the option that would have let it through.
 *
 * @returns undefined where no option would, or it is not known
 */
export function missingGrant(refused: RefusedCall, options: RunOptions): string | undefined {
  return refused.code === "bad-descriptor"
    ? missingDirectory(refused)
    : missingRights(refused, options);
}

function missingDirectory({ call, operation, at }: RefusedCall): string | undefined {
  const names = at.flatMap(({ fd, kind, path }) =>
    kind === undefined && path !== undefined ? [{ fd, grant: undefined, within: path }] : []
  );
  const words = wouldAllow({ call, operation, names });
  const [first] = names;
  if (words === undefined || first === undefined) return undefined;
  const name = joined(first.fd < 0 ? "/" : "", first.within);
  return `the guest looked for ${name}, which no --dir grants: ${commandLine(words)}`;
}

function missingRights(
  { call, operation, at }: RefusedCall,
  options: RunOptions,
): string | undefined {
  const grants = directoryHandles(options);
  for (const place of at) {
    const grant = grantOf(grants, place);
    if (grant === undefined) continue;
    const { fd, path, preopen = "" } = place;
    const names = path === undefined ? [] : [{ fd, grant, within: path }];
    const words = wouldAllow({ call, operation, names, grant });
    if (words === undefined) continue;
    const of = path === undefined ? "" : ` of ${joined(preopen, path)}`;
    return `the guest was refused ${call}${of}: ${inPlaceOf(grant, words)}`;
  }
  return undefined;
}

/**
 * What a component was not let change, and the option that would have let it.
 *
 * @returns undefined where none would
 */
export function missingWriteAccess(
  { preopen, path, isWhole }: DirectoryRefusal,
  options: RunOptions,
): string | undefined {
  const grant = directoryHandles(options).find(({ name }) => name === preopen);
  if (grant?.directory === undefined || !isBelow(path)) return undefined;
  const words = directoryWords({ ...grant.directory, rights: "rw" });
  const changed = path === "" ? `what is in ${preopen}` : joined(isWhole ? preopen : "", path);
  return `the guest was not let change ${changed}: ${inPlaceOf(grant, words)}`;
}

function inPlaceOf({ words }: HandleGrant, wider: readonly string[]): string {
  return `${commandLine(wider)} in place of ${commandLine(words)}`;
}

/** Which one a handle was opened by way of is known where there is only one. */
function grantOf(
  grants: readonly HandleGrant[],
  { kind, preopen }: RefusedAt,
): HandleGrant | undefined {
  if (kind === "stream" || kind === "socket") return undefined;
  return grants.length === 1 ? grants[0] : grants.find(({ name }) => name === preopen);
}
