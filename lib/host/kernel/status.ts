/**
 * The status of what Sluice opened, by calls that are bound for loops.
 *
 * @module
 */

import type { FileType, Stat } from "../../filesystem/stat.ts";
import { SYS_FSTAT } from "../libc/constants.ts";
import { fileCalls } from "../libc/file_calls.ts";
import { interrupted } from "../libc/library.ts";
import { StatRecord } from "../libc/stat.ts";

const record = new StatRecord();

/** fstat(2). */
export function statOf(fd: number): Stat {
  fstat(fd);
  return record.read();
}

/** What is under a descriptor, also under one that was opened with O_PATH. */
export function typeOf(fd: number): FileType {
  fstat(fd);
  return record.type;
}

function fstat(fd: number): void {
  while (interrupted(fileCalls.fstat(SYS_FSTAT, fd, record.bytes)));
}
