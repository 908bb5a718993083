/**
 * Waiting for descriptors beside the event loop.
 *
 * @module
 */

import type { Pollable } from "../../io/pollable.ts";
import { wakeAfter } from "../event_loop.ts";
import { O_CLOEXEC, O_NONBLOCK } from "../libc/constants.ts";
import { ColdInt, fail } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { watchCalls } from "../libc/watch_calls.ts";
import { type Interest, Pollfds } from "./pollfds.ts";

const argument = new ColdInt();
const ONE = new Uint8Array(new BigUint64Array([1n]).buffer);

/** An eventfd(2): a descriptor that becomes readable when it is told to. */
class EventDescriptor implements Disposable {
  readonly fd: number = watchCalls.eventfd(argument.of(0), O_CLOEXEC | O_NONBLOCK);

  constructor() {
    if (this.fd < 0) fail();
  }

  raise(): void {
    streamCalls.write(argument.of(this.fd), ONE, ONE.length);
  }

  lower(): void {
    streamCalls.read(argument.of(this.fd), new Uint8Array(ONE.length), ONE.length);
  }

  [Symbol.dispose](): void {
    watchCalls.close(argument.of(this.fd));
  }
}

/** Someone who waits for a descriptor. */
interface Watch extends Interest {
  readonly wake: () => void;
}

/**
 * All that is waited for at once, by one call of ppoll(2) in another thread: a thread for each would
 * soon use up those that Deno has for its files. A change to what is waited for makes the call return,
 * and another one is made, as long as there is anything to wait for.
 */
export class Watcher {
  readonly #watches = new Set<Watch>();
  #change: EventDescriptor | undefined;
  #changed = false;

  /**
   * Calls `wake` once, from the event loop, when the descriptor may be ready.
   *
   * @returns takes that back
   * @throws WasiError `too-many-open-files` when there is no descriptor left to be woken by
   */
  watch({ descriptor, interest }: Interest, wake: () => void): () => void {
    const watch = { descriptor, interest, wake };
    // First what can fail.
    this.#tellChange();
    this.#watches.add(watch);
    return () => {
      if (this.#watches.delete(watch)) this.#tellChange();
    };
  }

  #tellChange(): void {
    if (this.#change === undefined) {
      this.#change = new EventDescriptor();
      // Only when all are known that begin to wait together.
      queueMicrotask(() => this.#waitAgain());
    } else if (!this.#changed) {
      this.#change.raise();
    }
    this.#changed = true;
  }

  #waitAgain(): void {
    const change = this.#change!;
    if (this.#changed) change.lower();
    this.#changed = false;
    if (this.#watches.size === 0) {
      change[Symbol.dispose]();
      this.#change = undefined;
      return;
    }
    const places = placesOf(this.#watches);
    const interests = [...places.values()].map(([first]) => first!);
    const pollfds = new Pollfds([...interests, { descriptor: change.fd, interest: "read" }]);
    void watchCalls.ppollElsewhere(pollfds.bytes, BigInt(pollfds.count), null, null)
      .then((answer) => {
        for (const [i, watches] of [...places.values()].entries()) {
          // A call that failed found nothing, and why is not to be had: who waits looks again.
          if (answer < 0 || pollfds.happened(i) !== 0) this.#wake(watches);
        }
        queueMicrotask(() => this.#waitAgain());
      });
  }

  #wake(watches: readonly Watch[]): void {
    for (const watch of watches) {
      // One that was woken before it can have taken back another.
      if (this.#watches.delete(watch)) watch.wake();
    }
  }
}

/** Those who wait for the same together: the kernel takes no more entries than there are descriptors. */
function placesOf(watches: Iterable<Watch>): Map<string, Watch[]> {
  return Map.groupBy(watches, ({ descriptor, interest }) => `${descriptor} ${interest}`);
}

/** One for the process, whose threads it saves. */
const watcher = new Watcher();

/** How long until what cannot be asked is tried again, in nanoseconds. */
const PAUSE = 1_000_000n;

/** See {@linkcode Host.watch}. */
export function watch({ descriptor, interest }: Pollable, wake: () => void): () => void {
  if (descriptor === undefined || interest === undefined) return wakeAfter(PAUSE, wake);
  return watcher.watch({ descriptor, interest }, wake);
}
