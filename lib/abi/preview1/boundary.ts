/**
 * Where a guest's call enters the host, and where every way of leaving it is decided.
 *
 * @module
 */

import { ProcExit, Trap, WasiError } from "../../errors.ts";
import type { Wait } from "../../io/wait.ts";
import { raiseTrap } from "../../wasm/trap.ts";
import { type Context, type HostFunction, SUSPEND } from "./context.ts";
import { errnoOf } from "./errno.ts";

/** How a guest was ended from within a host call. */
export type Ending =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "trap"; readonly message: string }
  /** A failure that no guest should be able to cause: a bug of ours. */
  | { readonly kind: "bug"; readonly cause: unknown };

/** An import in two parts, for a guest that is suspended while a call waits. */
export interface Divided {
  /** Answers, or puts the call off. */
  readonly attempt: (...args: never[]) => number;
  /** Goes on with what was put off, with the same arguments, until there is an answer. */
  readonly finish: (...args: never[]) => Promise<number>;
}

/** How the guest of divided imports is suspended. */
export interface Suspension {
  /**
   * Resolves when what a call waits for may have come.
   *
   * @throws what ends the guest
   */
  wait(wait: Wait): Promise<void>;
  /** Told that a call was put off, is done after all, or that the guest has ended in it. */
  tell(state: "waits" | "done" | "ended"): void;
}

/**
 * The boundary of one guest.
 *
 * A failure becomes an errno. An exit and a trap are noted here and raised as a *real* trap, that
 * of a wasm instance made for it: a JavaScript exception would be swallowed by the guest's
 * `catch_all`. Once it has ended, every later call is refused the same way.
 */
export class Boundary {
  readonly #context: Context;
  #ending: Ending | undefined;
  /** Found set at the next call when the stack ran out inside a call: nothing could be noted then. */
  #inside = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** How the guest was ended, once it was. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /**
   * The import for `call`: guarded, and repeated as long as it has to wait.
   *
   * @param waitFor blocks until what a call waits for may have come
   */
  guard(
    call: HostFunction,
    waitFor: (wait: Wait) => void = cannotWait,
  ): (...args: never[]) => number {
    const wait = () => {
      const wanted = this.#takeWait();
      waitFor(wanted);
      this.#context.resumed = wanted;
    };
    const f = call as (...args: unknown[]) => number;
    return (...args: unknown[]) => {
      this.#enter();
      try {
        for (;;) {
          const result = f(...args);
          if (result !== SUSPEND) return this.#leave(result);
          wait();
        }
      } catch (error) {
        return this.#fail(error, call, args);
      }
    };
  }

  /** The same for a guest that is suspended while it waits: {@linkcode Divided}. */
  divide(call: HostFunction, suspension: Suspension): Divided {
    const f = call as (...args: unknown[]) => number;
    return {
      attempt: (...args: unknown[]) => {
        this.#enter();
        try {
          const result = f(...args);
          if (result !== SUSPEND) return this.#leave(result);
        } catch (error) {
          return this.#fail(error, call, args);
        }
        suspension.tell("waits");
        return this.#leave(0);
      },
      finish: async (...args: unknown[]) => {
        suspension.tell("done");
        let wait = this.#takeWait();
        try {
          for (;;) {
            await suspension.wait(wait);
            if (this.#ending !== undefined) break;
            this.#inside = true;
            this.#context.resumed = wait;
            const result = f(...args);
            if (result !== SUSPEND) return this.#leave(result);
            this.#inside = false;
            wait = this.#takeWait();
          }
        } catch (error) {
          if (error instanceof WasiError) return this.#fail(error, call, args);
          this.#ending ??= endingOf(error);
        }
        suspension.tell("ended");
        return 0;
      },
    };
  }

  #enter(): void {
    if (this.#ending !== undefined) raiseTrap();
    if (this.#inside) this.#end({ kind: "trap", message: "call stack exhausted" });
    this.#inside = true;
    this.#context.resumed = undefined;
  }

  #leave(result: number): number {
    this.#inside = false;
    return result;
  }

  #fail(error: unknown, { name }: HostFunction, args: readonly unknown[]): number {
    if (error instanceof WasiError) {
      this.#context.failed?.(name, error.code, args);
      return this.#leave(errnoOf(error.code));
    }
    // Still inside: should the stack run out before the end is noted, the next call finds that.
    return this.#end(endingOf(error));
  }

  #takeWait(): Wait {
    const wait = this.#context.wait!;
    this.#context.wait = undefined;
    return wait;
  }

  #end(ending: Ending): never {
    this.#ending ??= ending;
    return raiseTrap();
  }
}

function cannotWait(): never {
  throw new Error("a call waits that never should");
}

function endingOf(error: unknown): Ending {
  if (error instanceof ProcExit) return { kind: "exit", status: error.status };
  if (error instanceof Trap) return { kind: "trap", message: error.message };
  if (error instanceof RangeError && isStackOverflow(error)) {
    return { kind: "trap", message: "call stack exhausted" };
  }
  return { kind: "bug", cause: error };
}

function isStackOverflow(error: RangeError): boolean {
  return error.message === "Maximum call stack size exceeded";
}
