/**
 * Where `wasi_snapshot_preview1` and its predecessor `wasi_unstable` differ: two records and the
 * order of whence.
 *
 * @module
 */

import type { Stat } from "../../filesystem/stat.ts";
import type { Whence } from "../../io/array_cursor.ts";
import { filetypeOf } from "./constants.ts";
import type { GuestMemory } from "./guest_memory.ts";
import {
  putU64,
  readSubscription,
  SUBSCRIPTION,
  type Subscription,
  writeFilestat,
} from "./records.ts";

/** The layouts of one version. */
export interface Layouts {
  readonly filestatSize: number;
  /** Where in a filestat the size of the file lies. */
  readonly fileSizeOffset: number;
  writeFilestat(memory: GuestMemory, pointer: number, stat: Stat): void;
  readonly subscriptionSize: number;
  readSubscription(memory: GuestMemory, pointer: number): Subscription;
  /** The meaning of each whence number. */
  readonly whence: readonly Whence[];
}

/** `wasi_snapshot_preview1`. */
export const SNAPSHOT_PREVIEW1: Layouts = {
  filestatSize: 64,
  fileSizeOffset: 32,
  writeFilestat,
  subscriptionSize: SUBSCRIPTION,
  readSubscription,
  whence: ["start", "current", "end"],
};

/** `wasi_unstable`. */
export const UNSTABLE: Layouts = {
  filestatSize: 56,
  fileSizeOffset: 24,
  writeFilestat: writeUnstableFilestat,
  subscriptionSize: 56,
  readSubscription: readUnstableSubscription,
  whence: ["current", "end", "start"],
};

/**
 * ```text
 * filestat   0 dev u64 | 8 ino u64 | 16 filetype u8 | 20 nlink u32 | 24 size u64
 *            | 32 atim u64 | 40 mtim u64 | 48 ctim u64 | 56
 * ```
 */
function writeUnstableFilestat(memory: GuestMemory, pointer: number, stat: Stat): void {
  const view = memory.view(pointer, 56, 8);
  const at = pointer >>> 0;
  putU64(view, at, stat.device);
  putU64(view, at + 8, stat.inode);
  view.setUint32(at + 16, filetypeOf(stat.type), true);
  view.setUint32(at + 20, Number(stat.links), true);
  putU64(view, at + 24, stat.size);
  view.setBigUint64(at + 32, stat.accessed, true);
  view.setBigUint64(at + 40, stat.modified, true);
  view.setBigUint64(at + 48, stat.changed, true);
}

/**
 * ```text
 * subscription   0 userdata u64 | 8 type u8 | 16 fd u32
 *                                           | 16 identifier u64 | 24 clock u32 | 32 timeout u64
 *                                           | 40 precision u64 | 48 flags u16 | 56
 * ```
 */
function readUnstableSubscription(memory: GuestMemory, pointer: number): Subscription {
  const view = memory.view(pointer, 56, 8);
  const at = pointer >>> 0;
  return {
    userdata: view.getBigUint64(at, true),
    type: view.getUint8(at + 8),
    fd: view.getUint32(at + 16, true),
    clock: view.getUint32(at + 24, true),
    timeout: view.getBigUint64(at + 32, true),
    flags: view.getUint16(at + 48, true),
  };
}
