/**
 * How a guest waits, by what its thread and its handles are.
 *
 * @module
 */

import type { Boundary } from "../abi/preview1/boundary.ts";
import type { Context } from "../abi/preview1/context.ts";
import type { Description } from "../abi/preview1/description.ts";
import type { Host } from "../host/host.ts";
import type { Pollable } from "../io/pollable.ts";

/** A function of a wasm instance, which takes and answers numbers. */
export type WasmFunction = (...args: readonly (number | bigint)[]) => unknown;

/** The imports of a guest, and the way into it. */
export interface Waiting {
  /** The import object of one module name. */
  imports(module: string): Record<string, (...args: never[]) => unknown>;
  /**
   * What calls an export; where the guest can be suspended, that answers a promise.
   *
   * @throws LimitReached when the run is over before there is an answer
   */
  entrance(exported: WasmFunction): WasmFunction;
}

/** What a guest is made of, for whoever makes its imports. */
export interface WaitingGuest {
  readonly host: Host;
  readonly context: Context;
  readonly boundary: Boundary;
}

/**
 * Whether the kernel can wait for each of these: then the thread is best blocked, where it belongs to
 * the guest alone.
 */
export function kernelCanWait(host: Host, descriptions: Iterable<Description>): boolean {
  if (!host.waitsForStreams) return false;
  const isKernels = (one: { subscribe(): Pollable } | undefined) =>
    one?.subscribe().watch === undefined;
  return [...descriptions].every(({ input, output, socket }) =>
    [input, output, socket?.listener].every(isKernels)
  );
}
