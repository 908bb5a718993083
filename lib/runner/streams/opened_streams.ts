/**
 * What was opened for a stream as a description, with the rights that go with it.
 *
 * @module
 */

import { FDFLAGS_APPEND } from "../../abi/preview1/constants.ts";
import { Description } from "../../abi/preview1/description.ts";
import {
  CONNECTION_RIGHTS,
  FD_FDSTAT_SET_FLAGS,
  FD_FILESTAT_SET_SIZE,
  FD_FILESTAT_SET_TIMES,
  FD_READ,
  FD_SEEK,
  FD_TELL,
  FD_WRITE,
  FILE_RIGHTS,
  LISTENER_RIGHTS,
  STREAM_RIGHTS,
  WRITE_RIGHTS,
} from "../../abi/preview1/rights.ts";
import type { SocketNode } from "../../abi/preview1/socket_node.ts";
import { SluiceError } from "../../errors.ts";
import type { File, StreamNode } from "../../filesystem/node.ts";
import type { AmbientMode, Host } from "../../host/host.ts";
import { hostFailure } from "../host_failure.ts";

/** What an append-only grant keeps: the guest must not be able to write elsewhere than at the end. */
const APPEND_RIGHTS = FILE_RIGHTS &
  ~(FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_SET_SIZE | FD_SEEK);

/** A file that the user named, to be read. */
export function fileToRead(host: Host, path: string): Description {
  return ofOpened(open(host, path, "read"), FILE_RIGHTS & ~WRITE_RIGHTS, 0);
}

/** A file that the user named, made where it is not there, to be written. */
export function fileToWrite(host: Host, path: string): Description {
  return ofOpened(open(host, path, "write"), FILE_RIGHTS & ~FD_READ, 0);
}

/** A file that the user named, made where it is not there, to be written at its end. */
export function fileToAppend(host: Host, path: string): Description {
  return ofOpened(open(host, path, "append"), APPEND_RIGHTS, FDFLAGS_APPEND);
}

/** A descriptor that this process inherited, to be used as it was opened. */
export function inherited(host: Host, number: number): Description {
  try {
    return ofStream(host.inheritedStream(number));
  } catch (error) {
    throw hostFailure(error, `fd:${number}`);
  }
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

/** A socket; what is accepted from a listener is a connection. */
export function ofSocket(node: SocketNode): Description {
  return node.listener === undefined
    ? new Description(node, { rights: CONNECTION_RIGHTS, inheriting: 0 })
    : new Description(node, {
      rights: LISTENER_RIGHTS,
      inheriting: CONNECTION_RIGHTS,
      following: true,
    });
}

/**
 * The same description, to be read only.
 *
 * @param name what the user calls it
 * @throws SluiceError status 2 when it cannot be read
 */
export function onlyToRead(description: Description, name: string): Description {
  return narrowed(description, FD_READ, `${name} cannot be read`);
}

/**
 * The same description, to be written only.
 *
 * @param name what the user calls it
 * @throws SluiceError status 2 when it cannot be written
 */
export function onlyToWrite(description: Description, name: string): Description {
  return narrowed(description, FD_WRITE, `${name} cannot be written`);
}

function narrowed(description: Description, kept: number, otherwise: string): Description {
  if ((description.rights & kept) === 0) {
    description[Symbol.dispose]();
    throw new SluiceError(2, otherwise);
  }
  description.rights &= ~(FD_READ | FD_WRITE) | kept;
  return description;
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
