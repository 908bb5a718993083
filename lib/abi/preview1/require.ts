/**
 * Checks that many functions begin with.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Directory } from "../../filesystem/directory.ts";
import type { NewTime } from "../../filesystem/stat.ts";
import { MAX_OFFSET, type Offset, toOffset } from "../../io/offset.ts";
import { FST_ALL, FST_ATIM, FST_ATIM_NOW, FST_MTIM, FST_MTIM_NOW } from "./constants.ts";
import type { Context } from "./context.ts";
import type { Description } from "./description.ts";
import type { SocketNode } from "./socket_node.ts";

/**
 * The description under `fd`, which must grant `rights`.
 *
 * @throws WasiError `bad-descriptor`, `not-capable`
 */
export function descriptionOf(context: Context, fd: number, rights: number): Description {
  const description = context.descriptors.get(fd);
  if (description === undefined) throw new WasiError("bad-descriptor");
  if ((description.rights & rights) !== rights) throw new WasiError("not-capable");
  return description;
}

/** A directory together with the description that holds the rights to it. */
export interface DirectoryDescription extends Description {
  readonly directory: Directory;
}

/**
 * The directory under `fd`, which must grant `rights`.
 *
 * @throws WasiError `bad-descriptor`, `not-directory`, `not-capable`
 */
export function directoryOf(context: Context, fd: number, rights: number): DirectoryDescription {
  const description = descriptionOf(context, fd, 0);
  if (description.directory === undefined) throw new WasiError("not-directory");
  if ((description.rights & rights) !== rights) throw new WasiError("not-capable");
  return description as DirectoryDescription;
}

/** A socket together with the description that holds the rights to it. */
export interface SocketDescription extends Description {
  readonly socket: SocketNode;
}

/**
 * The socket under `fd`, which must grant `rights`.
 *
 * @throws WasiError `bad-descriptor`, `not-socket`, `not-capable`
 */
export function socketOf(context: Context, fd: number, rights: number): SocketDescription {
  const description = descriptionOf(context, fd, 0);
  if (description.socket === undefined) throw new WasiError("not-socket");
  if ((description.rights & rights) !== rights) throw new WasiError("not-capable");
  return description as SocketDescription;
}

/**
 * A file offset or size as the guest gave it.
 *
 * @throws WasiError `invalid` at and above 2^63
 */
export function offsetOf(value: bigint): Offset {
  const offset = BigInt.asUintN(64, value);
  if (offset > MAX_OFFSET) throw new WasiError("invalid");
  return toOffset(offset);
}

/**
 * The times that fstflags ask for.
 *
 * @throws WasiError `invalid` for unknown flags and for two that exclude each other; `overflow` for a
 * time beyond 2^63 - 1 ns, which no file system can hold
 */
export function timesOf(
  accessed: bigint,
  modified: bigint,
  flags: number,
): [accessed: NewTime, modified: NewTime] {
  if ((flags & ~FST_ALL) !== 0) throw new WasiError("invalid");
  return [
    timeOf(accessed, (flags & FST_ATIM) !== 0, (flags & FST_ATIM_NOW) !== 0),
    timeOf(modified, (flags & FST_MTIM) !== 0, (flags & FST_MTIM_NOW) !== 0),
  ];
}

function timeOf(value: bigint, given: boolean, now: boolean): NewTime {
  if (given && now) throw new WasiError("invalid");
  if (now) return "now";
  if (!given) return "unchanged";
  if (value < 0n || value > MAX_OFFSET) throw new WasiError("overflow");
  return value;
}
