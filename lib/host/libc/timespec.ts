/**
 * `struct timespec`.
 *
 * @module
 */

import type { NewTime } from "../../filesystem/stat.ts";

const SECOND = 1_000_000_000n;
const UTIME_NOW = 0x3fff_ffffn;
const UTIME_OMIT = 0x3fff_fffen;

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
