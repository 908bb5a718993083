/**
 * The hash of what is known of a file.
 *
 * @module
 */

import type { Stat } from "../../../filesystem/stat.ts";

/** The record `metadata-hash-value`. */
export interface MetadataHash {
  readonly lower: bigint;
  readonly upper: bigint;
}

const MULTIPLIER = 0x9e37_79b9_7f4a_7c15n;

/**
 * The hash. Its lower half stays the same as long as the file does, since adapters of preview1 give it
 * out as the inode; the upper half changes with the content.
 */
export function metadataHashOf({ device, inode, size, modified, changed }: Stat): MetadataHash {
  const lower = mixed([BigInt(device), BigInt(inode)], 0n);
  return { lower, upper: mixed([BigInt(size), modified, changed], lower) };
}

function mixed(words: readonly bigint[], seed: bigint): bigint {
  let hash = seed;
  for (const word of words) {
    hash = BigInt.asUintN(64, (hash ^ word) * MULTIPLIER);
    hash ^= hash >> 32n;
  }
  return hash;
}
