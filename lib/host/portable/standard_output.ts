/**
 * Standard output, past the buffer that Deno has in between.
 *
 * @module
 */

import { ALWAYS_READY, type Pollable } from "../../io/pollable.ts";
import { eachUntilFailure, type OutputStream, WOULD_BLOCK } from "../../io/streams.ts";
import { type Sink, wouldBlock } from "./blocking_stream.ts";
import { sleep } from "./wait.ts";

/** As many bytes as a pipe takes either all or none of. */
const PIPE_BUF = 4096;

/** From here on Deno's buffer is passed by. */
const BUFFER_SIZE = 1024;

/** How long until a full pipe is tried again, in nanoseconds. */
const PAUSE = 1_000_000n;

const NEWLINE = 0x0a;
const NOTHING = new Uint8Array(0);

/**
 * write(2) on standard output.
 *
 * Deno writes through the line buffer of Rust's library and empties it at once. When a pipe that was
 * made non-blocking is full, that fails with bytes still in the buffer, and Deno does not say how
 * many. So this writes parts of which it is known: up to a newline a part goes past the buffer, all
 * or nothing; without one it is kept by the buffer when it is short, else goes past it as well.
 */
export class StandardOutput implements OutputStream {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  write(from: Uint8Array): number {
    const part = firstPart(from);
    if (part.length === from.length) return this.#writePart(from);
    return eachUntilFailure(parts(from), (part) => this.#writePart(part));
  }

  writev(from: readonly Uint8Array[]): number {
    return eachUntilFailure(from, (buffer) => this.write(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }

  #writePart(part: Uint8Array): number {
    try {
      return this.#sink.writeSync(part);
    } catch (error) {
      const answer = wouldBlock(error);
      if (part.length >= BUFFER_SIZE || part.at(-1) === NEWLINE) return answer;
      // The buffer has it, and there must be nothing in it when the next part comes.
      while (!this.#isFlushed()) sleep(PAUSE);
      return part.length;
    }
  }

  #isFlushed(): boolean {
    try {
      this.#sink.writeSync(NOTHING);
      return true;
    } catch (error) {
      return wouldBlock(error) !== WOULD_BLOCK;
    }
  }
}

/** What of `from` is written first: to the last newline within reach, or up to the next one. */
function firstPart(from: Uint8Array): Uint8Array {
  const reach = from.length <= PIPE_BUF ? from : from.subarray(0, PIPE_BUF);
  const end = reach.lastIndexOf(NEWLINE) + 1;
  if (end > 0) return end === from.length ? from : reach.subarray(0, end);
  const next = from.indexOf(NEWLINE, reach.length);
  return next < 0 ? from : from.subarray(0, next);
}

function* parts(from: Uint8Array): Generator<Uint8Array> {
  for (let rest = from; rest.length > 0;) {
    const part = firstPart(rest);
    yield part;
    rest = rest.subarray(part.length);
  }
}
