/**
 * Ending a guest in a process that goes on, by node:vm.
 *
 * Loading this module starts Deno's Node layer, 15 to 25 ms.
 *
 * @module
 */

import { runInThisContext } from "node:vm";
import { LimitReached } from "../errors.ts";

/** Where the script finds what it has to call, for a moment. */
const SLOT = Symbol.for("sluice.deadline");

/** Calls what lies in the slot, which is empty by then: a script sees nothing but globals. */
const SCRIPT = `{
  const slot = Symbol.for(${JSON.stringify(SLOT.description)});
  const call = globalThis[slot];
  delete globalThis[slot];
  call();
}`;

/**
 * How near to the deadline nothing returns any more, in milliseconds. The timer of node:vm may end
 * whatever runs once it has gone off, so what it is meant for must still be running then.
 */
const MARGIN = 20;

/** How long an end that does not come is waited for, in milliseconds. */
const PATIENCE = 500;

/** A moment at which whatever a guest does ends. */
export class Deadline {
  readonly #at: number;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
  }

  /**
   * Calls `body`, and ends it at the deadline, also where it computes or compiles without a call;
   * JavaScript and WebAssembly can neither catch nor delay that. What waits in a system call is ended
   * when that returns: see {@linkcode Deadline.limit}.
   *
   * @returns what `body` answers; undefined when it was ended, came to an end too late, or has not begun
   */
  call<T>(body: () => T): T | undefined {
    const left = this.#left();
    if (left <= 0) return undefined;
    let outcome: Outcome<T> | undefined;
    try {
      interruptibly(Math.ceil(left), () => {
        const reached = outcomeOf(body);
        const spare = this.#left();
        if (spare > 0) outcome = reached;
        if (spare < MARGIN) waitForEnd();
      });
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    if (outcome === undefined) return undefined;
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /**
   * Shortens a wait that would go beyond the deadline.
   *
   * @param nanoseconds undefined for a wait without limit
   * @throws LimitReached when there is no time left
   */
  limit(nanoseconds: bigint | undefined): bigint {
    const left = this.#left();
    if (left <= 0) throw new LimitReached("the time is over");
    const most = BigInt(Math.ceil(left * 1e6));
    return nanoseconds === undefined || nanoseconds > most ? most : nanoseconds;
  }

  #left(): number {
    return this.#at - performance.now();
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function outcomeOf<T>(body: () => T): Outcome<T> {
  try {
    return { value: body() };
  } catch (error) {
    return { error };
  }
}

function interruptibly(milliseconds: number, call: () => void): void {
  const globals = globalThis as { [SLOT]?: () => void };
  globals[SLOT] = call;
  runInThisContext(SCRIPT, { timeout: milliseconds });
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
