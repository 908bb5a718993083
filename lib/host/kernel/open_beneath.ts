/**
 * Opening beneath a directory so that the kernel itself refuses to leave it.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
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
import { EAGAIN, EINTR, EXDEV } from "../libc/errno.ts";
import { fileCalls } from "../libc/file_calls.ts";
import { errno, fail } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { walkBeneath } from "./walk_beneath.ts";

/** The mode of a new file, before the umask. */
const MODE = 0o666;

/** How often a rename elsewhere may disturb openat2 before the walk takes over; 3 is the most seen. */
const RETRIES = 4;

const pathArgument = new PathArgument();

/** `struct open_how`: flags, mode and resolve, 64 bits each, of which the upper halves stay 0. */
const how = new Uint32Array(6);
const howBytes = new Uint8Array(how.buffer);

/** Asked once, here, and of the working directory: no error that a guest causes can switch it. */
const hasOpenat2 = probe();

/**
 * Opens `path` beneath the directory `fd`; a path, link or race that leads outside is refused.
 *
 * @param flags O_* flags; O_CLOEXEC is added
 * @returns the new descriptor, which the caller owns
 * @throws WasiError `not-capable` when the path leaves the directory
 */
export function openBeneath(fd: number, path: Uint8Array, flags: number): number {
  if (!hasOpenat2) return walkBeneath(fd, path, flags | O_CLOEXEC, MODE);
  const argument = pathArgument.of(path);
  for (let disturbed = 0;;) {
    const opened = openat2(fd, argument, flags);
    if (opened >= 0) return opened;
    const number = errno();
    if (number === EXDEV) throw new WasiError("not-capable");
    if (number === EINTR) continue;
    if (number !== EAGAIN) fail(number);
    if (++disturbed > RETRIES) return walkBeneath(fd, path, flags | O_CLOEXEC, MODE);
  }
}

function openat2(fd: number, path: Uint8Array<ArrayBuffer>, flags: number): number {
  how[0] = flags | O_CLOEXEC;
  how[2] = (flags & O_CREAT) !== 0 ? MODE : 0;
  how[4] = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return fileCalls.syscall(SYS_OPENAT2, fd, path, howBytes, howBytes.length);
}

function probe(): boolean {
  const here = new Uint8Array([0x2e, 0]);
  const opened = openat2(AT_FDCWD, here, O_PATH | O_DIRECTORY);
  if (opened < 0) return false;
  fileCalls.close(opened);
  return true;
}
