/**
 * What a run is given and what it answers.
 *
 * @module
 */

import type { NumberList, Tagged, Value as ComponentValue } from "../component/values.ts";
import type { Grant, StreamSpec } from "../grants/grant.ts";

export type { ComponentValue, NumberList, Tagged };

/** What a guest reads from standard input: the process's own, nothing, or these bytes. */
export type InputSource = "inherit" | "null" | Uint8Array | StreamSpec;

/** Where a guest's output goes: the process's own, nowhere, or into the result. */
export type OutputTarget = "inherit" | "null" | "capture" | StreamSpec;

/** What a run may use at most. */
export interface Limits {
  /**
   * Milliseconds until the run is ended, whatever the guest does; without it, there is no end. Reading
   * and compiling the module counts.
   */
  readonly timeout?: number;
  /**
   * Bytes for the guest's memories together, its tables together, and each of the captured outputs; by
   * default what WebAssembly allows. Growing beyond fails for the guest, writing beyond ends it.
   */
  readonly maxMemory?: number;
  /** Handles open at once, standard streams and granted directories included; 1024 by default. */
  readonly maxHandles?: number;
}

/** A process of its own for a run. */
export interface ProcessOptions {
  /**
   * With the kernel wall or without; by default with it where it can be. `strict` refuses to run
   * otherwise.
   */
  readonly isolation?: "strict" | "basic";
}

/** How a module is run. What is left out is not given. */
export interface RunOptions {
  /** The arguments behind argv[0]. */
  readonly args?: readonly string[];
  /** argv[0]; the base name of the module by default. */
  readonly argv0?: string;
  /** The directories and variables that the guest gets. */
  readonly grants?: readonly Grant[];
  /** Standard input; nothing by default. */
  readonly stdin?: InputSource;
  /** Standard output; nowhere by default. */
  readonly stdout?: OutputTarget;
  /** Standard error; nowhere by default. */
  readonly stderr?: OutputTarget;
  /**
   * An export to call in place of `_start`, after `_initialize` if there is one; `args` are its
   * arguments as text, numbers in decimal or with `0x`. Of a component, in place of `wasi:cli/run`, a
   * call in WAVE such as `add(1, 2)`; the function of an exported interface has the interface's name
   * before it, `docs:calculator/add@1.0.0#add(1, 2)`, of which the package and the version can be left
   * out. In either case also a name with the arguments as values.
   */
  readonly invoke?: string | Invocation;
  /** What the guest may use at most. */
  readonly limits?: Limits;
  /**
   * Ends the run when it is aborted, as soon as the guest waits for something; in a process of its own,
   * at once.
   */
  readonly signal?: AbortSignal;
  /**
   * Runs the guest in a process of its own, which has nothing but what is granted: the walls of the
   * command stand around it, its timeout ends whatever it does, and `maxMemory` also bounds the objects
   * of the garbage collector. It costs what a start of Deno does, and leaves this thread to itself.
   * Without it the guest runs in this one.
   */
  readonly process?: ProcessOptions;
  /** Called before the guest starts, once for each thing that the user should know. */
  readonly onWarning?: (message: string) => void;
}

/** A call of an export with its arguments as values. */
export interface Invocation {
  /** The name of the export; of a function in an exported interface `INTERFACE#FUNCTION`. */
  readonly name: string;
  /** Numbers for a core module; for a component, values of the shapes of {@linkcode ComponentValue}. */
  readonly args: readonly ComponentValue[];
}

/** How a run ended. */
export type Ended = "exit" | "trap" | "timeout" | "aborted" | "limit";

/** The outcome of a run that started. */
export interface RunResult {
  /**
   * The guest's exit status, 0 to 2^32 - 1; 134 after a trap or a limit, 124 after a timeout, 143 when
   * aborted.
   */
  readonly status: number;
  /** Whether the guest ended by itself, or what ended it. */
  readonly ended: Ended;
  /** Why it was ended. */
  readonly message?: string;
  /** What it wrote to a captured standard output. */
  readonly stdout?: Uint8Array<ArrayBuffer>;
  /** What it wrote to a captured standard error. */
  readonly stderr?: Uint8Array<ArrayBuffer>;
  /**
   * What the export called by `invoke` returned: of a core module numbers, of a component at most one
   * value, of the shapes of {@linkcode ComponentValue}.
   */
  readonly results?: readonly ComponentValue[];
  /** The same as text: numbers in decimal, values of a component in WAVE. */
  readonly printed?: readonly string[];
}

/** What a run came to, without what it wrote. */
export type Outcome = Pick<RunResult, "status" | "ended" | "message" | "results" | "printed">;
