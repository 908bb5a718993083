/**
 * `struct timespec`.
 *
 * @module
 */

import type { NewTime } from "../../filesystem/stat.ts";

const SECOND = 1_000_000_000n;
const UTIME_NOW = 0x3fff_ffffn;
const UTIME_OMIT = 0x3fff_fffen;

const sum = new BigUint64Array(1);
const halves = new Uint32Array(sum.buffer);

/**
 * A time of `seconds`, below 2^32, and `nanoseconds` as one number of 64 bits.
 *
 * Worked out in halves of doubles, each exact: bigint arithmetic would make four numbers on the way
 * to the one that is wanted, at 25 to 50 ns each.
 */
export function toNanoseconds(seconds: number, nanoseconds: number): bigint {
  const low = (seconds & 0xffff) * 1e9 + nanoseconds;
  const carry = Math.floor(low / 0x10000);
  const high = (seconds >>> 16) * 1e9 + carry;
  const carryHigh = Math.floor(high / 0x10000);
  halves[0] = (high - carryHigh * 0x10000) * 0x10000 + (low - carry * 0x10000);
  halves[1] = carryHigh;
  return sum[0]!;
}

/** A buffer for the two times of utimensat(2), or for one timeout. */
export class TimespecArgument {
  readonly #words = new BigInt64Array(4);
  readonly #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(this.#words.buffer);

  /** The argument that carries an access and a modification time. */
  times(accessed: NewTime, modified: NewTime): Uint8Array<ArrayBuffer> {
    this.#put(0, accessed);
    this.#put(2, modified);
    return this.#bytes;
  }

  /** The argument that carries a duration in nanoseconds. */
  duration(nanoseconds: bigint): Uint8Array<ArrayBuffer> {
    this.#put(0, nanoseconds);
    return this.#bytes;
  }

  #put(at: number, time: NewTime): void {
    if (typeof time === "bigint") {
      this.#words[at] = time / SECOND;
      this.#words[at + 1] = time % SECOND;
    } else {
      this.#words[at] = 0n;
      this.#words[at + 1] = time === "now" ? UTIME_NOW : UTIME_OMIT;
    }
  }
}
