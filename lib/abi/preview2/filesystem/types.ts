/**
 * `wasi:filesystem/types`.
 *
 * @module
 */

import type { Result } from "../../../component/values.ts";
import { WasiError } from "../../../errors.ts";
import type { Advice } from "../../../filesystem/node.ts";
import { errorCodeOf, type FilesystemError } from "../error_code.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import { IoError } from "../io/error.ts";
import { InputStream } from "../io/input_stream.ts";
import { OutputStream } from "../io/output_stream.ts";
import { DONE, err, ok } from "../results.ts";
import { Descriptor } from "./descriptor.ts";
import { DirectoryEntryStream } from "./directory_entry_stream.ts";
import { directoryFunctions } from "./directory_functions.ts";
import { metadataHashOf } from "./metadata_hash.ts";
import { descriptorStatOf, newTimeOf, type NewTimestamp } from "./stat.ts";

/** The interface. */
export function types(): Interface {
  return interfaceOf({
    "[method]descriptor.read-via-stream": [
      "func(borrow<descriptor>, u64) -> result<own<input-stream>, error-code>",
      (self: Descriptor, offset: bigint) => attempt(() => self.readViaStream(offset)),
    ],
    "[method]descriptor.write-via-stream": [
      "func(borrow<descriptor>, u64) -> result<own<output-stream>, error-code>",
      (self: Descriptor, offset: bigint) => attempt(() => self.writeViaStream(offset)),
    ],
    "[method]descriptor.append-via-stream": [
      "func(borrow<descriptor>) -> result<own<output-stream>, error-code>",
      (self: Descriptor) => attempt(() => self.appendViaStream()),
    ],
    "[method]descriptor.advise": [
      "func(borrow<descriptor>, u64, u64, advice) -> result<_, error-code>",
      (self: Descriptor, offset: bigint, length: bigint, advice: Advice) =>
        attempt(() => self.advise(offset, length, advice)),
    ],
    "[method]descriptor.sync-data": [
      "func(borrow<descriptor>) -> result<_, error-code>",
      (self: Descriptor) => attempt(() => self.syncData()),
    ],
    "[method]descriptor.get-flags": [
      "func(borrow<descriptor>) -> result<descriptor-flags, error-code>",
      (self: Descriptor) => ok(self.flags),
    ],
    "[method]descriptor.get-type": [
      "func(borrow<descriptor>) -> result<descriptor-type, error-code>",
      (self: Descriptor) => ok(self.type),
    ],
    "[method]descriptor.set-size": [
      "func(borrow<descriptor>, u64) -> result<_, error-code>",
      (self: Descriptor, size: bigint) => attempt(() => self.setSize(size)),
    ],
    "[method]descriptor.set-times": [
      "func(borrow<descriptor>, new-timestamp, new-timestamp) -> result<_, error-code>",
      (self: Descriptor, accessed: NewTimestamp, modified: NewTimestamp) =>
        attempt(() => self.setTimes(newTimeOf(accessed), newTimeOf(modified))),
    ],
    "[method]descriptor.read": [
      "func(borrow<descriptor>, u64, u64) -> result<tuple<list<u8>, bool>, error-code>",
      (self: Descriptor, length: bigint, offset: bigint) =>
        attempt(() => self.read(length, offset)),
    ],
    "[method]descriptor.write": [
      "func(borrow<descriptor>, list<u8>, u64) -> result<u64, error-code>",
      (self: Descriptor, from: Uint8Array, offset: bigint) =>
        attempt(() => BigInt(self.write(from, offset))),
    ],
    "[method]descriptor.read-directory": [
      "func(borrow<descriptor>) -> result<own<directory-entry-stream>, error-code>",
      (self: Descriptor) => attempt(() => self.readDirectory()),
    ],
    "[method]descriptor.sync": [
      "func(borrow<descriptor>) -> result<_, error-code>",
      (self: Descriptor) => attempt(() => self.sync()),
    ],
    "[method]descriptor.stat": [
      "func(borrow<descriptor>) -> result<descriptor-stat, error-code>",
      (self: Descriptor) => attempt(() => descriptorStatOf(self.stat())),
    ],
    ...directoryFunctions(attempt),
    "[method]descriptor.is-same-object": [
      "func(borrow<descriptor>, borrow<descriptor>) -> bool",
      isSameObject,
    ],
    "[method]descriptor.metadata-hash": [
      "func(borrow<descriptor>) -> result<metadata-hash-value, error-code>",
      (self: Descriptor) => attempt(() => metadataHashOf(self.stat())),
    ],
    "[method]directory-entry-stream.read-directory-entry": [
      "func(borrow<directory-entry-stream>) -> result<option<directory-entry>, error-code>",
      (self: DirectoryEntryStream) => attempt(() => self.readDirectoryEntry()),
    ],
    "filesystem-error-code": [
      "func(borrow<error>) -> option<error-code>",
      ({ code }: IoError) => code,
    ],
  }, {
    "descriptor": Descriptor,
    "directory-entry-stream": DirectoryEntryStream,
    "error": IoError,
    "input-stream": InputStream,
    "output-stream": OutputStream,
  });
}

/** What `body` answers as a success, what it throws as a failure. */
function attempt<T>(body: () => T): Result<T, FilesystemError> {
  try {
    const value = body();
    return value === undefined ? DONE as Result<T, never> : ok(value);
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    return err(errorCodeOf(error));
  }
}

/** There is no failure to answer: what has no status is no other object either. */
function isSameObject(self: Descriptor, other: Descriptor): boolean {
  try {
    const [one, two] = [self.stat(), other.stat()];
    return one.device === two.device && one.inode === two.inode;
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    return self === other;
  }
}
