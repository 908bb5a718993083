/**
 * Components of WASI 0.2 as programs.
 *
 * @module
 */

import type { Context } from "../../abi/preview2/context.ts";
import { decodeComponent } from "../../component/decode/component.ts";
import { ShapeError } from "../../component/canonical/shape.ts";
import { ExportedFunction } from "../../component/instantiate/exported_function.ts";
import { ComponentGuest, type Exports } from "../../component/instantiate/guest.ts";
import type { Compile } from "../../component/instantiate/core_module.ts";
import type { Waiting } from "../../component/instantiate/waiting.ts";
import type { Result, Value } from "../../component/values.ts";
import { SluiceError } from "../../errors.ts";
import type { NetworkRefusal } from "../../sockets/refusal.ts";
import { execute } from "../execute.ts";
import type { ModuleSource } from "../modules/load_module.ts";
import { missingWriteAccess } from "../hints/missing_grant.ts";
import type { Outcome, RunOptions } from "../options.ts";
import { type Program, type Surroundings, untilEnd } from "../program.ts";
import type { RunEnd } from "../run_end.ts";
import { checkGrants, contextOf } from "./context.ts";
import { decoding } from "./decode.ts";
import { commandOf, type Entry } from "./entry.ts";
import { checkImports, importsOf, worldOf } from "./imports.ts";
import type { Call } from "./invoke.ts";
import { waitingOf } from "./waiting.ts";

/**
 * Loads a component.
 *
 * @returns undefined when the run is over before it is decoded
 * @throws SluiceError status 126 when it cannot be run, 2 when what is to be called is called wrongly
 */
export async function loadComponentProgram(
  { bytes, name }: ModuleSource,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<Program | undefined> {
  const decoded = untilEnd(surroundings, () => decoding(name, () => decodeComponent(bytes)));
  if (decoded === undefined) return undefined;
  const { type } = decoded;
  checkImports(type);
  await checkGrants(options);
  const { invoke, limits: { maxMemory, maxHandles } = {} } = options;
  const call = invoke === undefined
    ? undefined
    : (await import("./invoke.ts")).callOf(type, invoke, options.args ?? []);
  const entry = call?.entry ?? commandOf(type);
  const component = maxMemory === undefined
    ? decoded
    : (await import("./limit_memory.ts")).limited(decoded, name, maxMemory, surroundings);
  const usesNetwork = importsOf(type, "wasi:sockets");
  return {
    usesClocks: importsOf(type, "wasi:clocks"),
    usesNetwork,
    async prepare(guest) {
      const { end } = surroundings;
      const waiting = await waitingOf(guest, end);
      const sockets = usesNetwork ? await loadSockets() : undefined;
      const context = contextOf(component, guest, maxHandles, {
        filesystem: importsOf(type, "wasi:filesystem") ? await loadFilesystem() : undefined,
        sockets: sockets?.socketsOf(guest),
      });
      guest.hintBy(() => hintOf(context, options, sockets?.missingNetwork));
      const observe = isTold(options)
        ? (await import("./observation.ts")).observing(guest, options, type, context)
        : undefined;
      const made = new ComponentGuest(component, worldOf(type, context, observe), {
        waiting,
        compile: compileUntil(end),
        maxHandles,
      });
      return () => start({ made, context, waiting }, entry, call);
    },
  };
}

/** The interfaces of wasi:filesystem. */
async function loadFilesystem(): Promise<Context["filesystem"]> {
  return (await import("../../abi/preview2/filesystem/world.ts")).filesystemInterfaces;
}

/** What a guest with sockets needs, and no other one. */
async function loadSockets() {
  const [{ socketsOf }, { missingNetwork }] = await Promise.all([
    import("./sockets.ts"),
    import("./missing_network.ts"),
  ]);
  return { socketsOf, missingNetwork };
}

function hintOf(
  { refused }: Context,
  options: RunOptions,
  missingNetwork: ((refusal: NetworkRefusal) => string) | undefined,
): string | undefined {
  if (refused === undefined) return undefined;
  return refused.kind === "directory"
    ? missingWriteAccess(refused, options)
    : missingNetwork?.(refused);
}

/** Whether somebody wants to be told of its calls. */
function isTold({ trace, audit }: RunOptions): boolean {
  return trace !== undefined || audit !== undefined;
}

/** A guest that has not begun. */
interface Made {
  readonly made: ComponentGuest;
  readonly context: Context;
  readonly waiting: Waiting;
}

async function start(
  { made, context, waiting }: Made,
  entry: Entry,
  call: Call | undefined,
): Promise<Outcome> {
  try {
    return await run(made, waiting, entry, call);
  } finally {
    context.lifetime.isOver = true;
    made[Symbol.dispose]();
    context.open[Symbol.dispose]();
  }
}

async function run(
  made: ComponentGuest,
  waiting: Waiting,
  entry: Entry,
  call: Call | undefined,
): Promise<Outcome> {
  let result: Value;
  const outcome = await execute(made, async () => {
    result = await called(made, waiting, entry, call?.args ?? []);
    return undefined;
  });
  if (outcome.status !== 0 || outcome.ended !== "exit" || made.ending !== undefined) return outcome;
  if (call === undefined) return { ...outcome, status: (result as Result).tag === "ok" ? 0 : 1 };
  return {
    ...outcome,
    results: entry.type.result === undefined ? [] : [result],
    printed: call.print(result),
  };
}

/** Makes the instance and calls a function of it. */
async function called(
  made: ComponentGuest,
  { kind }: Waiting,
  { path }: Entry,
  args: readonly Value[],
): Promise<Value> {
  const exports = kind === "thread" ? made.instantiate() : await made.instantiateSuspended();
  const exported = find(exports, path);
  try {
    return kind === "thread" ? exported.call(args) : await exported.callSuspended(args);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new SluiceError(2, `${path.join("#")} cannot be called: ${error.message}`);
  }
}

function find(exports: Exports, path: readonly string[]): ExportedFunction {
  let found: ExportedFunction | Exports | undefined = exports;
  for (const name of path) {
    found = found instanceof ExportedFunction ? undefined : found?.get(name);
  }
  if (found instanceof ExportedFunction) return found;
  throw new SluiceError(126, `the export ${path.join("#")} is what the component imports itself`);
}

/** Compiles core modules as long as the run is not over. */
function compileUntil(end: RunEnd | undefined): Compile | undefined {
  if (end === undefined) return undefined;
  return (bytes) => {
    const module = end.call(() => new WebAssembly.Module(bytes as BufferSource));
    if (module === undefined) throw end.reason;
    return module;
  };
}
