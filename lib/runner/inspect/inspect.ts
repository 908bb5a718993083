/**
 * What a module is, what it wants and what it offers, without running it.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { Feature } from "../../wasm/feature_names.ts";
import { featuresOf } from "../../wasm/features.ts";
import { memoriesOf, type MemoryLimits } from "../../wasm/memories.ts";
import {
  type ExternalKind,
  type FunctionType,
  type ModuleInterface,
  readInterface,
} from "../../wasm/module_interface.ts";
import { type Capability, capabilityOf } from "./import_capabilities.ts";
import { leastOptions } from "./least_options.ts";
import { checkLinks } from "../link.ts";
import type { ComponentInspection } from "./inspect_component.ts";
import { type ModuleSource, notValid, readSource } from "../modules/load_module.ts";
import { prepareModule } from "../modules/prepare_module.ts";

export type { ComponentInspection, FunctionType };

/** Something that a module imports. */
export interface InspectedImport {
  /** The name of the module that it is imported from. */
  readonly module: string;
  /** Its name there. */
  readonly name: string;
  /** What kind of thing it is. */
  readonly kind: ExternalKind;
  /** Of a function of a plain type. */
  readonly type?: FunctionType | undefined;
  /** What it makes use of. */
  readonly capability: Capability;
}

/** Something that a module exports. */
export interface InspectedExport {
  /** Its name. */
  readonly name: string;
  /** What kind of thing it is. */
  readonly kind: ExternalKind;
  /** Of a function of a plain type. */
  readonly type?: FunctionType | undefined;
}

/** What a core module turned out to be. */
export interface ModuleInspection {
  /** A program that runs once, one that is initialised and then called, or functions alone. */
  readonly kind: "command" | "reactor" | "library";
  /** Bytes. */
  readonly size: number;
  /** What it uses of WebAssembly beyond its first version. */
  readonly features: readonly Feature[];
  /** Whether all of it could be read; where not, it may use more. */
  readonly featuresComplete: boolean;
  /** The memories of its own. */
  readonly memories: readonly MemoryLimits[];
  /** What it imports. */
  readonly imports: readonly InspectedImport[];
  /** What it exports. */
  readonly exports: readonly InspectedExport[];
  /** The fewest options that give it what it imports, as words of a command line. */
  readonly options: readonly string[];
  /** Why it cannot be run here; absent where it can. */
  readonly problem?: string;
}

/** What was found: a core module, or a component. */
export type Inspection = ModuleInspection | ComponentInspection;

/**
 * Reads a module or component without running anything of it.
 *
 * Corresponds to wasm-objdump(1); unlike that, it says what a run would need.
 *
 * @param source the module, as {@linkcode run} takes it
 * @returns what it is, also for a core module that cannot be run here
 * @throws SluiceError status 126 when it is neither or cannot be read as such, 127 when there is nothing
 * to read
 *
 * @example
 * ```ts
 * import { inspect } from "@sluice/sluice";
 *
 * const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 10,
 *   1, 6, 95, 115, 116, 97, 114, 116, 0, 0, 10, 4, 1, 2, 0, 11]);
 * const { kind, exports, options } = await inspect(module);
 * console.assert(kind === "command" && exports[0]?.name === "_start" && options.length === 0);
 * ```
 */
export async function inspect(source: string | Uint8Array): Promise<Inspection> {
  const read = readSource(await prepareModule(source));
  if (read.kind === "module") return inspectModule(read);
  const { inspectComponent } = await import("./inspect_component.ts");
  return inspectComponent(read);
}

function inspectModule({ bytes, name }: ModuleSource): ModuleInspection {
  const found = interfaceOf(bytes, name);
  const { features, complete } = featuresOf(bytes);
  const options = leastOptions(found);
  const problem = problemOf(bytes, name, found, options);
  return {
    kind: kindOf(found),
    size: bytes.length,
    features,
    featuresComplete: complete,
    memories: memoriesIn(bytes, name),
    imports: found.imports.map((one) => ({
      ...one,
      capability: capabilityOf(one.module, one.name),
    })),
    exports: found.exports.map(({ name, kind, type }) => ({ name, kind, type })),
    options,
    ...(problem !== undefined && { problem }),
  };
}

function interfaceOf(bytes: Uint8Array, name: string): ModuleInterface {
  try {
    return readInterface(bytes);
  } catch (error) {
    throw notValid(error, name);
  }
}

function memoriesIn(bytes: Uint8Array, name: string): MemoryLimits[] {
  try {
    return memoriesOf(bytes);
  } catch (error) {
    throw notValid(error, name);
  }
}

function kindOf({ exports }: ModuleInterface): ModuleInspection["kind"] {
  const has = (wanted: string) => exports.some(({ name }) => name === wanted);
  if (has("_start")) return "command";
  return has("_initialize") ? "reactor" : "library";
}

function problemOf(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  found: ModuleInterface,
  options: readonly string[],
): string | undefined {
  try {
    new WebAssembly.Module(bytes);
    const at = options.indexOf("--invoke");
    checkLinks(found, at < 0 ? undefined : options[at + 1]);
    return undefined;
  } catch (error) {
    const told = notValid(error, name);
    if (told instanceof SluiceError) return told.message;
    throw told;
  }
}
