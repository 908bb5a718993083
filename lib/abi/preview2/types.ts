/**
 * The types that functions of WASI 0.2 use, by name.
 *
 * @module
 */

/** Their definitions, which may use each other. */
export const TYPES: Readonly<Record<string, string>> = {
  "advice": "enum { normal, sequential, random, will-need, dont-need, no-reuse }",
  "datetime": "record { seconds: u64, nanoseconds: u32 }",
  "descriptor-flags": "flags { read, write, file-integrity-sync, data-integrity-sync, " +
    "requested-write-sync, mutate-directory }",
  "descriptor-stat": "record { type: descriptor-type, link-count: u64, size: u64, " +
    "data-access-timestamp: option<datetime>, data-modification-timestamp: option<datetime>, " +
    "status-change-timestamp: option<datetime> }",
  "descriptor-type": "enum { unknown, block-device, character-device, directory, fifo, " +
    "symbolic-link, regular-file, socket }",
  "directory-entry": "record { type: descriptor-type, name: string }",
  "error-code":
    "enum { access, would-block, already, bad-descriptor, busy, deadlock, quota, exist, " +
    "file-too-large, illegal-byte-sequence, in-progress, interrupted, invalid, io, is-directory, " +
    "loop, too-many-links, message-size, name-too-long, no-device, no-entry, no-lock, " +
    "insufficient-memory, insufficient-space, not-directory, not-empty, not-recoverable, " +
    "unsupported, no-tty, no-such-device, overflow, not-permitted, pipe, read-only, invalid-seek, " +
    "text-file-busy, cross-device }",
  "metadata-hash-value": "record { lower: u64, upper: u64 }",
  "new-timestamp": "variant { no-change, now, timestamp(datetime) }",
  "open-flags": "flags { create, directory, exclusive, truncate }",
  "path-flags": "flags { symlink-follow }",
  "stream-error": "variant { last-operation-failed(own<error>), closed }",
};
