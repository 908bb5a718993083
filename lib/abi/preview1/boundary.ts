/**
 * Where a guest's call enters the host, and where every way of leaving it is decided.
 *
 * @module
 */

import { ProcExit, Trap, WasiError } from "../../errors.ts";
import { type Context, SUSPEND, type Wait } from "./context.ts";
import { errnoOf } from "./errno.ts";

/** How a guest was ended from within a host call. */
export type Ending =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "trap"; readonly message: string }
  /** A failure that no guest should be able to cause: a bug of ours. */
  | { readonly kind: "bug"; readonly cause: unknown };

type HostFunction = (...args: never[]) => number;

/** `(module (func (export "trap") unreachable))` */
const TRAP_MODULE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x08, 0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00],
  ...[0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b],
]);

/**
 * The boundary of one guest.
 *
 * A failure becomes an errno. An exit and a trap are noted here and raised as a *real* trap, that
 * of a wasm instance made for it: a JavaScript exception would be swallowed by the guest's
 * `catch_all`. Once it has ended, every later call is refused the same way.
 */
export class Boundary {
  readonly #context: Context;
  readonly #waitFor: (wait: Wait) => void;
  #ending: Ending | undefined;
  /** Found set at the next call when the stack ran out inside a call: nothing could be noted then. */
  #inside = false;

  /**
   * @param waitFor blocks until what a call waits for may have come
   */
  constructor(context: Context, waitFor: (wait: Wait) => void) {
    this.#context = context;
    this.#waitFor = waitFor;
  }

  /** How the guest was ended, once it was. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** The import for `call`: guarded, and repeated as long as it has to wait. */
  guard(call: HostFunction): (...args: never[]) => number {
    const enter = () => {
      if (this.#ending !== undefined) this.#raise();
      if (this.#inside) this.#end({ kind: "trap", message: "call stack exhausted" });
      this.#inside = true;
      this.#context.resumed = false;
    };
    const leave = (result: number): number => {
      this.#inside = false;
      return result;
    };
    const fail = (error: unknown): number => {
      if (error instanceof WasiError) return leave(errnoOf(error.code));
      // Still inside: should the stack run out before the end is noted, the next call finds that.
      return this.#end(endingOf(error));
    };
    const wait = () => {
      this.#waitFor(this.#context.wait!);
      this.#context.wait = undefined;
      this.#context.resumed = true;
    };
    const f = call as (...args: unknown[]) => number;
    return (...args: unknown[]) => {
      enter();
      try {
        for (;;) {
          const result = f(...args);
          if (result !== SUSPEND) return leave(result);
          wait();
        }
      } catch (error) {
        return fail(error);
      }
    };
  }

  #end(ending: Ending): never {
    this.#ending ??= ending;
    return this.#raise();
  }

  #raise(): never {
    const { trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAP_MODULE)).exports;
    (trap as () => void)();
    throw new Error("unreachable code was reached");
  }
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
