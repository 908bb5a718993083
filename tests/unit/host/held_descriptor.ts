/**
 * Descriptors of the host, for tests. Loading this module needs the C library.
 *
 * @module
 */
import { coldFileCalls, fileCalls } from "../../../lib/host/libc/file_calls.ts";
import { ColdInt, fail } from "../../../lib/host/libc/library.ts";
import { utf8 } from "../outcome.ts";

const AT_FDCWD = -100;

/** Opens a path of the host, as open(2). The caller closes it. */
export function openHost(path: string, flags = 0): number {
  const fd = coldFileCalls.openat(new ColdInt().of(AT_FDCWD), utf8(`${path}\0`), flags, 0o600);
  return fd < 0 ? fail() : fd;
}

/** A descriptor that is closed when it is no longer wanted. */
export class HeldDescriptor implements Disposable {
  readonly fd: number;

  constructor(fd: number) {
    this.fd = fd;
  }

  [Symbol.dispose](): void {
    fileCalls.close(this.fd);
  }
}

/** How many descriptors this process has open. */
export function countDescriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}
