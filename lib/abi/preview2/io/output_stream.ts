/**
 * The resource `output-stream`.
 *
 * @module
 */

import { Trap, WasiError } from "../../../errors.ts";
import type { Result } from "../../../component/values.ts";
import { ALWAYS_READY, type Pollable as Source } from "../../../io/pollable.ts";
import { type OutputStream as Output, WOULD_BLOCK } from "../../../io/streams.ts";
import type { Context } from "../context.ts";
import { Children } from "../lifetime.ts";
import { DONE, ok } from "../results.ts";
import { giveWay, type MayWait, waitFor, whenDone } from "../waiting.ts";
import { Flusher, type Flushing } from "./flushing.ts";
import type { InputStream } from "./input_stream.ts";
import { Pollable } from "./poll.ts";
import { CLOSED, failed, type StreamError } from "./stream_error.ts";

/** The most bytes that are permitted at once. */
const MAX_PERMIT = 1 << 20;

/** As many bytes as a pipe takes without waiting when poll(2) says that it takes any. */
const PIPE_BUF = 4096;

/** The most bytes that one call writes and flushes. */
const MAX_FLUSHED = 4096;

const NOTHING = new Uint8Array(0);

type Written = Result<undefined, StreamError>;

/** Bytes to write. */
export class OutputStream implements Disposable {
  readonly #context: Context;
  readonly #output: Output;
  readonly #source: Source;
  readonly #owned: Disposable | undefined;
  readonly #flusher: Flusher;
  readonly #children: Children;
  /** How many bytes may be written before the next question. */
  #permit = 0;
  #closed = false;
  #flushing: Flushing | undefined;

  /**
   * @param owned what is to be disposed with it
   * @param flusher that of the output, where the output can be under other streams too
   */
  constructor(
    context: Context,
    output: Output,
    owned?: Disposable,
    flusher: Flusher = new Flusher(output),
  ) {
    this.#context = context;
    this.#output = output;
    this.#source = output.subscribe();
    this.#owned = owned;
    this.#flusher = flusher;
    this.#children = new Children(context.lifetime, "output-stream");
  }

  /** How many bytes can be written without waiting. */
  checkWrite(): MayWait<Result<bigint, StreamError>> {
    const permitted = () => {
      this.#permit = this.#room();
      return ok(BigInt(this.#permit));
    };
    if (this.#closed) return CLOSED;
    const answer = permitted();
    return this.#permit > 0 ? answer : giveWay(this.#context, [this.#awaited], permitted);
  }

  /**
   * As write(2) of all bytes.
   *
   * @throws Trap when they are more than was permitted
   */
  write(contents: Uint8Array): MayWait<Written> {
    if (this.#closed) return CLOSED;
    this.#use(contents.length);
    return this.#put(contents);
  }

  /** The same with zeros. */
  writeZeroes(length: bigint): MayWait<Written> {
    if (this.#closed) return CLOSED;
    this.#use(length);
    return this.#put(new Uint8Array(Number(length)));
  }

  /**
   * As write(2) and fsync(2) of what lies between here and the receiver.
   *
   * @throws Trap for more than 4096 bytes
   */
  blockingWriteAndFlush(contents: Uint8Array): MayWait<Written> {
    if (contents.length > MAX_FLUSHED) {
      throw new Trap("more than 4096 bytes are written and flushed");
    }
    if (this.#closed) return CLOSED;
    // What was permitted before is not any more.
    this.#permit = 0;
    return whenDone(
      this.#put(contents),
      (written) => written.tag === "err" ? written : this.blockingFlush(),
    ) as MayWait<Written>;
  }

  /** The same with zeros. */
  blockingWriteZeroesAndFlush(length: bigint): MayWait<Written> {
    const most = length > MAX_FLUSHED ? MAX_FLUSHED + 1 : Number(length);
    return this.blockingWriteAndFlush(new Uint8Array(most));
  }

  /** Asks that what was written arrives; nothing can be written before it has. */
  flush(): Written {
    if (this.#closed) return CLOSED;
    this.#flushing = this.#flusher.flush();
    if (this.#flushing !== undefined) this.#permit = 0;
    return DONE;
  }

  /** The same, and waits for it. */
  blockingFlush(): MayWait<Written> {
    const asked = this.flush();
    return asked.tag === "err" ? asked : this.#whenFlushed();
  }

  /** Moves bytes from an input, as splice(2) on what does not wait. */
  splice(from: InputStream, length: bigint): MayWait<Result<bigint, StreamError>> {
    if (this.#closed) return CLOSED;
    const room = BigInt(this.#room());
    this.#permit = 0;
    const count = from.take(length < room ? length : room);
    if (count === WOULD_BLOCK) return giveWay(this.#context, [from.source], () => ok(0n));
    if (count < 0) return from.refusal(count);
    if (count === 0) return ok(0n);
    return whenDone(
      this.#put(from.taken(count)),
      (written) => written.tag === "err" ? written : ok(BigInt(count)),
    );
  }

  /** The same when there are bytes and room for them. */
  blockingSplice(from: InputStream, length: bigint): MayWait<Result<bigint, StreamError>> {
    const missing = [
      ...this.#closed || this.#room() > 0 ? [] : [this.#awaited],
      ...from.isReady() ? [] : [from.source],
    ];
    return missing.length === 0
      ? this.splice(from, length)
      : waitFor(missing, () => this.blockingSplice(from, length));
  }

  subscribe(): Pollable {
    const hasHappened = () => this.#closed || this.#room() > 0;
    const awaited = () => this.#awaited;
    const event = {
      hasHappened,
      get sources() {
        return [awaited()];
      },
    };
    return new Pollable(event, this.#children);
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#owned?.[Symbol.dispose]();
  }

  /** What comes before the next byte can be written: that those before have arrived, then room. */
  get #awaited(): Source {
    return this.#flushing?.state().ready === false ? this.#flushing : this.#source;
  }

  /** Bytes that can be written at this moment; none while the stream is flushed. */
  #room(): number {
    if (this.#source === ALWAYS_READY) return MAX_PERMIT;
    if (this.#flushing?.state().ready === false) return 0;
    const { ready, bytes } = this.#source.state();
    if (!ready) return 0;
    return bytes > 0 ? Math.min(bytes, MAX_PERMIT) : PIPE_BUF;
  }

  #use(length: number | bigint): void {
    if (length > this.#permit) {
      throw new Trap("more is written than an output-stream has permitted");
    }
    this.#permit -= Number(length);
  }

  /** Writes all of it; what does not fit, as somebody else has been there before, later. */
  #put(contents: Uint8Array): MayWait<Written> {
    let at = 0;
    try {
      while (at < contents.length) {
        const count = this.#output.write(at === 0 ? contents : contents.subarray(at));
        if (count === WOULD_BLOCK) {
          const rest = contents.slice(at);
          return waitFor([this.#source], () => this.#put(rest));
        }
        at += count;
      }
      return DONE;
    } catch (error) {
      return this.#failedBy(error);
    }
  }

  #whenFlushed(): MayWait<Written> {
    const flushing = this.#flushing;
    if (flushing === undefined) return DONE;
    if (!flushing.state().ready) return waitFor([flushing], () => this.#whenFlushed());
    try {
      // What has failed on its way is told to whoever writes next, be it nothing.
      this.#output.write(NOTHING);
      return DONE;
    } catch (error) {
      return this.#failedBy(error);
    }
  }

  #failedBy(error: unknown): Written {
    if (!(error instanceof WasiError)) throw error;
    this.#closed = true;
    return failed(error);
  }
}
