/**
 * Running a module.
 *
 * @module
 */

import { MODULE_NAMES } from "../abi/preview1/imports.ts";
import { SluiceError } from "../errors.ts";
import { selectHost } from "../host/select_host.ts";
import type { ModuleImport, ModuleInterface } from "../wasm/module_interface.ts";
import { execute } from "./execute.ts";
import { Guest, needsFiles, resultOf } from "./guest.ts";
import { checkIsolation, isolate, type Isolation } from "./isolation.ts";
import { checkLinks, type Entry } from "./link.ts";
import { type LoadedModule, loadModule, type Rewrite } from "./load_module.ts";
import type { Limits, Outcome, RunOptions, RunResult } from "./options.ts";
import { inTime, type Timing, timingOf } from "./timing.ts";
import { warningsOf } from "./warnings.ts";

/** Functions that make use of a clock. */
const CLOCK_FUNCTIONS = ["clock_res_get", "clock_time_get", "poll_oneoff"];

/**
 * Runs a WASI module with the given grants and nothing else.
 *
 * Corresponds to instantiating a preview1 command and calling `_start`; a reactor is initialised. It
 * blocks the calling thread while the guest computes or waits.
 *
 * @param source the module: its path, or its bytes
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
  return await runPrepared(source, options, undefined, await timingOf(options.limits));
}

/**
 * Runs a module in a process that belongs to Sluice alone: as {@linkcode run}, but before the guest's
 * first instruction the permissions of the process are given back and the kernel wall is raised, and
 * a timeout is left to {@linkcode ./in_time.ts}.
 *
 * @throws SluiceError status 2 also when a wall that is insisted on cannot be raised
 */
export function runAlone(
  source: string | Uint8Array,
  options: RunOptions,
  own: OwnProcess = {},
): Promise<RunResult> {
  return runPrepared(source, options, own);
}

/** What becomes of a process that belongs to Sluice alone. */
export interface OwnProcess {
  /** Which walls it gets; the best there are, without it. */
  readonly isolation?: Isolation;
}

/**
 * @param own what becomes of the process; absent where it belongs to another program
 * @param timing absent where nothing here ends the run
 */
async function runPrepared(
  source: string | Uint8Array,
  options: RunOptions,
  own: OwnProcess | undefined,
  timing?: Timing,
): Promise<RunResult> {
  const rewrite = await rewriteOf(options.limits);
  const loaded = inTime(timing, () => loadModule(source, rewrite));
  if (loaded === undefined) return resultOf(timing!.outcome, options);
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
    clocks: needsClocks(loaded.interface),
    wall: own !== undefined && own.isolation !== "basic",
  });
  if (own !== undefined) checkIsolation(host, own.isolation);
  const argv0 = options.argv0 ?? (typeof source === "string" ? baseName(source) : "");
  using guest = new Guest(host, [argv0, ...options.args ?? []], options, timing?.deadline);
  if (options.onWarning !== undefined) warningsOf(host, options).forEach(options.onWarning);
  if (own !== undefined) {
    host.claimProcess();
    const obstacle = isolate(host, guest, own.isolation);
    if (obstacle !== undefined && own.isolation === undefined) {
      options.onWarning?.(`isolation is basic: ${obstacle}`);
    }
  }
  guest.emptyOutputs();
  const outcome = inTime(timing, () => start(loaded, guest, entry, options.invoke, call));
  return guest.resultOf(outcome ?? timing!.outcome);
}

async function rewriteOf(limits: Limits | undefined): Promise<Rewrite | undefined> {
  const most = limits?.maxMemory;
  if (most === undefined) return undefined;
  const { limitMemory } = await import("./limit_memory.ts");
  return (bytes, name) => limitMemory(bytes, name, most);
}

function start(
  { module, interface: { imports, exports: exported } }: LoadedModule,
  guest: Guest,
  entry: Entry,
  invoke: string | undefined,
  args: readonly (number | bigint)[] = [],
): Outcome {
  return execute(guest, () => {
    const { exports } = instantiate(module, guest, imports);
    const call = (name: string, ...values: readonly (number | bigint)[]): unknown =>
      (exports[name] as (...values: readonly (number | bigint)[]) => unknown)(...values);
    if (exports.memory !== undefined) {
      guest.context.memory.attach(exports.memory as WebAssembly.Memory);
    }
    if (entry === "command") {
      call("_start");
      return undefined;
    }
    if (exports._initialize !== undefined && invoke !== "_initialize") call("_initialize");
    if (invoke === undefined) return undefined;
    const result = call(invoke, ...args);
    const { results = [] } = exported.find(({ name }) => name === invoke)?.type ?? {};
    return results.length === 0
      ? []
      : results.length === 1
      ? [result as number | bigint]
      : [...result as Iterable<number | bigint>];
  });
}

function instantiate(
  module: WebAssembly.Module,
  guest: Guest,
  imports: readonly ModuleImport[],
): WebAssembly.Instance {
  try {
    const modules = new Set(imports.map((one) => one.module));
    return new WebAssembly.Instance(module, guest.imports([...modules]));
  } catch (error) {
    if (error instanceof WebAssembly.LinkError) {
      throw new SluiceError(126, `the module cannot be linked: ${error.message}`);
    }
    if (error instanceof RangeError && /memory/i.test(error.message)) {
      throw new SluiceError(126, "the module wants more memory than there is");
    }
    throw error;
  }
}

/** Whether one of the functions that a module imports makes use of a clock. */
function needsClocks({ imports }: ModuleInterface): boolean {
  return imports.some(({ module, name }) =>
    MODULE_NAMES.includes(module) && CLOCK_FUNCTIONS.includes(name)
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
