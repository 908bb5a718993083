/**
 * The system calls on descriptors that are streams: the first half of the binding table.
 *
 * Sizes are bound as i32, and never exceed {@linkcode MAX_TRANSFER}: an i64 costs 120 ns and more
 * when given as a number. {@linkcode COLD_INT} says which functions are bound for a quick start and
 * which for quick calls.
 *
 * @module
 */

import { bind, type Buffer, COLD_INT, COLD_LONG, type Int, type Long } from "./library.ts";

/** read(2), write(2) and what goes with them. */
export interface StreamCalls {
  read(fd: Int, into: Buffer, size: number): number;
  write(fd: Int, from: Buffer, size: number): number;
  readv(fd: Int, iovecs: Buffer, count: number): number;
  writev(fd: Int, iovecs: Buffer, count: number): number;
  pread64(fd: Int, into: Buffer, size: number, offset: bigint): number;
  pwrite64(fd: Int, from: Buffer, size: number, offset: bigint): number;
  preadv64(fd: Int, iovecs: Buffer, count: number, offset: bigint): number;
  pwritev64(fd: Int, iovecs: Buffer, count: number, offset: bigint): number;
  lseek(fd: Int, offset: bigint, whence: number): bigint;
  /** `timeout` null waits without limit; `signals` is always null. */
  ppoll(pollfds: Buffer, count: Long, timeout: Buffer | null, signals: Buffer | null): number;
  fcntl(fd: Int, command: number, flags: number): number;
  /** Called for FIONREAD alone: the bytes that can be read, into an i32. */
  ioctl(fd: Int, request: bigint, into: Buffer): number;
  /** syscall(2), called for fstat(2) alone. */
  fstat(number: number, fd: Int, record: Buffer): number;
  fsync(fd: Int): number;
  fdatasync(fd: Int): number;
  futimens(fd: Int, times: Buffer): number;
  ftruncate(fd: Int, length: bigint): number;
}

/** The functions of {@linkcode StreamCalls}. */
export const streamCalls: StreamCalls = bind({
  read: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
  write: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
  readv: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
  writev: { parameters: [COLD_INT, "buffer", "i32"], result: "i32" },
  pread64: { parameters: [COLD_INT, "buffer", "i32", "i64"], result: "i32" },
  pwrite64: { parameters: [COLD_INT, "buffer", "i32", "i64"], result: "i32" },
  preadv64: { parameters: [COLD_INT, "buffer", "i32", "i64"], result: "i32" },
  pwritev64: { parameters: [COLD_INT, "buffer", "i32", "i64"], result: "i32" },
  lseek: { parameters: [COLD_INT, "i64", "i32"], result: "i64" },
  ppoll: { parameters: ["buffer", COLD_LONG, "buffer", "buffer"], result: "i32" },
  fcntl: { parameters: [COLD_INT, "i32", "i32"], result: "i32" },
  ioctl: { parameters: [COLD_INT, "u64", "buffer"], result: "i32" },
  fstat: { name: "syscall", parameters: ["i32", COLD_INT, "buffer"], result: "i32" },
  fsync: { parameters: [COLD_INT], result: "i32" },
  fdatasync: { parameters: [COLD_INT], result: "i32" },
  futimens: { parameters: [COLD_INT, "buffer"], result: "i32" },
  ftruncate: { parameters: [COLD_INT, "i64"], result: "i32" },
});
