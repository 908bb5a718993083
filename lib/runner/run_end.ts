/**
 * What ends a run in a process that goes on, whatever the guest does: its timeout, and its caller.
 *
 * @module
 */

import { LimitReached } from "../errors.ts";
import type { Deadline } from "../host/deadline.ts";
import { wakeAfter } from "../host/event_loop.ts";
import { ABORTED_STATUS } from "./statuses.ts";
import type { Outcome, RunOptions } from "./options.ts";
import type { WasmFunction } from "./waiting.ts";

/** The ends of one run that do not come from the guest. */
export class RunEnd {
  readonly #deadline: Deadline | undefined;
  readonly #timedOut: Outcome | undefined;
  readonly #signal: AbortSignal | undefined;

  /**
   * @param deadline with the outcome of a run that comes to it
   */
  constructor(
    deadline: { readonly at: Deadline; readonly outcome: Outcome } | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#deadline = deadline?.at;
    this.#timedOut = deadline?.outcome;
    this.#signal = signal;
  }

  /** What the run has come to, once it is over. */
  get outcome(): Outcome | undefined {
    if (this.#deadline?.passed) return this.#timedOut;
    return this.#signal?.aborted ? abortedBy(this.#signal) : undefined;
  }

  /** What a call fails with that was waiting when the run was over. */
  get reason(): LimitReached {
    return new LimitReached("the run is over");
  }

  /** Calls `body`; the answer is undefined where the run was over before there was one. */
  call<T>(body: () => T): T | undefined {
    if (this.outcome !== undefined) return undefined;
    return this.#deadline === undefined ? body() : this.#deadline.call(body);
  }

  /**
   * Calls `body`, which takes its time, with a signal that is aborted when the run is over; the answer is
   * undefined where that ended it.
   */
  async until<T>(body: (over: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const over = new AbortController();
    const unwatch = this.watch(() => over.abort(this.reason));
    try {
      return await body(over.signal);
    } catch (error) {
      if (over.signal.aborted) return undefined;
      throw error;
    } finally {
      unwatch();
    }
  }

  /**
   * Calls `wake` when the run is over.
   *
   * @returns takes that back
   */
  watch(wake: () => void): () => void {
    const signal = this.#signal;
    const deadline = this.#deadline;
    if (this.outcome !== undefined) wake();
    signal?.addEventListener("abort", wake);
    const stopTimer = deadline && wakeAfter(deadline.left, wake);
    return () => {
      signal?.removeEventListener("abort", wake);
      stopTimer?.();
    };
  }

  /**
   * What calls an export that cannot be suspended.
   *
   * @throws LimitReached when the run is over before there is an answer
   */
  entering(exported: WasmFunction): WasmFunction {
    return (...args) => {
      const answer = this.call(() => [exported(...args)]);
      if (answer === undefined) throw this.reason;
      return answer[0];
    };
  }

  /**
   * What calls an export that can be suspended, and answers a promise.
   *
   * @throws LimitReached when the run is over before the guest ends or is suspended; the promise
   * rejects with it afterwards
   */
  enteringSuspendable(
    exported: WasmFunction,
    promising: (exported: WasmFunction) => WasmFunction,
  ): WasmFunction {
    const deadline = this.#deadline;
    if (deadline === undefined) return this.entering(promising(exported));
    const enter = this.entering(deadline.promising(exported));
    return (...args) =>
      Promise.race([enter(...args), deadline.ended.then(() => Promise.reject(this.reason))]);
  }

  /** An answer that a guest is suspended for, which goes on when that is there. */
  resuming<T>(answer: Promise<T>): Promise<T> {
    const deadline = this.#deadline;
    if (deadline === undefined) return answer;
    return new Promise((resolve) => answer.then((value) => deadline.resume(() => resolve(value))));
  }
}

/**
 * What ends a run beside its guest.
 *
 * @returns undefined where nothing does
 * @throws SluiceError status 2 when a limit is out of its range
 */
export async function runEndOf({ limits, signal }: RunOptions): Promise<RunEnd | undefined> {
  const deadline = limits === undefined ? undefined : await deadlineOf(limits);
  return deadline === undefined && signal === undefined ? undefined : new RunEnd(deadline, signal);
}

async function deadlineOf(
  limits: NonNullable<RunOptions["limits"]>,
): Promise<{ at: Deadline; outcome: Outcome } | undefined> {
  const { checkLimits, timedOut } = await import("./limits.ts");
  checkLimits(limits);
  const { timeout } = limits;
  if (timeout === undefined) return undefined;
  const { Deadline } = await import("../host/deadline.ts");
  return { at: new Deadline(timeout), outcome: timedOut(timeout) };
}

/** The outcome of a run that this signal has aborted. */
export function abortedBy({ reason }: AbortSignal): Outcome {
  const why = reason instanceof Error ? reason.message : String(reason);
  return { status: ABORTED_STATUS, ended: "aborted", message: `the run was aborted: ${why}` };
}
