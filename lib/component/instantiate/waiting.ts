/**
 * How a guest waits for what a host function has to wait for. What is waited for is opaque here.
 *
 * @module
 */

import type { FunctionType } from "../../wasm/module_interface.ts";
import type { Unstarted } from "../../wasm/start_section.ts";

/** A function of a core instance, or one that stands in for it. */
export type CoreFunction = (...args: never[]) => unknown;

/** One way or the other. */
export type Waiting<Wait = never> = InThread<Wait> | Suspended<Wait>;

/** The thread waits: see {@linkcode inThread}. */
export interface InThread<Wait = never> {
  readonly kind: "thread";
  /**
   * Blocks until what `wait` says may have come.
   *
   * @throws what ends the guest
   */
  readonly wait: (wait: Wait) => void;
}

/**
 * The guest is suspended by JSPI, and the thread goes on with others: see
 * {@linkcode ./suspended.ts suspended}.
 */
export interface Suspended<Wait = never> {
  readonly kind: "suspended";
  /**
   * Resolves when what `wait` says may have come.
   *
   * @throws what ends the guest
   */
  readonly wait: (wait: Wait) => Promise<void>;
  /**
   * What calls an export that can be suspended.
   *
   * @throws what ends the guest, also where only somebody else wants it to end
   */
  readonly promising: (exported: CoreFunction) => (...args: never[]) => Promise<unknown>;
  /** Calls `body`, in which the guest may run but cannot be suspended. */
  readonly call: <T>(body: () => T) => T;
  /** An answer that a guest is suspended for, which goes on when that is there. */
  readonly resuming: <T>(answer: Promise<T>) => Promise<T>;
  /** Exports what a module would have started with, where it could not be suspended. */
  readonly exportStart: (bytes: Uint8Array) => Unstarted | undefined;
  /** Makes a function of two parts, of which only the second suspends the guest. */
  readonly shim: (
    type: FunctionType,
    parts: (state: ShimState) => ShimParts,
    modules: Generated,
  ) => CoreFunction;
}

/** A function in two parts, which are given the same: see suspending_shim.ts. */
export interface ShimParts {
  /** Answers, or says that it waits. */
  readonly attempt: CoreFunction;
  /** Goes on with what waits. */
  readonly finish: (...args: never[]) => Promise<unknown>;
}

/** How far a call has come that is made in two parts. */
export interface ShimState {
  /** The first part has to be followed by the second. */
  readonly waits: () => void;
  /** The second has begun. */
  readonly goesOn: () => void;
  /** The guest is not to be answered any more. */
  readonly ended: () => void;
}

/** Modules that are made once for all that have the same name. */
export interface Generated {
  generated(name: string, generate: () => Uint8Array<ArrayBuffer>): WebAssembly.Module;
}

/** What calls `core` such that it can be suspended; a built-in function, which never waits, as it is. */
export function suspendable(core: CoreFunction, { promising }: Suspended): CoreFunction {
  try {
    return promising(core);
  } catch (error) {
    if (error instanceof TypeError) return core;
    throw error;
  }
}

/** Waits in the thread. */
export function inThread<Wait>(wait: (wait: Wait) => void): InThread<Wait> {
  return { kind: "thread", wait };
}
