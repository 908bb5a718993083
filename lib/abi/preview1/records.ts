/**
 * The records of preview1, each owning its layout.
 *
 * @module
 */

import type { DirectoryEntry } from "../../filesystem/directory.ts";
import type { Stat } from "../../filesystem/stat.ts";
import { filetypeOf } from "./constants.ts";
import type { Description } from "./description.ts";
import type { GuestMemory } from "./guest_memory.ts";

/**
 * ```text
 * fdstat   0 filetype u8 | 2 flags u16 | 8 rights u64 | 16 inheriting u64 | 24
 * ```
 */
export function writeFdstat(memory: GuestMemory, pointer: number, of: Description): void {
  const view = memory.record(pointer, 24, 8);
  view.setUint16(0, filetypeOf(of.node.type), true);
  view.setUint16(2, of.flags, true);
  view.setUint32(4, 0, true);
  view.setBigUint64(8, BigInt(of.rights), true);
  view.setBigUint64(16, BigInt(of.inheriting), true);
}

/**
 * ```text
 * filestat   0 dev u64 | 8 ino u64 | 16 filetype u8 | 24 nlink u64 | 32 size u64
 *            | 40 atim u64 | 48 mtim u64 | 56 ctim u64 | 64
 * ```
 */
export function writeFilestat(memory: GuestMemory, pointer: number, stat: Stat): void {
  const view = memory.record(pointer, 64, 8);
  view.setBigUint64(0, stat.device, true);
  view.setBigUint64(8, stat.inode, true);
  view.setBigUint64(16, BigInt(filetypeOf(stat.type)), true);
  view.setBigUint64(24, stat.links, true);
  view.setBigUint64(32, stat.size, true);
  view.setBigUint64(40, stat.accessed, true);
  view.setBigUint64(48, stat.modified, true);
  view.setBigUint64(56, stat.changed, true);
}

/**
 * ```text
 * prestat   0 tag u8 (0: directory) | 4 name length u32 | 8
 * ```
 */
export function writePrestat(memory: GuestMemory, pointer: number, nameLength: number): void {
  const view = memory.record(pointer, 8, 4);
  view.setUint32(0, 0, true);
  view.setUint32(4, nameLength, true);
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
    this.#view.setBigUint64(0, entry.next, true);
    this.#view.setBigUint64(8, entry.inode, true);
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
  const view = memory.record(pointer, EVENT, 8);
  view.setBigUint64(0, event.userdata, true);
  view.setUint32(8, event.errno | event.type << 16, true);
  view.setUint32(12, 0, true);
  view.setBigUint64(16, event.bytes, true);
  view.setBigUint64(24, BigInt(event.flags), true);
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
  const view = memory.record(pointer, SUBSCRIPTION, 8);
  return {
    userdata: view.getBigUint64(0, true),
    type: view.getUint8(8),
    fd: view.getUint32(16, true),
    clock: view.getUint32(16, true),
    timeout: view.getBigUint64(24, true),
    flags: view.getUint16(40, true),
  };
}
