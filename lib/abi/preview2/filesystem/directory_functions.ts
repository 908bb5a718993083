/**
 * The functions of `descriptor` that take a path.
 *
 * @module
 */

import type { Result } from "../../../component/values.ts";
import type { FilesystemError } from "../error_code.ts";
import type { Typed } from "../interface.ts";
import type { Descriptor } from "./descriptor.ts";
import type { DescriptorFlags, OpenFlags, PathFlags } from "./flags.ts";
import { metadataHashOf } from "./metadata_hash.ts";
import { openAt } from "./open_at.ts";
import { linkTextOf, lookUpOf, pathOf } from "./path.ts";
import { descriptorStatOf, newTimeOf, type NewTimestamp } from "./stat.ts";

/** @param attempt makes a result of what a function answers or throws */
export function directoryFunctions(
  attempt: <T>(body: () => T) => Result<T, FilesystemError>,
): Record<string, Typed> {
  return {
    /** As mkdirat(2). */
    "[method]descriptor.create-directory-at": [
      "func(borrow<descriptor>, string) -> result<_, error-code>",
      (self: Descriptor, path: string) =>
        attempt(() => self.mutableDirectory(path).createDirectoryAt(pathOf(path))),
    ],
    /** As fstatat(2). */
    "[method]descriptor.stat-at": [
      "func(borrow<descriptor>, path-flags, string) -> result<descriptor-stat, error-code>",
      (self: Descriptor, flags: PathFlags, path: string) =>
        attempt(() => descriptorStatOf(self.directory.statAt(pathOf(path), lookUpOf(flags)))),
    ],
    /** As utimensat(2). */
    "[method]descriptor.set-times-at": [
      "func(borrow<descriptor>, path-flags, string, new-timestamp, new-timestamp) -> " +
      "result<_, error-code>",
      (
        self: Descriptor,
        flags: PathFlags,
        path: string,
        accessed: NewTimestamp,
        modified: NewTimestamp,
      ) =>
        attempt(() =>
          self.mutableDirectory(path).setTimesAt(
            pathOf(path),
            lookUpOf(flags),
            newTimeOf(accessed),
            newTimeOf(modified),
          )
        ),
    ],
    /** As linkat(2). */
    "[method]descriptor.link-at": [
      "func(borrow<descriptor>, path-flags, string, borrow<descriptor>, string) -> " +
      "result<_, error-code>",
      (self: Descriptor, flags: PathFlags, from: string, target: Descriptor, to: string) =>
        attempt(() =>
          self.mutableDirectory(from).linkAt(
            pathOf(from),
            lookUpOf(flags),
            target.mutableDirectory(to),
            pathOf(to),
          )
        ),
    ],
    /** As openat(2). */
    "[method]descriptor.open-at": [
      "func(borrow<descriptor>, path-flags, string, open-flags, descriptor-flags) -> " +
      "result<own<descriptor>, error-code>",
      (
        self: Descriptor,
        pathFlags: PathFlags,
        path: string,
        openFlags: OpenFlags,
        flags: DescriptorFlags,
      ) => attempt(() => openAt(self, pathFlags, path, openFlags, flags)),
    ],
    /** As readlinkat(2). */
    "[method]descriptor.readlink-at": [
      "func(borrow<descriptor>, string) -> result<string, error-code>",
      (self: Descriptor, path: string) =>
        attempt(() => linkTextOf(self.directory.readlinkAt(pathOf(path)))),
    ],
    /** As unlinkat(2) with AT_REMOVEDIR. */
    "[method]descriptor.remove-directory-at": [
      "func(borrow<descriptor>, string) -> result<_, error-code>",
      (self: Descriptor, path: string) =>
        attempt(() => self.mutableDirectory(path).removeDirectoryAt(pathOf(path))),
    ],
    /** As renameat(2). */
    "[method]descriptor.rename-at": [
      "func(borrow<descriptor>, string, borrow<descriptor>, string) -> result<_, error-code>",
      (self: Descriptor, from: string, target: Descriptor, to: string) =>
        attempt(() =>
          self.mutableDirectory(from).renameAt(
            pathOf(from),
            target.mutableDirectory(to),
            pathOf(to),
          )
        ),
    ],
    /** As symlinkat(2). */
    "[method]descriptor.symlink-at": [
      "func(borrow<descriptor>, string, string) -> result<_, error-code>",
      (self: Descriptor, text: string, path: string) =>
        attempt(() => self.mutableDirectory(path).symlinkAt(pathOf(text), pathOf(path))),
    ],
    /** As unlinkat(2). */
    "[method]descriptor.unlink-file-at": [
      "func(borrow<descriptor>, string) -> result<_, error-code>",
      (self: Descriptor, path: string) =>
        attempt(() => self.mutableDirectory(path).unlinkFileAt(pathOf(path))),
    ],
    /** As fstatat(2), hashed. */
    "[method]descriptor.metadata-hash-at": [
      "func(borrow<descriptor>, path-flags, string) -> result<metadata-hash-value, error-code>",
      (self: Descriptor, flags: PathFlags, path: string) =>
        attempt(() => metadataHashOf(self.directory.statAt(pathOf(path), lookUpOf(flags)))),
    ],
  };
}
