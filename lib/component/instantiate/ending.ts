/**
 * How a run of a component comes to its end.
 *
 * @module
 */

import { ProcExit, Trap } from "../../errors.ts";

/** How a guest was ended. */
export type Ending =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "trap"; readonly message: string }
  /** A failure that no guest should be able to cause: a limit that was reached, or a bug of ours. */
  | { readonly kind: "bug"; readonly cause: unknown };

/** An exception of a guest's own; the type declarations leave the class out. */
const { Exception } = WebAssembly as unknown as { Exception: new (...args: never[]) => unknown };

/** The end that `error` means. */
export function endingOf(error: unknown): Ending {
  if (error instanceof ProcExit) return { kind: "exit", status: error.status };
  if (error instanceof Trap || error instanceof WebAssembly.RuntimeError) {
    return { kind: "trap", message: error.message };
  }
  if (error instanceof Exception) return { kind: "trap", message: "uncaught exception" };
  if (error instanceof RangeError && error.message === "Maximum call stack size exceeded") {
    return { kind: "trap", message: "call stack exhausted" };
  }
  return { kind: "bug", cause: error };
}
