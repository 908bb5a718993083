/**
 * A line that is written while the process ends, by the C library alone.
 *
 * @module
 */

import { functionAddress, lastWordCalls } from "../libc/timer_calls.ts";
import { type Buffer, ColdInt } from "../libc/library.ts";

const STDERR = 2;
const NULL = 0n;

/** setvbuf(3): nothing is written before the stream is flushed. */
const FULLY_BUFFERED = 0;

/**
 * Puts a line where quick_exit(3) will write it to standard error: into the buffer of a stdio stream,
 * with fflush(3), which flushes all streams when it is given none, as what is called at a quick exit.
 *
 * An ordinary exit(3) would write it too, unless it has been taken back.
 */
export class LastWords implements Disposable {
  /** A `FILE *`; none where standard error cannot be written, so that nobody can be told. */
  readonly #file: Buffer | undefined;

  constructor(line: string) {
    const file = lastWordCalls.fdopen(new ColdInt().of(STDERR), text("w"));
    if (file === NULL) return;
    this.#file = pointer(file);
    lastWordCalls.setvbuf(this.#file, null, FULLY_BUFFERED, 0n);
    lastWordCalls.fputs(text(line), this.#file);
    lastWordCalls.__cxa_at_quick_exit(pointer(functionAddress("fflush")), 0n);
  }

  /** Takes the line back. */
  [Symbol.dispose](): void {
    if (this.#file !== undefined) lastWordCalls.__fpurge(this.#file);
  }
}

function text(value: string): Buffer {
  return new TextEncoder().encode(`${value}\0`);
}

function pointer(value: bigint): Buffer {
  return new Uint8Array(new BigUint64Array([value]).buffer);
}
