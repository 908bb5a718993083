/**
 * openat2(2).
 *
 * @module
 */

import {
  AT_FDCWD,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_PATH,
  RESOLVE_BENEATH,
  RESOLVE_NO_MAGICLINKS,
  SYS_OPENAT2,
} from "../libc/constants.ts";
import { fileCalls } from "../libc/file_calls.ts";

/** `struct open_how`: flags, mode and resolve, 64 bits each, of which the upper halves stay 0. */
const how = new Uint32Array(6);
const howBytes = new Uint8Array(how.buffer);

/**
 * Whether the kernel has it. Asked once, here, and of the working directory: no error that a guest
 * causes can switch it.
 */
export const hasOpenat2: boolean = probe();

/**
 * Opens beneath a directory what is no magic link.
 *
 * @param path ended by NUL
 * @param flags O_* flags; O_CLOEXEC is added
 * @param mode of a file that is created
 * @returns the new descriptor, or a negative number
 */
export function openat2(
  fd: number,
  path: Uint8Array<ArrayBuffer>,
  flags: number,
  mode: number,
): number {
  how[0] = flags | O_CLOEXEC;
  // For an open that creates nothing the kernel takes no mode.
  how[2] = (flags & O_CREAT) !== 0 ? mode : 0;
  how[4] = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return fileCalls.syscall(SYS_OPENAT2, fd, path, howBytes, howBytes.length);
}

function probe(): boolean {
  const here = new Uint8Array([0x2e, 0]);
  const opened = openat2(AT_FDCWD, here, O_PATH | O_DIRECTORY, 0);
  if (opened < 0) return false;
  fileCalls.close(opened);
  return true;
}
