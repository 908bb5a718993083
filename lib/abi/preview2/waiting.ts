/**
 * Functions that have to wait.
 *
 * @module
 */

import { Suspend } from "../../component/host_interface.ts";
import type { Pollable } from "../../io/pollable.ts";
import type { Wait } from "../../io/wait.ts";
import type { Context } from "./context.ts";

/** The answer of a function that may have to wait. */
export type MayWait<T> = T | Suspend<Wait>;

/** Waits until one of `pollables` may be ready, or so many nanoseconds have passed, then tries again. */
export function waitFor<T>(
  pollables: readonly Pollable[],
  retry: () => MayWait<T>,
  timeout?: bigint,
): Suspend<Wait> {
  return new Suspend({ pollables, ...(timeout !== undefined && { timeout }) }, retry);
}

/**
 * What `again` answers, and where the thread is shared not before its others had a turn: for a call that
 * found nothing and must not wait. A guest that asks again and again would otherwise keep away what it
 * asks for.
 */
export function giveWay<T>(
  { shared }: Context,
  pollables: readonly Pollable[],
  again: () => T,
): MayWait<T> {
  return shared ? waitFor(pollables, again, 0n) : again();
}

/** What `then` makes of an answer, once it is there. */
export function whenDone<T, U>(answer: MayWait<T>, then: (value: T) => U): MayWait<U> {
  return answer instanceof Suspend
    ? new Suspend(answer.wait, () => whenDone(answer.retry() as MayWait<T>, then))
    : then(answer);
}
