/**
 * What a run is given and what it answers.
 *
 * @module
 */

import type { NumberList, Tagged, Value as ComponentValue } from "../component/values.ts";
import type { Grant, StreamSpec } from "../grants/grant.ts";
import type { AuditRecord } from "./audit/records.ts";
import type { TraceRecord } from "./trace/records.ts";
import type { ByteSink, ByteSource } from "../host/given/byte_source.ts";
import type { PipeReader, PipeWriter } from "./streams/pipe.ts";

export type { ComponentValue, NumberList, Tagged };
export type {
  ByteReaderSync,
  ByteSink,
  ByteSource,
  ByteWriterSync,
  ReadableSide,
  WritableSide,
} from "../host/given/byte_source.ts";
export type { ByteReader } from "../io/pumped_input.ts";
export type { ByteWriter } from "../io/pumped_output.ts";

/** Standard input that is not handed over: the process's own, nothing, these bytes, or a file. */
export type SpecifiedInput = "inherit" | "null" | Uint8Array | StreamSpec;

/** Standard output that is not handed over: the process's own, nowhere, into the result, or a file. */
export type SpecifiedOutput = "inherit" | "null" | "capture" | StreamSpec;

/**
 * What a guest reads from standard input. A source that is handed over belongs to the run from then on:
 * a `ReadableStream` is cancelled when the guest reads no more, unless `preventCancel` is set, as with
 * `pipeTo`; a reader of Deno stays open. Up to 65 536 bytes are read before the guest has taken them.
 */
export type InputSource = SpecifiedInput | ByteSource | PipeReader;

/**
 * Where a guest's output goes. A sink that is handed over belongs to the run from then on: a
 * `WritableStream` is closed when the guest writes no more, unless `preventClose` is set, as with
 * `pipeTo`; a writer of Deno stays open. The run resolves when all of it has arrived.
 */
export type OutputTarget = SpecifiedOutput | ByteSink | PipeWriter;

/**
 * What stands behind a further handle: bytes to read, nothing, into the result, or what is handed over,
 * which is read and written as far as it can be.
 */
export type NamedStream =
  | Uint8Array
  | "null"
  | "capture"
  | ByteSource
  | ByteSink
  | PipeReader
  | PipeWriter;

/** What a run may use at most. */
export interface Limits {
  /**
   * Milliseconds until the run is ended, whatever the guest does; without it, there is no end. Fetching,
   * reading and compiling the module counts.
   */
  readonly timeout?: number;
  /**
   * Bytes for the guest's memories together, its tables together, and each of the captured outputs; by
   * default what WebAssembly allows, and for outputs what there is memory for. Growing beyond fails for
   * the guest, writing beyond ends it.
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
  /**
   * What the guest gets. What a program cannot use of it, such as the network of a core module, is told
   * by {@linkcode RunOptions.onWarning}.
   */
  readonly grants?: readonly Grant[];
  /** Standard input; nothing by default. */
  readonly stdin?: InputSource;
  /** Standard output; nowhere by default. */
  readonly stdout?: OutputTarget;
  /** Standard error; nowhere by default. */
  readonly stderr?: OutputTarget;
  /**
   * Further handles by name, behind all others in this order. The guest sees their numbers, not the
   * names, which are for {@linkcode RunResult.streams} and for messages.
   */
  readonly streams?: Readonly<Record<string, NamedStream>>;
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
  /**
   * Called for each call that the guest makes, once it is done, and with a summary when the run has come
   * to its end. What it throws ends only the trace; {@linkcode run} rejects with it after the run. It is
   * called in the guest's time, in which a timeout ends it together with the guest.
   *
   * @example
   * ```ts
   * import { run, type TraceRecord } from "@sluice/sluice";
   *
   * const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 2, 96, 1, 127, 0, 96, 0, 0, 2,
   *   36, 1, 22, 119, 97, 115, 105, 95, 115, 110, 97, 112, 115, 104, 111, 116, 95, 112, 114, 101,
   *   118, 105, 101, 119, 49, 9, 112, 114, 111, 99, 95, 101, 120, 105, 116, 0, 0, 3, 2, 1, 1, 5, 3,
   *   1, 0, 1, 7, 19, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 6, 95, 115, 116, 97, 114, 116, 0, 1,
   *   10, 8, 1, 6, 0, 65, 3, 16, 0, 11]);
   * const told: string[] = [];
   * const trace = (record: TraceRecord) => {
   *   if (record.kind === "call") told.push(`${record.name} ${record.arguments.rval}`);
   * };
   * await run(module, { trace });
   * console.assert(told.join() === "proc_exit 3");
   * ```
   */
  readonly trace?: (record: TraceRecord) => void;
  /**
   * Called when a grant is used, or something refused, in a way in which it had not been before. What it
   * throws ends only the audit; {@linkcode run} rejects with it after the run. It is called as `trace` is.
   * {@linkcode leastGrants} makes use of the records.
   */
  readonly audit?: (record: AuditRecord) => void;
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
  /** After a status other than 0: what the guest was refused last, and the option that would help. */
  readonly hint?: string;
  /** What it wrote to a captured standard output. */
  readonly stdout?: Uint8Array<ArrayBuffer>;
  /** What it wrote to a captured standard error. */
  readonly stderr?: Uint8Array<ArrayBuffer>;
  /** What it wrote to further handles that are captured, by name. */
  readonly streams?: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /**
   * What the export called by `invoke` returned: of a core module numbers, of a component at most one
   * value, of the shapes of {@linkcode ComponentValue}.
   */
  readonly results?: readonly ComponentValue[];
  /** The same as text: numbers in decimal, values of a component in WAVE. */
  readonly printed?: readonly string[];
}

/** What a run came to, without what it wrote. */
export type Outcome = Pick<
  RunResult,
  "status" | "ended" | "message" | "hint" | "results" | "printed"
>;

/** A stream that the embedding program hands over. */
export type Given = ByteSource | ByteSink | PipeReader | PipeWriter;

type Stream = InputSource | OutputTarget | NamedStream | undefined;

/** Whether a stream is specified as data, and opened by us. */
export function isSpec(stream: Stream): stream is StreamSpec {
  return typeof stream === "object" && "kind" in stream;
}

/** Whether a stream is handed over. */
export function isGiven(stream: Stream): stream is Given {
  return typeof stream === "object" && !(stream instanceof Uint8Array) && !isSpec(stream);
}

/** Whether a run is handed over anything, or has further handles. */
export function hasGiven({ stdin, stdout, stderr, streams }: RunOptions): boolean {
  return streams !== undefined || [stdin, stdout, stderr].some(isGiven);
}
