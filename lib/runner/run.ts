/**
 * Running a module.
 *
 * @module
 */

import { MODULE_NAMES, WAITING_FUNCTIONS } from "../abi/preview1/imports.ts";
import { selectHost } from "../host/select_host.ts";
import { hasStart, type ModuleInterface } from "../wasm/module_interface.ts";
import { baseNameOfGiven, type GivenModule } from "./given_module.ts";
import { Guest, needsFiles, resultOf } from "./guest.ts";
import { checkIsolation, isolate, type Isolation } from "./isolation.ts";
import { checkLinks } from "./link.ts";
import {
  compileModule,
  type LoadedModule,
  type ModuleSource,
  readModule,
  type Rewrites,
} from "./load_module.ts";
import { observeIfWanted } from "./observe_if_wanted.ts";
import { givenTo } from "./given_to.ts";
import { prepareModule } from "./prepare_module.ts";
import type { Limits, RunOptions, RunResult } from "./options.ts";
import type { RunEnd } from "./run_end.ts";
import { start } from "./start.ts";
import { waitingOf } from "./choose_waiting.ts";
import { announceCompile, watchOnTerminal } from "./terminal.ts";
import { warningsOf } from "./warnings.ts";
import { needsDescriptors, needsSockets, openStreams } from "./stream_needs.ts";

/** Functions that make use of a clock. */
const CLOCK_FUNCTIONS = ["clock_res_get", "clock_time_get", "poll_oneoff"];

/**
 * Runs a WASI module with the given grants and nothing else.
 *
 * Corresponds to instantiating a preview1 command and calling `_start`; a reactor is initialised. The
 * guest computes in the calling thread; while it waits, the thread is free for others.
 *
 * @param source the module: its path, its bytes, or `https://...#sha256=HEX`; a path that ends in
 * `.wat` is one of text
 * @param options what the guest is given
 * @returns how the run ended, for every run that started
 * @throws SluiceError status 2 when a grant is wrong, 126 when the module cannot be run, 127 when it
 * cannot be read, 125 for a bug of Sluice
 *
 * @example
 * ```ts
 * import { run } from "@sluice/sluice";
 *
 * const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 10,
 *   1, 6, 95, 115, 116, 97, 114, 116, 0, 0, 10, 4, 1, 2, 0, 11]);
 * const { status, ended } = await run(module, { stdout: "capture" });
 * console.assert(status === 0 && ended === "exit");
 * ```
 */
export async function run(
  source: string | Uint8Array,
  options: RunOptions = {},
): Promise<RunResult> {
  if (options.process !== undefined) {
    const { runInProcess } = await import("./own_process/run_in_process.ts");
    return await runInProcess(source, options, options.process);
  }
  const given = await prepareModule(source);
  const { limits, signal } = options;
  const end = limits === undefined && signal === undefined
    ? undefined
    : await (await import("./run_end.ts")).runEndOf(options);
  return await runPrepared(given, options, undefined, end);
}

/**
 * Runs a module in a process that belongs to Sluice alone: as {@linkcode run}, but before the guest's
 * first instruction the permissions of the process are given back and the kernel wall is raised, and
 * a timeout is left to {@linkcode ./in_time.ts}.
 *
 * @throws SluiceError status 2 also when a wall that is insisted on cannot be raised
 */
export async function runAlone(
  source: string | Uint8Array,
  options: RunOptions,
  own: OwnProcess = {},
): Promise<RunResult> {
  // Another program's terminal is left alone.
  const watch = own.standardError === undefined ? watchOnTerminal : undefined;
  return await runPrepared(await prepareModule(source, watch), options, own);
}

/** What becomes of a process that belongs to Sluice alone. */
export interface OwnProcess {
  /** Which walls it gets; the best there are, without it. */
  readonly isolation?: Isolation | undefined;
  /** The descriptor that is the guest's standard error, where that is not 2. */
  readonly standardError?: number | undefined;
  /** What bounds the heap of the engine; without it, nothing does. */
  readonly heap?: "limited" | undefined;
}

/**
 * @param own what becomes of the process; absent where it belongs to another program
 * @param end what ends the run beside the guest; absent where nothing here does
 */
async function runPrepared(
  source: GivenModule,
  options: RunOptions,
  own: OwnProcess | undefined,
  end?: RunEnd,
): Promise<RunResult> {
  using given = await givenTo(options);
  const loaded = await load(source, options.limits, own, end);
  if (loaded === undefined) return resultOf(end!.outcome!, options);
  const entry = checkLinks(loaded.interface, options.invoke);
  const call = options.invoke === undefined
    ? undefined
    : (await import("./invoke.ts")).parseInvocation(
      loaded.interface,
      options.invoke,
      options.args ?? [],
    );
  const host = await selectHost({
    files: needsFiles(options),
    descriptors: needsDescriptors(options),
    clocks: importsAny(loaded.interface, CLOCK_FUNCTIONS),
    wall: own !== undefined && own.isolation !== "basic",
    shared: own === undefined || needsSockets(options),
    standardError: own?.standardError,
  });
  if (own !== undefined) checkIsolation(host, own.isolation);
  await using granted = await openStreams(options);
  const argv0 = options.argv0 ?? baseNameOfGiven(source);
  const thread = own === undefined ? "shared" : "own";
  const opened = { given, granted };
  using guest = new Guest(host, [argv0, ...options.args ?? []], options, thread, opened);
  const waiting = await waitingOf(
    guest,
    importsAny(loaded.interface, WAITING_FUNCTIONS),
    end,
  );
  await observeIfWanted(guest, options);
  if (options.onWarning !== undefined) {
    warningsOf(host, options, granted).forEach(options.onWarning);
  }
  if (own !== undefined) {
    host.claimProcess();
    const obstacle = isolate(host, guest, own.isolation);
    if (obstacle !== undefined && own.isolation === undefined) {
      options.onWarning?.(`isolation is basic: ${obstacle}`);
    }
  }
  guest.emptyOutputs();
  const outcome = await start(loaded, guest, waiting, {
    entry,
    invoke: options.invoke,
    args: call,
  });
  const ended = end?.outcome;
  // Who ends a run wants it to be over, and not to wait for a peer that does not read.
  if (ended !== undefined) granted?.sockets.drop();
  guest[Symbol.dispose]();
  await given?.arrived(end);
  return guest.resultOf(ended ?? end?.outcome ?? outcome);
}

/** Loads a module; undefined when the run is over before it is compiled. */
async function load(
  source: GivenModule,
  limits: Limits | undefined,
  own: OwnProcess | undefined,
  end: RunEnd | undefined,
): Promise<LoadedModule | undefined> {
  const untilEnd = <T>(body: () => T) => end === undefined ? body() : end.call(body);
  const read = untilEnd(() => readModule(source));
  if (read === undefined) return undefined;
  const rewrites = await rewritesOf(read, limits?.maxMemory, own);
  return untilEnd(() => compileModule(read, rewrites, own && announceCompile));
}

async function rewritesOf(
  { bytes }: ModuleSource,
  most: number | undefined,
  own: OwnProcess | undefined,
): Promise<Rewrites> {
  const [limits, start] = await Promise.all([
    most === undefined ? undefined : import("./limit_memory.ts"),
    hasStart(bytes) ? import("../wasm/start_section.ts") : undefined,
  ]);
  const limit = own?.heap === "limited" ? limits?.limitBesideHeap : limits?.limitMemory;
  return {
    limit: limit && ((source) => limit(source, most!)),
    exportStart: start?.exportStart,
  };
}

/** Whether a module imports functions of ours with these names. */
function importsAny({ imports }: ModuleInterface, names: readonly string[]): boolean {
  return imports.some(({ module, name }) => MODULE_NAMES.includes(module) && names.includes(name));
}
