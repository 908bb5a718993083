/**
 * The host of the calls, as jco wants it: see ../calls.ts.
 *
 * @module
 */

export class Stream {
  written = 0n;

  write(bytes) {
    this.written += BigInt(bytes.length);
    return this.written;
  }
}

export const open = () => new Stream();

export const now = () => 1_000_000_000n;

export const text = (given) => given;
