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

/** The interface. */
export function polling(context: Context): Interface {
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
        ({ event }: Pollable) => whenAny(context, [event], () => undefined),
      ],
      "poll": [
        "func(list<borrow<pollable>>) -> list<u32>",
        (pollables: readonly Pollable[]) => {
          if (pollables.length === 0) throw new Trap("nothing is polled");
          if (pollables.length > MAX_POLLED) throw new Trap("too much is polled at once");
          return whenAny(context, pollables.map(({ event }) => event), (happened) => happened);
        },
      ],
    },
    { pollable: Pollable },
    ["[method]pollable.ready", "[method]pollable.block", "poll"],
  );
}

/** What `then` answers of the places of the events that have happened, once one has. */
function whenAny<T>(
  context: Context,
  events: readonly Event[],
  then: (happened: number[]) => T,
): MayWait<T> {
  const happened = placesOf(events);
  if (happened.length === 0) {
    // One pollable can be polled a million times at once.
    const sources = new Set(events.flatMap(({ sources = [] }) => sources));
    return waitFor([...sources], () => whenAny(context, events, then), nearest(events));
  }
  // There is nothing to wait for; but streams move only while something does.
  const onlyTime = happened.every((place) => events[place]!.sources === undefined);
  return onlyTime ? giveWay(context, [], () => then(placesOf(events))) : then(happened);
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
