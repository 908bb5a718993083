/**
 * What the functions of preview1 work on.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import type { HandleTable } from "../../handles/handle_table.ts";
import type { Pollable } from "../../io/pollable.ts";
import type { RandomSource } from "../../random/random.ts";
import type { Description } from "./description.ts";
import type { GuestMemory } from "./guest_memory.ts";
import type { Layouts } from "./layouts.ts";

/** What a call that cannot go on waits for. */
export interface Wait {
  readonly pollables: readonly Pollable[];
  /** At most so many nanoseconds. */
  readonly timeout?: bigint;
}

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
  /** Set by a call that answers {@linkcode SUSPEND}. */
  wait: Wait | undefined;
  /** Whether the present call goes on after a wait, with the arguments it had. */
  resumed: boolean;
}

/** Answer of a function: wait as the context says, then call again with the same arguments. */
export const SUSPEND = -1;

/** Answers {@linkcode SUSPEND} until `pollable` is ready. */
export function suspendOn(context: Context, pollable: Pollable): typeof SUSPEND {
  context.wait = { pollables: [pollable] };
  return SUSPEND;
}

/** Import functions by name, in the order of the specification. */
export type Functions = Readonly<Record<string, (...args: never[]) => number>>;

/** A family of functions that share a prefix. */
export type Family = (context: Context, layouts: Layouts) => Functions;
