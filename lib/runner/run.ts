/**
 * Running a program.
 *
 * @module
 */

import type { Host } from "../host/host.ts";
import { selectHost } from "../host/select_host.ts";
import { loadCoreProgram } from "./core_program.ts";
import { baseNameOfGiven, type GivenModule } from "./modules/given_module.ts";
import type { GivenStreams } from "./streams/given_streams.ts";
import { givenTo } from "./streams/given_to.ts";
import type { GrantedStreams } from "./streams/granted_streams.ts";
import { Guest, needsFiles, resultOf } from "./guest.ts";
import { checkIsolation, isolate } from "./isolation.ts";
import { readSource } from "./modules/load_module.ts";
import { hasNetwork, openNetwork } from "./network/open_network.ts";
import type { RunOptions, RunResult } from "./options.ts";
import { prepareModule } from "./modules/prepare_module.ts";
import { type OwnProcess, type Program, type Surroundings, untilEnd } from "./program.ts";
import type { RunEnd } from "./run_end.ts";
import { watchOnTerminal } from "./terminal.ts";
import { warningsOf } from "./warnings.ts";
import { needsDescriptors, needsSockets, openStreams } from "./streams/stream_needs.ts";

/**
 * Runs a WASI program with the given grants and nothing else.
 *
 * Of a core module corresponds to instantiating a preview1 command and calling `_start`; a reactor is
 * initialised. Of a component corresponds to instantiating it with WASI 0.2 and calling `run` of
 * `wasi:cli/run`. The guest computes in the calling thread; while it waits, the thread is free for others.
 *
 * @param source the module or component: its path, its bytes, or `https://...#sha256=HEX`; a path that
 * ends in `.wat` is one of text
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
  // First: what is handed over must come to an end also where the rest is refused.
  using given = await givenTo(options);
  if (options.process !== undefined) {
    const { runInProcess } = await import("./own_process/run_in_process.ts");
    return await runInProcess(source, options, options.process);
  }
  const { limits, signal } = options;
  const end = limits === undefined && signal === undefined
    ? undefined
    : await (await import("./run_end.ts")).runEndOf(options);
  const prepared = end === undefined
    ? await prepareModule(source)
    : await end.until((over) => prepareModule(source, { over }));
  if (prepared === undefined) return await endedBefore(end!, options, given);
  return await runPrepared(prepared, options, { end }, given);
}

/**
 * Runs a program in a process that belongs to Sluice alone: as {@linkcode run}, but before the guest's
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
  return await runPrepared(await prepareModule(source, { watch }), options, { own });
}

async function runPrepared(
  source: GivenModule,
  options: RunOptions,
  surroundings: Surroundings,
  given?: GivenStreams,
): Promise<RunResult> {
  const { own, end } = surroundings;
  const program = await load(source, options, surroundings);
  if (program === undefined) return await endedBefore(end!, options, given);
  const host = await selectHost({
    files: needsFiles(options),
    descriptors: needsDescriptors(options),
    clocks: program.usesClocks,
    wall: own !== undefined && own.isolation !== "basic",
    shared: own === undefined || needsSockets(options) ||
      (program.usesNetwork && hasNetwork(options)),
    standardError: own?.standardError,
  });
  if (own !== undefined) checkIsolation(host, own.isolation);
  const streams = await open(options, end);
  if (streams === undefined) return await endedBefore(end!, options, given);
  await using granted = streams.granted;
  await using network = await openNetwork(options, program, mayBeWalled(host, own));
  const argv0 = options.argv0 ?? baseNameOfGiven(source);
  const thread = own === undefined ? "shared" : "own";
  const opened = { given, granted, network };
  using guest = new Guest(host, [argv0, ...options.args ?? []], options, thread, opened);
  const start = await program.prepare(guest);
  if (options.onWarning !== undefined) {
    warningsOf(host, options, granted).forEach(options.onWarning);
  }
  if (own !== undefined) {
    host.claimProcess({ network: network !== undefined });
    const obstacle = isolate(host, guest, own.isolation);
    if (obstacle !== undefined && own.isolation === undefined) {
      options.onWarning?.(`isolation is basic: ${obstacle}`);
    }
  }
  guest.emptyOutputs();
  const outcome = await start();
  const ended = end?.outcome;
  // Who ends a run wants it to be over, and not to wait for a peer that does not read.
  if (ended !== undefined) network?.drop();
  guest[Symbol.dispose]();
  await Promise.all([given?.arrived(end), granted?.sent(end)]);
  return guest.resultOf(ended ?? end?.outcome ?? outcome);
}

/** The result of a run that was over before its guest began. */
async function endedBefore(
  end: RunEnd,
  options: RunOptions,
  given: GivenStreams | undefined,
): Promise<RunResult> {
  given?.[Symbol.dispose]();
  await given?.arrived(end);
  return resultOf(end.outcome!, options);
}

/** Whether a wall will stand around the guest, unless something goes wrong. */
function mayBeWalled(host: Host, own: OwnProcess | undefined): boolean {
  return own !== undefined && own.isolation !== "basic" && host.wallObstacle() === undefined;
}

/** Loads a program of either kind; undefined when the run is over before. */
async function load(
  source: GivenModule,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<Program | undefined> {
  const read = untilEnd(surroundings, () => readSource(source));
  if (read === undefined) return undefined;
  // What only components need is not loaded for a core module.
  return read.kind === "module"
    ? await loadCoreProgram(read, options, surroundings)
    : await (await import("./component/component_program.ts"))
      .loadComponentProgram(read, options, surroundings);
}

/** Opens the streams that are granted; undefined when the run is over before they are open. */
async function open(
  options: RunOptions,
  end: RunEnd | undefined,
): Promise<{ readonly granted: GrantedStreams | undefined } | undefined> {
  const body = async (over?: AbortSignal) => ({ granted: await openStreams(options, over) });
  return await (end === undefined ? body() : end.until(body));
}
