/**
 * Making an instance of a module, and calling into it.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { execute } from "./execute.ts";
import type { Guest } from "./guest.ts";
import type { Entry } from "./link.ts";
import { textOf } from "./number_text.ts";
import type { LoadedModule } from "./modules/load_module.ts";
import type { Outcome } from "./options.ts";
import type { Waiting, WasmFunction } from "./waiting.ts";

/** How a module is started. */
export interface Start {
  readonly entry: Entry;
  /** An export to call in place of `_start`, and what it is given. */
  readonly invoke?: string | undefined;
  readonly args?: readonly (number | bigint)[] | undefined;
}

/**
 * Runs a module to its end.
 *
 * @throws SluiceError status 126 when no instance can be made, 125 for a bug of Sluice
 */
export async function start(
  loaded: LoadedModule,
  guest: Guest,
  waiting: Waiting,
  { entry, invoke, args = [] }: Start,
): Promise<Outcome> {
  const outcome = await execute(guest.boundary, async () => {
    const { exports } = instantiate(loaded, waiting);
    const call = (name: string, ...values: readonly (number | bigint)[]): unknown =>
      waiting.entrance(exports[name] as WasmFunction)(...values);
    if (exports.memory !== undefined) {
      guest.context.memory.attach(exports.memory as WebAssembly.Memory);
    }
    if (loaded.start !== undefined) await call(loaded.start);
    if (entry === "command") {
      await call("_start");
      return undefined;
    }
    if (exports._initialize !== undefined && invoke !== "_initialize") await call("_initialize");
    if (invoke === undefined) return undefined;
    const result = await call(invoke, ...args);
    const { results = [] } = loaded.interface.exports.find(({ name }) => name === invoke)?.type ??
      {};
    return results.length === 0
      ? []
      : results.length === 1
      ? [result as number | bigint]
      : [...result as Iterable<number | bigint>];
  });
  const { results } = outcome;
  return results === undefined ? outcome : { ...outcome, printed: results.map(textOf) };
}

function instantiate(
  { module, interface: { imports } }: LoadedModule,
  waiting: Waiting,
): WebAssembly.Instance {
  try {
    // Only what is wanted: each import object costs 0.3 ms at the first start of a process.
    const modules = new Set(imports.map((one) => one.module));
    return new WebAssembly.Instance(
      module,
      Object.fromEntries([...modules].map((name) => [name, waiting.imports(name)])),
    );
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
