/**
 * Opening what the user named: the only way from a bare name to a capability.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { Access } from "../../filesystem/access.ts";
import type { Directory } from "../../filesystem/directory.ts";
import type { File, StreamNode } from "../../filesystem/node.ts";
import { checkPath } from "../../filesystem/path.ts";
import type { AmbientMode } from "../host.ts";
import {
  AT_FDCWD,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_NOCTTY,
  O_PATH,
  O_WRONLY,
} from "../libc/constants.ts";
import { coldFileCalls, fileCalls } from "../libc/file_calls.ts";
import { ColdInt, interrupted } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { ConfinedDirectory } from "./confined_directory.ts";
import { ConfinedFile } from "./confined_file.ts";
import { DescriptorStream } from "./descriptor_stream.ts";
import { refuseKernelTree } from "./kernel_tree.ts";
import { openBeneath } from "./open_beneath.ts";
import { typeOf } from "./status.ts";

const FLAGS: Readonly<Record<AmbientMode, number>> = {
  read: 0,
  write: O_WRONLY | O_CREAT,
  append: O_WRONLY | O_CREAT | O_APPEND,
};

const SELF = new Uint8Array([0x2e]);

const encoder = new TextEncoder();
const argument = new ColdInt();
const pathArgument = new PathArgument();

export { fileCalls as byteCalls };
export { hasOpenat2 } from "./openat2.ts";

/** See {@linkcode Host.openAmbientDirectory}. */
export function openAmbientDirectory(path: string, access: Access): Directory {
  const fd = openDirectory(path);
  try {
    // Asked of what was opened: a name could have come to mean something else since it was looked at.
    refuseKernelTree(fd, path);
    return new ConfinedDirectory(fd, access);
  } catch (error) {
    fileCalls.close(fd);
    throw error;
  }
}

/** A directory that may be entered but not listed can still be held, with O_PATH. */
function openDirectory(path: string): number {
  try {
    return open(path, O_DIRECTORY);
  } catch (error) {
    if (!(error instanceof WasiError && error.code === "access")) throw error;
  }
  const fd = open(path, O_DIRECTORY | O_PATH);
  try {
    // O_PATH asks for no permission at all; this asks for the one to enter.
    fileCalls.close(openBeneath(fd, SELF, O_DIRECTORY | O_PATH));
    return fd;
  } catch (error) {
    fileCalls.close(fd);
    throw error;
  }
}

/**
 * See {@linkcode Host.openAmbientFile}.
 *
 * @param options.mayBlock whether a FIFO or terminal of that name may block the thread
 */
export function openAmbientFile(
  path: string,
  mode: AmbientMode,
  options: { readonly mayBlock: boolean } = { mayBlock: true },
): File | StreamNode {
  const fd = open(path, FLAGS[mode] | O_NOCTTY);
  try {
    return nodeOf(fd, mode, options.mayBlock);
  } catch (error) {
    fileCalls.close(fd);
    throw error;
  }
}

function nodeOf(fd: number, mode: AmbientMode, mayBlock: boolean): File | StreamNode {
  const access = mode === "read" ? "read-only" : "read-write";
  switch (typeOf(fd)) {
    case "regular-file":
      return new ConfinedFile(fd, access);
    case "directory":
      throw new WasiError("is-directory");
    default:
      return new DescriptorStream(fd, {
        input: mode === "read",
        output: mode !== "read",
        access,
        calls: fileCalls,
        mayBlock,
        close: () => fileCalls.close(fd),
      });
  }
}

function open(path: string, flags: number): number {
  const bytes = encoder.encode(path);
  checkPath(bytes);
  let fd: number;
  do {
    fd = coldFileCalls.openat(
      argument.of(AT_FDCWD),
      pathArgument.of(bytes),
      flags | O_CLOEXEC,
      0o666,
    );
  } while (interrupted(fd));
  return fd;
}
