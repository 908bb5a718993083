/**
 * `wasi:io/poll`.
 *
 * @module
 */

import { Trap } from "../../../errors.ts";
import type { Pollable as Source } from "../../../io/pollable.ts";
import type { Context } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import type { Children } from "../lifetime.ts";
import { giveWay, type MayWait, waitFor } from "../waiting.ts";

/** More pollables than anyone has; it bounds the time for which a call keeps the thread. */
const MAX_POLLED = 1 << 20;

/** Something that happens: a stream is ready, or a moment has come. */
export interface Event {
  hasHappened(): boolean;
  /** What to wait for, which can be another from one time to the next. */
  readonly sources?: readonly Source[];
  /** Nanoseconds until it happens, where that is known. */
  remaining?(): bigint;
}

/** The resource `pollable`. */
export class Pollable implements Disposable {
  readonly event: Event;
  readonly #siblings: Children | undefined;

  /** @param siblings those of the resource that this one was made of */
  constructor(event: Event, siblings?: Children) {
    this.event = event;
    this.#siblings = siblings;
    siblings?.add();
  }

  [Symbol.dispose](): void {
    this.#siblings?.remove();
  }
}

/**
 * After so many polls that have found something at once the others in the thread get a turn: a guest that
 * leaves what it has found as it is, and polls for more, would otherwise keep away what it polls for.
 */
const POLLS_PER_TURN = 16;

/** The interface. */
export function polling(context: Context): Interface {
  const polls = new Polls(context);
  return interfaceOf(
    {
      "[method]pollable.ready": [
        "func(borrow<pollable>) -> bool",
        ({ event }: Pollable) =>
          event.hasHappened() ||
          giveWay(context, event.sources ?? [], () => event.hasHappened()),
      ],
      "[method]pollable.block": [
        "func(borrow<pollable>)",
        ({ event }: Pollable) => polls.whenAny([event], () => undefined),
      ],
      "poll": [
        "func(list<borrow<pollable>>) -> list<u32>",
        (pollables: readonly Pollable[]) => {
          if (pollables.length === 0) throw new Trap("nothing is polled");
          if (pollables.length > MAX_POLLED) throw new Trap("too much is polled at once");
          return polls.whenAny(pollables.map(({ event }) => event), (happened) => happened);
        },
      ],
    },
    { pollable: Pollable },
    ["[method]pollable.ready", "[method]pollable.block", "poll"],
  );
}

/** The polls of one guest. */
class Polls {
  readonly #context: Context;
  /** How many have found something at once, one after the other. */
  #inARow = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  /** What `then` answers of the places of the events that have happened, once one has. */
  whenAny<T>(events: readonly Event[], then: (happened: number[]) => T): MayWait<T> {
    const happened = placesOf(events);
    const again = () => this.whenAny(events, then);
    if (happened.length === 0) {
      this.#inARow = 0;
      // One pollable can be polled a million times at once.
      const sources = new Set(events.flatMap(({ sources = [] }) => sources));
      return waitFor([...sources], again, nearest(events));
    }
    // There is nothing to wait for; but streams move only while something does.
    const onlyTime = happened.every((place) => events[place]!.sources === undefined);
    if (onlyTime) return giveWay(this.#context, [], () => then(placesOf(events)));
    if (this.#context.shared && ++this.#inARow === POLLS_PER_TURN) {
      this.#inARow = 0;
      return waitFor([], again, 0n);
    }
    return then(happened);
  }
}

function placesOf(events: readonly Event[]): number[] {
  const places: number[] = [];
  for (let i = 0; i < events.length; i++) if (events[i]!.hasHappened()) places.push(i);
  return places;
}

/** Nanoseconds until the first moment that is waited for. */
function nearest(events: readonly Event[]): bigint | undefined {
  let nearest: bigint | undefined;
  for (const event of events) {
    const left = event.remaining?.();
    if (left !== undefined && (nearest === undefined || left < nearest)) nearest = left;
  }
  return nearest;
}
