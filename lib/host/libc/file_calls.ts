/**
 * The system calls on files and directories: the second half of the binding table, bound only when
 * a directory or a file is granted.
 *
 * @module
 */

import type { ByteCalls } from "./byte_calls.ts";
import { bind, type Buffer, COLD_INT, type Int } from "./library.ts";

/** Those called in loops. */
export interface FileCalls extends ByteCalls {
  /** `offset` below 2^31. */
  pread(fd: number, into: Buffer, size: number, offset: number): number;
  /** `offset` below 2^31. */
  pwrite(fd: number, from: Buffer, size: number, offset: number): number;
  /** Called for openat2(2), which has no function of its own, and for newfstatat(2). */
  syscall(number: number, directory: number, path: Buffer, record: Buffer, last: number): number;
  /** syscall(2), called for fstat(2) alone. */
  fstat(number: number, fd: number, record: Buffer): number;
  close(fd: number): number;
}

/** The functions of {@linkcode FileCalls}. */
export const fileCalls: FileCalls = bind({
  read: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  write: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  pread: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  pwrite: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  syscall: { parameters: ["i32", "i32", "buffer", "buffer", "i32"], result: "i32" },
  fstat: { name: "syscall", parameters: ["i32", "i32", "buffer"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
});

/** The others. */
export interface ColdFileCalls {
  fallocate(fd: Int, mode: number, offset: bigint, length: bigint): number;
  /** Answers the errno itself. */
  posix_fadvise(fd: Int, offset: bigint, length: bigint, advice: number): number;
  /** Of a grant by its name, and of single names in the walk. */
  openat(directory: Int, path: Buffer, flags: number, mode: number): number;
  mkdirat(directory: Int, path: Buffer, mode: number): number;
  unlinkat(directory: Int, path: Buffer, flags: number): number;
  renameat(from: Int, fromPath: Buffer, to: number, toPath: Buffer): number;
  linkat(from: Int, fromPath: Buffer, to: number, toPath: Buffer, flags: number): number;
  symlinkat(target: Buffer, directory: Int, path: Buffer): number;
  readlinkat(directory: Int, path: Buffer, into: Buffer, size: number): number;
  utimensat(directory: Int, path: Buffer, times: Buffer, flags: number): number;
  getdents64(fd: Int, into: Buffer, size: number): number;
}

/** The functions of {@linkcode ColdFileCalls}. */
export const coldFileCalls: ColdFileCalls = bind({
  fallocate: { parameters: [COLD_INT, "i32", "i64", "i64"], result: "i32" },
  posix_fadvise: { parameters: [COLD_INT, "i64", "i64", "i32"], result: "i32" },
  openat: { parameters: [COLD_INT, "buffer", "i32", "u32"], result: "i32" },
  mkdirat: { parameters: [COLD_INT, "buffer", "u32"], result: "i32" },
  unlinkat: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
  renameat: { parameters: [COLD_INT, "buffer", "i32", "buffer"], result: "i32" },
  linkat: { parameters: [COLD_INT, "buffer", "i32", "buffer", "i32"], result: "i32" },
  symlinkat: { parameters: ["buffer", COLD_INT, "buffer"], result: "i32" },
  readlinkat: { parameters: [COLD_INT, "buffer", "buffer", "i32"], result: "i32" },
  utimensat: { parameters: [COLD_INT, "buffer", "buffer", "i32"], result: "i32" },
  getdents64: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
});
