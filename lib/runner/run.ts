/**
 * Running a module.
 *
 * @module
 */

import { MODULE_NAMES } from "../abi/preview1/imports.ts";
import { SluiceError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { selectHost } from "../host/select_host.ts";
import type { ModuleImport, ModuleInterface } from "../wasm/module_interface.ts";
import { execute } from "./execute.ts";
import { Guest, needsFiles } from "./guest.ts";
import { checkLinks, type Entry } from "./link.ts";
import { type LoadedModule, loadModule } from "./load_module.ts";
import type { Outcome, RunOptions, RunResult } from "./options.ts";
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
export function run(source: string | Uint8Array, options: RunOptions = {}): Promise<RunResult> {
  return runPrepared(source, options, () => {});
}

/**
 * Runs a module in a process that belongs to Sluice alone: as {@linkcode run}, but the permissions of
 * the process are given back before the guest's first instruction.
 */
export function runAlone(source: string | Uint8Array, options: RunOptions): Promise<RunResult> {
  return runPrepared(source, options, (host) => host.claimProcess());
}

/** @param prepare called when all is bound and opened, and nothing of the guest has run */
async function runPrepared(
  source: string | Uint8Array,
  options: RunOptions,
  prepare: (host: Host) => void,
): Promise<RunResult> {
  const loaded = loadModule(source);
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
  });
  const argv0 = options.argv0 ?? (typeof source === "string" ? baseName(source) : "");
  using guest = new Guest(host, [argv0, ...options.args ?? []], options);
  if (options.onWarning !== undefined) warningsOf(host, options).forEach(options.onWarning);
  guest.emptyOutputs();
  prepare(host);
  return guest.resultOf(start(loaded, guest, entry, options.invoke, call));
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
