/**
 * What the functions of preview1 work on.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import type { ErrorCode } from "../../errors.ts";
import type { HandleTable } from "../../handles/handle_table.ts";
import type { Pollable } from "../../io/pollable.ts";
import type { Wait } from "../../io/wait.ts";
import type { RandomSource } from "../../random/random.ts";
import type { Description } from "./description.ts";
import type { GuestMemory } from "./guest_memory.ts";
import type { Layouts } from "./layouts.ts";

/** The state of one guest. */
export interface Context {
  readonly memory: GuestMemory;
  readonly descriptors: HandleTable<Description>;
  /** The arguments, each ended by NUL. */
  readonly args: readonly Uint8Array[];
  /** The environment as `NAME=VALUE`, each ended by NUL. */
  readonly environ: readonly Uint8Array[];
  readonly clocks: () => Clocks;
  readonly random: RandomSource;
  /**
   * Whether others use the thread, those who fill and empty the guest's streams among them: they get
   * nothing done before the guest waits for something.
   */
  readonly shared: boolean;
  /** Set by a call that answers {@linkcode SUSPEND}. */
  wait: Wait | undefined;
  /** What the present call has waited for, where it goes on with the arguments it had. */
  resumed: Wait | undefined;
  /** What is put around each function, which behaves as before. */
  observe?: Observe;
  /** Told of each failure that a guest is answered with. */
  failed?: Failed;
}

/** Puts an observer around a function; what it answers has the same name. */
export type Observe = (name: string, call: HostFunction, layouts: Layouts) => HostFunction;

/** Told of a failure, and what the guest had passed; off the path of calls that succeed. */
export type Failed = (name: string, code: ErrorCode, args: readonly unknown[]) => void;

/** A function as a guest calls it. */
export type HostFunction = (...args: never[]) => number;

/** Answer of a function: wait as the context says, then call again with the same arguments. */
export const SUSPEND = -1;

/** Answers {@linkcode SUSPEND} until one of `pollables` is ready, or so many nanoseconds have passed. */
export function suspendOn(
  context: Context,
  pollables: readonly Pollable[],
  timeout?: bigint,
): typeof SUSPEND {
  context.wait = { pollables, ...(timeout !== undefined && { timeout }) };
  return SUSPEND;
}

/**
 * Whether a call that finds nothing has to wait all the same, for no time at all: once, where the thread
 * is shared. Otherwise a guest that asks again and again would keep away what it asks for.
 */
export function mustGiveWay({ shared, resumed }: Context): boolean {
  return shared && resumed === undefined;
}

/** Import functions by name, in the order of the specification. */
export type Functions = Readonly<Record<string, HostFunction>>;

/** A family of functions that share a prefix. */
export type Family = (context: Context, layouts: Layouts) => Functions;
