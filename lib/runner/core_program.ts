/**
 * Core modules of preview1 as programs.
 *
 * @module
 */

import { MODULE_NAMES, WAITING_FUNCTIONS } from "../abi/preview1/imports.ts";
import { hasStart, type ModuleInterface } from "../wasm/module_interface.ts";
import { waitingOf } from "./choose_waiting.ts";
import { checkLinks } from "./link.ts";
import { compileModule, type ModuleSource, type Rewrites } from "./modules/load_module.ts";
import { hasNetwork } from "./network/open_network.ts";
import { observeIfWanted } from "./observation/observe_if_wanted.ts";
import type { RunOptions } from "./options.ts";
import { type Program, type Surroundings, untilEnd } from "./program.ts";
import { start } from "./start.ts";
import { announceCompile } from "./terminal.ts";

/** Functions that make use of a clock. */
const CLOCK_FUNCTIONS = ["clock_res_get", "clock_time_get", "poll_oneoff"];

/**
 * Loads a core module.
 *
 * @returns undefined when the run is over before it is compiled
 * @throws SluiceError status 126 when it cannot be run, 2 when what is to be called is called wrongly
 */
export async function loadCoreProgram(
  source: ModuleSource,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<Program | undefined> {
  const rewrites = await rewritesOf(source, options.limits?.maxMemory, surroundings);
  const announce = surroundings.own && announceCompile;
  const loaded = untilEnd(surroundings, () => compileModule(source, rewrites, announce));
  if (loaded === undefined) return undefined;
  const invocation = options.invoke === undefined
    ? undefined
    : (await import("./invoke.ts")).invocationOf(options.invoke, options.args);
  const entry = checkLinks(loaded.interface, invocation?.name);
  const call = invocation &&
    (await import("./invoke.ts")).parseInvocation(loaded.interface, invocation);
  if (hasNetwork(options)) {
    const { noSockets, noSocketsWarning } = await import("./network/no_sockets.ts");
    if (surroundings.own?.network === "wanted") throw noSockets(options);
    options.onWarning?.(noSocketsWarning(options));
  }
  return {
    usesClocks: importsAny(loaded.interface, CLOCK_FUNCTIONS),
    usesNetwork: false,
    async prepare(guest) {
      await observeIfWanted(guest, options);
      const mayWait = importsAny(loaded.interface, WAITING_FUNCTIONS);
      const waiting = await waitingOf(guest, mayWait, surroundings.end);
      return () => start(loaded, guest, waiting, { entry, invoke: invocation?.name, args: call });
    },
  };
}

async function rewritesOf(
  { bytes }: ModuleSource,
  most: number | undefined,
  { own }: Surroundings,
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
