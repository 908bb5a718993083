/**
 * Suspending guests: what the type declarations leave out.
 *
 * @module
 */

type WasmFunction = (...args: never[]) => unknown;

interface JSPI {
  readonly Suspending: new (
    call: (...args: never[]) => Promise<unknown>,
  ) => WebAssembly.ImportValue;
  readonly promising: (exported: WasmFunction) => (...args: never[]) => Promise<unknown>;
}

const jspi = WebAssembly as unknown as JSPI;

/** An import that suspends the guest until its promise is settled. */
export const Suspending: JSPI["Suspending"] = jspi.Suspending;

/** The exported function such that a call answers a promise, and imports in it may suspend it. */
export const promising: JSPI["promising"] = jspi.promising;
