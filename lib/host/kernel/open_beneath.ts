/**
 * Opening beneath a directory so that the kernel itself refuses to leave it.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { O_CLOEXEC } from "../libc/constants.ts";
import { EAGAIN, EINTR, EXDEV } from "../libc/errno.ts";
import { errno, fail } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";
import { hasOpenat2, openat2 } from "./openat2.ts";
import { walkBeneath } from "./walk_beneath.ts";

/** The mode of a new file, before the umask. */
const MODE = 0o666;

/** How often a rename elsewhere may disturb openat2 before the walk takes over; 3 is the most seen. */
const RETRIES = 4;

const pathArgument = new PathArgument();

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
    const opened = openat2(fd, argument, flags, MODE);
    if (opened >= 0) return opened;
    const number = errno();
    if (number === EXDEV) throw new WasiError("not-capable");
    if (number === EINTR) continue;
    if (number !== EAGAIN) fail(number);
    if (++disturbed > RETRIES) return walkBeneath(fd, path, flags | O_CLOEXEC, MODE);
  }
}
