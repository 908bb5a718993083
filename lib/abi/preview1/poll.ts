/**
 * `poll_oneoff`.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { ALWAYS_READY, type Pollable } from "../../io/pollable.ts";
import type { Wait } from "../../io/wait.ts";
import { clockOf } from "./clock.ts";
import {
  EVENTRW_HANGUP,
  EVENTTYPE_CLOCK,
  EVENTTYPE_FD_READ,
  EVENTTYPE_FD_WRITE,
  SUBCLOCK_ABSTIME,
} from "./constants.ts";
import { type Context, type Functions, mustGiveWay, SUSPEND } from "./context.ts";
import { BADF, errnoOf, INVAL, NOTCAPABLE, SUCCESS } from "./errno.ts";
import type { Layouts } from "./layouts.ts";
import { EVENT, type Event, type Subscription, writeEvent } from "./records.ts";
import { FD_READ, FD_WRITE, POLL_FD_READWRITE } from "./rights.ts";

/** More subscriptions than descriptors and timers anyone has; it bounds what a call allocates. */
const MAX_SUBSCRIPTIONS = 65_536;

/**
 * After so many polls that have found something at once the others in the thread get a turn: a guest that
 * leaves what it has found as it is, and polls for more, would otherwise keep away what it polls for.
 */
const POLLS_PER_TURN = 16;

/** Something a guest waits for. */
interface Awaited {
  /** What happened, if anything has. */
  event(): Event | undefined;
  readonly pollable?: Pollable;
  /** Nanoseconds until it happens. */
  remaining?(): bigint;
}

/** What a poll waits for; relative times count from its first try. */
interface PollWait extends Wait {
  readonly awaited: readonly Awaited[];
}

/** The function of this family. */
export function poll(context: Context, layouts: Layouts): Functions {
  const { memory } = context;
  let foundInARow = 0;
  return {
    /**
     * As poll(2), with clocks.
     *
     * Errno: INVAL for none or more than 65 536 subscriptions, and for one of an unknown type.
     * What is wrong with one descriptor or clock is the error of its event.
     */
    poll_oneoff(subscriptions: number, events: number, count: number, happened: number): number {
      count >>>= 0;
      if (count === 0 || count > MAX_SUBSCRIPTIONS) return INVAL;
      memory.check(happened, 4, 4);
      memory.check(subscriptions, count * layouts.subscriptionSize, 8);
      memory.check(events, count * EVENT, 8);
      const awaited = (context.resumed as PollWait | undefined)?.awaited ?? Array.from(
        { length: count },
        (_, i) =>
          awaitOne(
            context,
            layouts.readSubscription(memory, subscriptions + i * layouts.subscriptionSize),
          ),
      );
      const ready = awaited.map((one) => one.event()).filter((event) => event !== undefined);
      if (ready.length === 0) {
        foundInARow = 0;
        return suspend(context, awaited, nearest(awaited));
      }
      // There is nothing to wait for; but streams move only while something does.
      const onlyTime = ready.every(({ type }) => type === EVENTTYPE_CLOCK);
      if (onlyTime && mustGiveWay(context)) return suspend(context, awaited, 0n);
      if (++foundInARow >= POLLS_PER_TURN && mustGiveWay(context)) {
        foundInARow = 0;
        return suspend(context, awaited, 0n, []);
      }
      for (const [i, event] of ready.entries()) writeEvent(memory, events + i * EVENT, event);
      memory.setU32(happened, ready.length);
      return SUCCESS;
    },
  };
}

function suspend(
  context: Context,
  awaited: readonly Awaited[],
  timeout: bigint | undefined,
  pollables: readonly Pollable[] = awaited.flatMap(({ pollable }) => pollable ?? []),
): typeof SUSPEND {
  const wait: PollWait = { pollables, awaited, ...(timeout !== undefined && { timeout }) };
  context.wait = wait;
  return SUSPEND;
}

/** Nanoseconds until the first clock has come so far. */
function nearest(awaited: readonly Awaited[]): bigint | undefined {
  let nearest: bigint | undefined;
  for (const { remaining } of awaited) {
    const left = remaining?.();
    if (left !== undefined && (nearest === undefined || left < nearest)) nearest = left;
  }
  return nearest;
}

function awaitOne(context: Context, subscription: Subscription): Awaited {
  try {
    switch (subscription.type) {
      case EVENTTYPE_CLOCK:
        return awaitClock(context, subscription);
      case EVENTTYPE_FD_READ:
      case EVENTTYPE_FD_WRITE:
        return awaitStream(context, subscription);
    }
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    return failed(subscription, errnoOf(error.code));
  }
  throw new WasiError("invalid");
}

function failed({ userdata, type }: Subscription, errno: number): Awaited {
  return { event: () => ({ userdata, errno, type, bytes: 0n, flags: 0 }) };
}

function awaitClock(context: Context, subscription: Subscription): Awaited {
  const { userdata, type, flags } = subscription;
  if ((flags & ~SUBCLOCK_ABSTIME) !== 0) return failed(subscription, INVAL);
  const clock = clockOf(context, subscription.clock);
  const start = (flags & SUBCLOCK_ABSTIME) !== 0 ? 0n : clock.now();
  const deadline = start + subscription.timeout;
  return {
    event: () =>
      clock.now() >= deadline ? { userdata, errno: SUCCESS, type, bytes: 0n, flags: 0 } : undefined,
    remaining() {
      const left = deadline - clock.now();
      return left > 0n ? left : 0n;
    },
  };
}

function awaitStream(context: Context, subscription: Subscription): Awaited {
  const { userdata, type, fd } = subscription;
  const description = context.descriptors.get(fd);
  if (description === undefined) return failed(subscription, BADF);
  const reading = type === EVENTTYPE_FD_READ;
  const needed = POLL_FD_READWRITE | (reading ? FD_READ : FD_WRITE);
  if ((description.rights & needed) !== needed) return failed(subscription, NOTCAPABLE);
  const stream = reading ? description.input ?? description.socket?.listener : description.output;
  const pollable = stream?.subscribe() ?? ALWAYS_READY;
  const { file, cursor } = description;
  return {
    pollable,
    event() {
      const state = pollable.state();
      if (!state.ready) return undefined;
      const bytes = file !== undefined && cursor !== undefined && reading
        ? BigInt(file.size()) - BigInt(cursor.seek(0n, "current"))
        : BigInt(state.bytes);
      const flags = state.hangup ? EVENTRW_HANGUP : 0;
      return { userdata, errno: SUCCESS, type, bytes: bytes > 0n ? bytes : 0n, flags };
    },
  };
}
