/**
 * Stream grants as descriptors behind the preopened ones.
 *
 * @module
 */

import type { Description } from "../abi/preview1/description.ts";
import { SluiceError } from "../errors.ts";
import { PlainStream } from "../filesystem/plain_stream.ts";
import type { StreamGrant } from "../grants/grant.ts";
import type { Host } from "../host/host.ts";
import { NullStream } from "../io/null_stream.ts";
import type { Sockets } from "./sockets.ts";
import { fileToAppend, fileToRead, inherited, ofSocket, ofStream } from "./opened_streams.ts";
import { optionOf } from "./stream_grants.ts";

/** Inodes of these streams begin where those of the standard streams end. */
const FIRST_INODE = 3n;

/**
 * Opens a stream that is granted by name.
 *
 * @param place its place among them
 * @param sockets the sockets, which have been opened
 * @throws SluiceError status 2 when it cannot be opened
 */
export function namedStream(
  host: Host,
  grant: StreamGrant,
  place: number,
  sockets?: Sockets,
): Description {
  const { spec } = grant;
  switch (spec.kind) {
    case "inherit":
      throw new SluiceError(2, `the stream ${grant.name} cannot be inherited without a number`);
    case "null": {
      const nothing = new NullStream();
      const inode = FIRST_INODE + BigInt(place);
      return ofStream(new PlainStream({ input: nothing, output: nothing }, inode));
    }
    case "file":
      return fileToRead(host, spec.path);
    case "append":
      return fileToAppend(host, spec.path);
    case "fd":
      return inherited(host, spec.number);
    case "tcp":
    case "listen":
      return ofSocket(sockets!.take(optionOf(grant)));
  }
}
