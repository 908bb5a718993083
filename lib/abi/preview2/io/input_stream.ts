/**
 * The resource `input-stream`.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";
import type { Result } from "../../../component/values.ts";
import { ALWAYS_READY, type Pollable as Source } from "../../../io/pollable.ts";
import { END, type InputStream as Input, WOULD_BLOCK } from "../../../io/streams.ts";
import type { Context } from "../context.ts";
import { Children } from "../lifetime.ts";
import { ok } from "../results.ts";
import { pieceOf } from "../scratch.ts";
import { giveWay, type MayWait, waitFor } from "../waiting.ts";
import { Pollable } from "./poll.ts";
import { CLOSED, failed, type StreamError } from "./stream_error.ts";

/** What a read finds beside {@linkcode END} and {@linkcode WOULD_BLOCK}: that the stream has failed. */
const FAILED = -3;

const NOTHING = new Uint8Array(0);

/** Bytes to read. What is answered lies in the context's scratch until the next call. */
export class InputStream implements Disposable {
  readonly #context: Context;
  readonly #input: Input;
  readonly #source: Source;
  readonly #owned: Disposable | undefined;
  readonly #children: Children;
  #closed = false;
  #failure: WasiError | undefined;

  /** @param owned what is to be disposed with it */
  constructor(context: Context, input: Input, owned?: Disposable) {
    this.#context = context;
    this.#input = input;
    this.#source = input.subscribe();
    this.#owned = owned;
    this.#children = new Children(context.lifetime, "input-stream");
  }

  /** As read(2) on what does not wait: the answer may be empty. */
  read(length: bigint): MayWait<Result<Uint8Array, StreamError>> {
    const count = this.take(length);
    if (count !== WOULD_BLOCK) return this.#bytes(count);
    return giveWay(this.#context, [this.#source], () => this.#bytes(this.take(length)));
  }

  /** As read(2). */
  blockingRead(length: bigint): MayWait<Result<Uint8Array, StreamError>> {
    const count = this.#takeNow(length);
    return count === WOULD_BLOCK
      ? waitFor([this.#source], () => this.blockingRead(length))
      : this.#bytes(count);
  }

  /** As {@linkcode read}, and forgets the bytes. */
  skip(length: bigint): MayWait<Result<bigint, StreamError>> {
    const count = this.take(length);
    if (count !== WOULD_BLOCK) return this.#count(count);
    return giveWay(this.#context, [this.#source], () => this.#count(this.take(length)));
  }

  /** As {@linkcode blockingRead}, and forgets the bytes. */
  blockingSkip(length: bigint): MayWait<Result<bigint, StreamError>> {
    const count = this.#takeNow(length);
    return count === WOULD_BLOCK
      ? waitFor([this.#source], () => this.blockingSkip(length))
      : this.#count(count);
  }

  subscribe(): Pollable {
    const sources = [this.#source];
    return new Pollable({ hasHappened: () => this.isReady(), sources }, this.#children);
  }

  /** Whether a read would not have to wait. */
  isReady(): boolean {
    return this.#closed || this.#source === ALWAYS_READY || this.#source.state().ready;
  }

  /** What is waited for where it is not ready. */
  get source(): Source {
    return this.#source;
  }

  /**
   * Reads, if that does not have to wait.
   *
   * @returns the count of bytes, which {@linkcode taken} answers, or a negative number, which
   * {@linkcode refusal} tells the meaning of
   */
  take(length: bigint): number {
    return this.isReady() ? this.#takeNow(length) : WOULD_BLOCK;
  }

  /** So many bytes as were read. */
  taken(count: number): Uint8Array {
    return this.#context.scratch.first(count);
  }

  /** The failure that a negative count means. */
  refusal(count: number): Result<never, StreamError> {
    this.#closed = true;
    return count === FAILED ? failed(this.#failure!) : CLOSED;
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#owned?.[Symbol.dispose]();
  }

  /** The same in a thread that may be blocked by it. */
  #takeNow(length: bigint): number {
    if (this.#closed) return END;
    try {
      return this.#input.read(this.#context.scratch.first(pieceOf(length)));
    } catch (error) {
      if (!(error instanceof WasiError)) throw error;
      this.#failure = error;
      return FAILED;
    }
  }

  #bytes(count: number): Result<Uint8Array, StreamError> {
    if (count > 0) return ok(this.taken(count));
    return count === 0 || count === WOULD_BLOCK ? ok(NOTHING) : this.refusal(count);
  }

  #count(count: number): Result<bigint, StreamError> {
    if (count >= 0) return ok(BigInt(count));
    return count === WOULD_BLOCK ? ok(0n) : this.refusal(count);
  }
}
