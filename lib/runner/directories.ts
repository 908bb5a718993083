/**
 * Directory grants as preopened descriptors.
 *
 * @module
 */

import { Description } from "../abi/preview1/description.ts";
import {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  FILE_RIGHTS,
  STREAM_RIGHTS,
  WRITE_RIGHTS,
} from "../abi/preview1/rights.ts";
import { SluiceError } from "../errors.ts";
import type { Access } from "../filesystem/access.ts";
import { dir } from "../grants/directory.ts";
import type { DirectoryGrant, Rights } from "../grants/grant.ts";
import { commandLine, directoryWords } from "../grants/option_words.ts";
import { RIGHT_NAMES } from "../grants/right_names.ts";
import type { Host } from "../host/host.ts";
import { hostFailure } from "./host_failure.ts";
import { isFile } from "./is_file.ts";
import { parentOf } from "./parent_of.ts";

/** Where the kernel shows its own state, this process's memory and secrets among it, as files. */
const KERNEL_TREES = ["/proc", "/sys", "/dev"];

const encoder = new TextEncoder();

/**
 * Opens a granted directory.
 *
 * @throws SluiceError status 2 when it cannot be opened or must not be granted
 */
export function preopen(host: Host, grant: DirectoryGrant): Description {
  // A grant is plain data, which need not have been made by the function that checks it.
  dir(grant.host, grant);
  const mask = maskOf(grant.rights);
  const access = accessOf(grant.rights);
  try {
    refuseKernelTree(grant, host.realPath(grant.host));
    return new Description(host.openAmbientDirectory(grant.host, access), {
      rights: mask & DIRECTORY_RIGHTS,
      inheriting: mask & (DIRECTORY_RIGHTS | FILE_RIGHTS | STREAM_RIGHTS),
      preopen: encoder.encode(grant.guest),
    });
  } catch (error) {
    throw withHint(hostFailure(error, grant.host), grant);
  }
}

/** A failure with what may have been meant. */
function withHint(failure: unknown, grant: DirectoryGrant): unknown {
  if (!(failure instanceof SluiceError)) return failure;
  const words = withColons(grant) ?? aroundFile(grant);
  if (words === undefined) return failure;
  return new SluiceError(failure.status, failure.message, {
    hint: commandLine(words),
    cause: failure,
  });
}

/** Other runners part the two names with one colon; a directory of such a name is hardly meant. */
function withColons({ host, guest }: DirectoryGrant): string[] | undefined {
  const [, first, second, rights] = /^([^:]+):([^:]+)(:r[ow])?$/.exec(host) ?? [];
  if (first === undefined || guest !== host) return undefined;
  return ["--dir", `${first}::${second}${rights === undefined ? "" : `:${rights}`}`];
}

/** A file is granted with the directory in which it lies; the guest's name for it leads there, too. */
function aroundFile({ host, guest, rights }: DirectoryGrant): string[] | undefined {
  if (!isFile(host)) return undefined;
  return directoryWords({ host: parentOf(host), guest: parentOf(guest), rights });
}

/** How a directory is opened that is granted with these rights. */
export function accessOf(rights: Rights): Access {
  return (maskOf(rights) & WRITE_RIGHTS) === 0 ? "read-only" : "read-write";
}

/** Rights as the bits of preview1. */
export function maskOf(rights: Rights): number {
  if (rights === "rw") return ALL_RIGHTS;
  if (rights === "ro") return ALL_RIGHTS & ~WRITE_RIGHTS;
  return rights.reduce((mask, name) => mask | 1 << RIGHT_NAMES.indexOf(name), 0);
}

function refuseKernelTree(grant: DirectoryGrant, real: string): void {
  const within = (path: string, tree: string) => path === tree || path.startsWith(`${tree}/`);
  if (KERNEL_TREES.some((tree) => within(real, tree) || within(grant.host, tree))) {
    throw new SluiceError(2, `${grant.host} cannot be granted: it shows the kernel's own state`);
  }
}
