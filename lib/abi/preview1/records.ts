/**
 * The records of preview1, each owning its layout.
 *
 * @module
 */

import type { DirectoryEntry } from "../../filesystem/directory.ts";
import type { Stat } from "../../filesystem/stat.ts";
import type { U64 } from "../../io/offset.ts";
import { filetypeOf } from "./constants.ts";
import type { Description } from "./description.ts";
import type { GuestMemory } from "./guest_memory.ts";

/**
 * ```text
 * fdstat   0 filetype u8 | 2 flags u16 | 8 rights u64 | 16 inheriting u64 | 24
 * ```
 */
export function writeFdstat(memory: GuestMemory, pointer: number, of: Description): void {
  const view = memory.view(pointer, 24, 8);
  const at = pointer >>> 0;
  view.setUint16(at, filetypeOf(of.node.type), true);
  view.setUint16(at + 2, of.flags, true);
  view.setUint32(at + 4, 0, true);
  putU64(view, at + 8, of.rights);
  putU64(view, at + 16, of.inheriting);
}

/**
 * ```text
 * filestat   0 dev u64 | 8 ino u64 | 16 filetype u8 | 24 nlink u64 | 32 size u64
 *            | 40 atim u64 | 48 mtim u64 | 56 ctim u64 | 64
 * ```
 */
export function writeFilestat(memory: GuestMemory, pointer: number, stat: Stat): void {
  const view = memory.view(pointer, 64, 8);
  const at = pointer >>> 0;
  putU64(view, at, stat.device);
  putU64(view, at + 8, stat.inode);
  putU64(view, at + 16, filetypeOf(stat.type));
  putU64(view, at + 24, stat.links);
  putU64(view, at + 32, stat.size);
  view.setBigUint64(at + 40, stat.accessed, true);
  view.setBigUint64(at + 48, stat.modified, true);
  view.setBigUint64(at + 56, stat.changed, true);
}

/**
 * ```text
 * prestat   0 tag u8 (0: directory) | 4 name length u32 | 8
 * ```
 */
export function writePrestat(memory: GuestMemory, pointer: number, nameLength: number): void {
  const view = memory.view(pointer, 8, 4);
  const at = pointer >>> 0;
  view.setUint32(at, 0, true);
  view.setUint32(at + 4, nameLength, true);
}

/**
 * The part of a dirent before its name, built outside guest memory, for it can be cut off anywhere.
 *
 * ```text
 * dirent   0 next u64 | 8 ino u64 | 16 name length u32 | 20 type u8 | 24 name ...
 * ```
 */
export class DirentHeader {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(24);
  readonly #view = new DataView(this.bytes.buffer);

  set(entry: DirectoryEntry): void {
    putU64(this.#view, 0, entry.next);
    putU64(this.#view, 8, entry.inode);
    this.#view.setUint32(16, entry.name.length, true);
    this.#view.setUint32(20, filetypeOf(entry.type), true);
  }
}

/** Something that happened to a subscription. */
export interface Event {
  readonly userdata: bigint;
  readonly errno: number;
  readonly type: number;
  readonly bytes: bigint;
  readonly flags: number;
}

/** Bytes of an event. */
export const EVENT = 32;

/**
 * ```text
 * event   0 userdata u64 | 8 error u16 | 10 type u8 | 16 nbytes u64 | 24 flags u16 | 32
 * ```
 */
export function writeEvent(memory: GuestMemory, pointer: number, event: Event): void {
  const view = memory.view(pointer, EVENT, 8);
  const at = pointer >>> 0;
  view.setBigUint64(at, event.userdata, true);
  view.setUint32(at + 8, event.errno | event.type << 16, true);
  view.setUint32(at + 12, 0, true);
  view.setBigUint64(at + 16, event.bytes, true);
  putU64(view, at + 24, event.flags);
}

/** What a guest waits for in poll_oneoff. */
export interface Subscription {
  readonly userdata: bigint;
  readonly type: number;
  /** Of a stream. */
  readonly fd: number;
  /** The rest, of a clock. */
  readonly clock: number;
  readonly timeout: bigint;
  readonly flags: number;
}

/** Bytes of a subscription. */
export const SUBSCRIPTION = 48;

/**
 * ```text
 * subscription   0 userdata u64 | 8 type u8 | 16 fd u32
 *                                           | 16 clock u32 | 24 timeout u64 | 32 precision u64
 *                                           | 40 flags u16 | 48
 * ```
 */
export function readSubscription(memory: GuestMemory, pointer: number): Subscription {
  const view = memory.view(pointer, SUBSCRIPTION, 8);
  const at = pointer >>> 0;
  return {
    userdata: view.getBigUint64(at, true),
    type: view.getUint8(at + 8),
    fd: view.getUint32(at + 16, true),
    clock: view.getUint32(at + 16, true),
    timeout: view.getBigUint64(at + 24, true),
    flags: view.getUint16(at + 40, true),
  };
}

/** Stores an integer of 64 bits; as a number it makes no bigint on the way. */
export function putU64(view: DataView, at: number, value: U64): void {
  if (typeof value === "number") {
    view.setUint32(at, value, true);
    view.setUint32(at + 4, value / 2 ** 32, true);
  } else {
    view.setBigUint64(at, value, true);
  }
}
