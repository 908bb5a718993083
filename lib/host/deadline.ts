/**
 * Ending a guest in a process that goes on, by node:vm.
 *
 * Loading this module starts Deno's Node layer, 15 to 25 ms.
 *
 * @module
 */

import { createContext, runInContext, runInThisContext } from "node:vm";

/** Where the script finds what it has to call, for a moment. */
const SLOT = Symbol.for("sluice.deadline");

/** Marks the promises of a {@linkcode Realm}, by their constructor. */
const GUESTS = Symbol();

/** Calls what lies in the slot, which is empty by then: a script sees nothing but globals. */
const SCRIPT = `{
  const slot = Symbol.for(${JSON.stringify(SLOT.description)});
  const { call, behind } = globalThis[slot];
  delete globalThis[slot];
  call();
  if (behind !== undefined) Promise.resolve().then(() => behind());
}`;

/**
 * How much later than at the deadline the timer of node:vm goes off, in milliseconds. One that goes off as
 * what it was meant for returns ends whatever runs next, be it the program: what returns in time is so far
 * from it that not even a busy machine lets the two meet.
 */
const MARGIN = 50;

/** What a guest gets that goes on only to be ended, in milliseconds: so much that its timer is not near. */
const GRACE = 200;

/** How long an end that does not come is waited for, in milliseconds. */
const PATIENCE = 500;

/** A moment at which whatever a guest does ends. */
export class Deadline {
  readonly #at: number;
  readonly #ended: PromiseWithResolvers<void> = Promise.withResolvers();
  #realm: Realm | undefined;
  /** Whether something was called that nobody has an answer of. */
  #unanswered = false;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
  }

  /** Whether it has come. */
  get passed(): boolean {
    return this.#left() <= 0;
  }

  /** Nanoseconds until it comes. */
  get left(): bigint {
    return BigInt(Math.max(0, Math.ceil(this.#left() * 1e6)));
  }

  /** Resolves when something was ended: what called a guest that was suspended gets no answer. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /**
   * Calls `body`, and ends it a moment after the deadline, also where it computes or compiles without a
   * call; JavaScript and WebAssembly can neither catch nor delay that.
   *
   * @returns what `body` answers; undefined when it was ended, came to an end too late, or has not begun
   */
  call<T>(body: () => T): T | undefined {
    const left = this.#left();
    if (left <= 0) return undefined;
    let outcome: Outcome<T> | undefined;
    const time = left + MARGIN;
    const end = performance.now() + time;
    try {
      interruptibly(globalThis as Slotted, time, () => {
        const reached = outcomeOf(body);
        if (this.#left() > 0) outcome = reached;
        waitIfNear(end);
      });
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    if (outcome === undefined) {
      this.#unanswered = true;
      // A guest that is suspended, for which this was called, does not go on any more.
      this.#ended.resolve();
      return undefined;
    }
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** `WebAssembly.promising` for a guest that goes on by {@linkcode Deadline.resume} alone. */
  promising(exported: Exported): (...args: Arguments) => Promise<unknown> {
    const enter = this.#ownRealm().promising(exported);
    // To await a promise of another realm is a job in the queue of that realm, which nobody works off.
    return (...args) => {
      const { promise, resolve, reject } = Promise.withResolvers();
      // It may come when nobody asks for it any more, a guest that traps too late, and this can be ended
      // anywhere behind the first instruction of the guest.
      promise.catch(() => {});
      enter(...args).then(resolve, reject);
      return promise;
    };
  }

  /**
   * Lets a suspended guest go on, and ends it at the deadline as {@linkcode Deadline.call} does. One that
   * was suspended too late for an answer stays where it is: nobody could be told of its end.
   *
   * @param goOn resolves the promise that the guest was suspended for
   */
  resume(goOn: () => void): void {
    if (this.#unanswered) return;
    const left = this.#left();
    const time = left > 0 ? left + MARGIN : GRACE;
    const end = performance.now() + time;
    try {
      interruptibly(this.#ownRealm().global, time, goOn, () => waitIfNear(end));
    } catch (error) {
      if (!isTimeout(error)) throw error;
      this.#ended.resolve();
    }
  }

  #ownRealm(): Realm {
    return this.#realm ??= new Realm();
  }

  #left(): number {
    return this.#at - performance.now();
  }
}

/**
 * Another set of JavaScript's globals, with a queue of its own for what follows promises. What
 * its `promising` has suspended goes on out of that queue, and the queue is worked off at the end of a
 * script: within the time of the script.
 */
class Realm {
  readonly global: Slotted;
  readonly promising: (exported: Exported) => (...args: Arguments) => Promise<unknown>;

  constructor() {
    this.global = createContext({}, { microtaskMode: "afterEvaluate" }) as Slotted;
    this.promising = runInContext("WebAssembly.promising", this.global);
    runInContext("Promise", this.global)[GUESTS] = true;
    // However often, it is there once: it is the same function.
    addEventListener("unhandledrejection", keepToOurselves, { capture: true });
  }
}

/**
 * Lets nobody hear of a guest's answer that has no listener: one that failed in the moment of its end, and
 * was ended before anybody could ask for it. It would end the embedding program.
 */
function keepToOurselves(event: PromiseRejectionEvent): void {
  const { constructor } = event.promise as { readonly constructor?: { [GUESTS]?: boolean } };
  if (!constructor?.[GUESTS]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What a function of a wasm instance takes. */
type Arguments = readonly (number | bigint)[];

/** A function of a wasm instance. */
type Exported = (...args: Arguments) => unknown;

/** What is called, and what behind it. */
interface Slotted {
  [SLOT]?: { readonly call: () => void; readonly behind: (() => void) | undefined };
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function outcomeOf<T>(body: () => T): Outcome<T> {
  try {
    return { value: body() };
  } catch (error) {
    return { error };
  }
}

/**
 * @param global of the realm in which `call` is made
 * @param behind is called when that realm's queue has been worked off
 */
function interruptibly(
  global: Slotted,
  milliseconds: number,
  call: () => void,
  behind?: () => void,
): void {
  global[SLOT] = { call, behind };
  const timeout = Math.ceil(milliseconds);
  if (global === globalThis as Slotted) runInThisContext(SCRIPT, { timeout });
  else runInContext(SCRIPT, global, { timeout });
}

/** Returns only where the timer that goes off at `end` is not near. */
function waitIfNear(end: number): void {
  if (end - performance.now() < MARGIN) waitForEnd();
}

/**
 * Waits to be ended. Deno can lose the end when one of its own calls fails at that very moment, so
 * this gives up after a while; the time is over all the same.
 */
function waitForEnd(): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) Atomics.wait(cell, 0, 0, 1);
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
