/**
 * Suspending guests: what the type declarations leave out, and not every runtime has.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { WasmFunction } from "./waiting.ts";

/** What guests are suspended with. */
export interface JSPI {
  readonly Suspending: new (
    call: (...args: never[]) => Promise<unknown>,
  ) => WebAssembly.ImportValue;
  readonly promising: (exported: WasmFunction) => WasmFunction;
}

/** @throws SluiceError status 2 where the runtime cannot suspend */
export function requireJspi(): JSPI {
  const { Suspending, promising } = WebAssembly as Partial<JSPI>;
  if (Suspending !== undefined && promising !== undefined) return { Suspending, promising };
  throw new SluiceError(2, "the guest cannot be suspended: WebAssembly.promising is missing", {
    hint: "a version of Deno with JSPI, 2.9 or later",
  });
}
