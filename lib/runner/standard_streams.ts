/**
 * Descriptors 0, 1 and 2.
 *
 * @module
 */

import { Description } from "../abi/preview1/description.ts";
import { FDFLAGS_APPEND } from "../abi/preview1/constants.ts";
import {
  FD_FDSTAT_SET_FLAGS,
  FD_FILESTAT_SET_SIZE,
  FD_FILESTAT_SET_TIMES,
  FD_READ,
  FD_SEEK,
  FD_TELL,
  FD_WRITE,
  FILE_RIGHTS,
  STREAM_RIGHTS,
  WRITE_RIGHTS,
} from "../abi/preview1/rights.ts";
import type { File, StreamNode } from "../filesystem/node.ts";
import { PlainStream } from "../filesystem/plain_stream.ts";
import type { AmbientMode, Host } from "../host/host.ts";
import { BytesInput } from "../io/bytes_input.ts";
import type { CollectedOutput } from "../io/collected_output.ts";
import { NullStream } from "../io/null_stream.ts";
import { hostFailure } from "./host_failure.ts";
import type { SpecifiedInput, SpecifiedOutput } from "./options.ts";

/** What an append-only grant keeps: the guest must not be able to write elsewhere than at the end. */
const APPEND_RIGHTS = FILE_RIGHTS &
  ~(FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_SET_SIZE | FD_SEEK);

/** The description of standard input. */
export function standardInput(host: Host, source: SpecifiedInput): Description {
  if (source instanceof Uint8Array) {
    return ofStream(new PlainStream({ input: new BytesInput(source) }, 0n));
  }
  const spec = typeof source === "string" ? { kind: source } : source;
  switch (spec.kind) {
    case "inherit":
      return ofStream(host.standardStream(0));
    case "null":
      return ofStream(new PlainStream({ input: new NullStream() }, 0n));
    case "file":
    case "append":
      return ofOpened(open(host, spec.path, "read"), FILE_RIGHTS & ~WRITE_RIGHTS, 0);
  }
}

/**
 * The description of standard output or error.
 *
 * @param collect takes what is to be captured
 */
export function standardOutput(
  host: Host,
  number: 1 | 2,
  target: SpecifiedOutput,
  collect: CollectedOutput,
): Description {
  const spec = typeof target === "string" ? { kind: target } : target;
  switch (spec.kind) {
    case "inherit":
      return ofStream(host.standardStream(number));
    case "null":
      return ofStream(new PlainStream({ output: new NullStream() }, BigInt(number)));
    case "capture":
      return ofStream(new PlainStream({ output: collect }, BigInt(number)));
    case "file":
      return ofOpened(open(host, spec.path, "write"), FILE_RIGHTS & ~FD_READ, 0);
    case "append":
      return ofOpened(open(host, spec.path, "append"), APPEND_RIGHTS, FDFLAGS_APPEND);
  }
}

function open(host: Host, path: string, mode: AmbientMode): File | StreamNode {
  try {
    return host.openAmbientFile(path, mode);
  } catch (error) {
    throw hostFailure(error, path);
  }
}

function ofOpened(node: File | StreamNode, rights: number, flags: number): Description {
  return node.kind === "file"
    ? new Description(node, { rights, inheriting: 0, flags })
    : ofStream(node);
}

/** The rights to a stream are what it can do; without a position it looks like the pipe it is. */
export function ofStream(node: StreamNode): Description {
  let rights = STREAM_RIGHTS & ~(FD_READ | FD_WRITE);
  if (node.input !== undefined) rights |= FD_READ;
  if (node.output !== undefined) rights |= FD_WRITE;
  if (node.cursor !== undefined) rights |= FD_SEEK | FD_TELL;
  if (node.array !== undefined && node.output !== undefined) {
    rights |= FD_FILESTAT_SET_SIZE | FD_FILESTAT_SET_TIMES;
  }
  return new Description(node, { rights, inheriting: 0 });
}
