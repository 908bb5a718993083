/**
 * Several buffers by calls that take one.
 *
 * @module
 */

import { eachUntilFailure } from "../../io/streams.ts";

/** Up to so many bytes are moved by way of a buffer of ours: copying is cheaper than further calls. */
const SMALL = 65_536;

const scratch = new Uint8Array(SMALL);

/** readv(2) by one read where the buffers are small, else by a read for each. */
export function scatter(
  buffers: readonly Uint8Array[],
  read: (buffer: Uint8Array, before: number) => number,
): number {
  const total = lengthOf(buffers);
  if (total > SMALL) return eachInTurn(buffers, read);
  const count = read(scratch.subarray(0, total), 0);
  let at = 0;
  for (const buffer of buffers) {
    if (at >= count) break;
    buffer.set(scratch.subarray(at, Math.min(at + buffer.length, count)));
    at += buffer.length;
  }
  return count;
}

/** writev(2) by one write where the buffers are small, else by a write for each. */
export function gather(
  buffers: readonly Uint8Array[],
  write: (buffer: Uint8Array, before: number) => number,
): number {
  const total = lengthOf(buffers);
  if (total > SMALL) return eachInTurn(buffers, write);
  let at = 0;
  for (const buffer of buffers) {
    scratch.set(buffer, at);
    at += buffer.length;
  }
  return write(scratch.subarray(0, total), 0);
}

/** How many bytes the buffers hold together. */
export function lengthOf(buffers: readonly Uint8Array[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}

function eachInTurn(
  buffers: readonly Uint8Array[],
  transfer: (buffer: Uint8Array, before: number) => number,
): number {
  let before = 0;
  return eachUntilFailure(buffers, (buffer) => {
    const count = transfer(buffer, before);
    before += count;
    return count;
  });
}
