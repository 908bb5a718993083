/**
 * What Deno says of a file, as a Stat.
 *
 * Times come in milliseconds, the time of the last change in seconds, and an inode above 2^53 has
 * lost its last digits: Deno gives no more.
 *
 * @module
 */

import type { FileType, Stat } from "../../filesystem/stat.ts";
import { toOffset, type U64 } from "../../io/offset.ts";

/** The type of a file. */
export function typeOf(info: Deno.FileInfo): FileType {
  if (info.isFile) return "regular-file";
  if (info.isDirectory) return "directory";
  if (info.isSymlink) return "symbolic-link";
  if (info.isFifo) return "fifo";
  if (info.isCharDevice) return "character-device";
  if (info.isBlockDevice) return "block-device";
  if (info.isSocket) return "socket";
  return "unknown";
}

/**
 * The whole status.
 *
 * @param path names the file where it has no inode
 */
export function statOf(info: Deno.FileInfo, path: string): Stat {
  return {
    device: u64(info.dev),
    inode: inodeOf(info, path),
    type: typeOf(info),
    links: info.nlink ?? 1,
    size: u64(info.size),
    accessed: nanoseconds(info.atime),
    modified: nanoseconds(info.mtime),
    changed: nanoseconds(info.ctime ?? info.mtime),
  };
}

/** The inode, or where there is none a number that is the same for the same path. */
export function inodeOf(info: Deno.FileInfo, path: string): U64 {
  return info.ino === null ? toOffset(hash(path)) : u64(info.ino);
}

/** Whether both are the same file, as far as inodes tell. */
export function isSameFile(one: Deno.FileInfo, other: Deno.FileInfo): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

/** Whether {@linkcode isSameFile} can be relied on. */
export function hasExactInode(info: Deno.FileInfo): boolean {
  return Number.isSafeInteger(info.ino);
}

function u64(value: number): U64 {
  return Number.isSafeInteger(value) ? value : BigInt(value);
}

/** A time that is not known, or too far away for a Date, is 0. */
function nanoseconds(time: Date | null): bigint {
  const milliseconds = time?.valueOf() ?? 0;
  return Number.isNaN(milliseconds) ? 0n : BigInt(milliseconds) * 1_000_000n;
}

/** FNV-1a over UTF-16 units, never 0. */
function hash(text: string): bigint {
  let sum = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return sum === 0n ? 1n : sum;
}
