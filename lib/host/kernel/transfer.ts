/**
 * Moving bytes between guest memory and a descriptor: the hot path.
 *
 * @module
 */

import type { Offset } from "../../io/offset.ts";
import type { ByteCalls } from "../libc/byte_calls.ts";
import { MAX_TRANSFER } from "../libc/constants.ts";
import { EAGAIN, EINTR } from "../libc/errno.ts";
import { IovecArgument } from "../libc/iovec_argument.ts";
import { ColdInt, errno, fail, interrupted } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { END, WOULD_BLOCK } from "../../io/streams.ts";

const argument = new ColdInt();
const iovecs = new IovecArgument();

/** read(2) on a stream: the count, END or WOULD_BLOCK. */
export function read(calls: ByteCalls, fd: number, into: Uint8Array): number {
  const size = Math.min(into.length, MAX_TRANSFER);
  for (;;) {
    const count = calls.read(fd, into as Uint8Array<ArrayBuffer>, size);
    if (count > 0) return count;
    if (count === 0) return size === 0 ? 0 : END;
    if (mustWait()) return WOULD_BLOCK;
  }
}

/** readv(2) on a stream: the count, END or WOULD_BLOCK. */
export function readv(fd: number, into: readonly Uint8Array[]): number {
  for (;;) {
    const array = iovecs.of(into);
    const count = streamCalls.readv(argument.of(fd), array, iovecs.count);
    if (count > 0) return count;
    if (count === 0) return iovecs.count === 0 ? 0 : END;
    if (mustWait()) return WOULD_BLOCK;
  }
}

/** write(2): the count or WOULD_BLOCK. */
export function write(calls: ByteCalls, fd: number, from: Uint8Array): number {
  const size = Math.min(from.length, MAX_TRANSFER);
  for (;;) {
    const count = calls.write(fd, from as Uint8Array<ArrayBuffer>, size);
    if (count >= 0) return count;
    if (mustWait()) return WOULD_BLOCK;
  }
}

/** writev(2): the count or WOULD_BLOCK. */
export function writev(fd: number, from: readonly Uint8Array[]): number {
  for (;;) {
    const array = iovecs.of(from);
    const count = streamCalls.writev(argument.of(fd), array, iovecs.count);
    if (count >= 0) return count;
    if (mustWait()) return WOULD_BLOCK;
  }
}

/** pread(2) at any offset; the binding for small ones is in ConfinedFile, where it is hot. */
export function pread(fd: number, into: Uint8Array, offset: Offset): number {
  const size = Math.min(into.length, MAX_TRANSFER);
  let count: number;
  do {
    count = streamCalls.pread64(
      argument.of(fd),
      into as Uint8Array<ArrayBuffer>,
      size,
      BigInt(offset),
    );
  } while (interrupted(count));
  return count;
}

/** pwrite(2) at any offset. */
export function pwrite(fd: number, from: Uint8Array, offset: Offset): number {
  const size = Math.min(from.length, MAX_TRANSFER);
  let count: number;
  do {
    count = streamCalls.pwrite64(
      argument.of(fd),
      from as Uint8Array<ArrayBuffer>,
      size,
      BigInt(offset),
    );
  } while (interrupted(count));
  return count;
}

/** preadv(2). */
export function preadv(fd: number, into: readonly Uint8Array[], offset: Offset): number {
  let count: number;
  do {
    const array = iovecs.of(into);
    count = streamCalls.preadv64(argument.of(fd), array, iovecs.count, BigInt(offset));
  } while (interrupted(count));
  return count;
}

/** pwritev(2). */
export function pwritev(fd: number, from: readonly Uint8Array[], offset: Offset): number {
  let count: number;
  do {
    const array = iovecs.of(from);
    count = streamCalls.pwritev64(argument.of(fd), array, iovecs.count, BigInt(offset));
  } while (interrupted(count));
  return count;
}

/** After a failed call: whether nothing can be done now; else it is to be made again. */
function mustWait(): boolean {
  const number = errno();
  if (number === EINTR) return false;
  return number === EAGAIN || fail(number);
}
